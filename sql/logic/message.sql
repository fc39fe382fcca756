-- Messages for people are raised from C, where gettext reaches them.

create function jiancha._raise(what text, variadic args text[] default '{}') returns void
language c volatile parallel safe as 'MODULE_PATHNAME', 'jiancha_raise';
comment on function jiancha._raise(text, text[]) is 'Raises the error or warning named what; the arguments fill its text by position.';

create function jiancha._message(what text, part text, args text[]) returns text
language c stable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_message';
comment on function jiancha._message(text, text, text[]) is
    'What the error or warning named what would say: its text, detail or hint (part), in the language of the session; NULL if it has none.';
