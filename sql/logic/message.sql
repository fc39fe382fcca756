-- Messages for people are raised from C, where gettext reaches them.

create function jiancha._raise(what text, variadic args text[] default '{}') returns void
language c volatile parallel safe as 'MODULE_PATHNAME', 'jiancha_raise';
comment on function jiancha._raise(text, text[]) is 'Raises the error or warning named what; the arguments fill its text by position.';
