-- Work as the owner of the records.

create function jiancha._as_owner(owner name, script text) returns void
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_as_owner';
comment on function jiancha._as_owner(name, text) is 'Runs SQL commands as the given role; superusers only. Used by setup() with scripts shipped with the extension.';

create function jiancha._grant_to_owner() returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_grant_to_owner';
comment on function jiancha._grant_to_owner() is
    'The last call of every update script: lets the owner of the records execute what it made, as a grant of the database that pg_dump dumps, not one of the extension. Superusers only.';
