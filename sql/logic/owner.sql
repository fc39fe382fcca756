-- Work as the owner of the records.

create function jiancha._as_owner(owner name, script text) returns void
language c volatile strict parallel unsafe as 'MODULE_PATHNAME', 'jiancha_as_owner';
comment on function jiancha._as_owner(name, text) is 'Runs SQL commands as the given role; superusers only. Used by setup() with scripts shipped with the extension.';
