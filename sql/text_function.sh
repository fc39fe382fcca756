#!/bin/sh
# text_function.sh NAME FILE...: print a function jiancha.NAME(part text) that returns the text of the file named part.
# So DDL, rule packs and calendars travel inside the extension script and need no file on the server.
set -eu
name=$1; shift
printf '\ncreate function jiancha.%s(part text) returns text\n' "$name"
printf 'language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp\nas $jiancha_body$\nselect case part\n'
for file in "$@"; do
    part=$(basename "$file"); part=${part%.*}
    if grep -qF '$jiancha_' "$file"; then
        echo "$file holds the quoting mark" >&2; exit 1
    fi
    printf "when '%s' then \$jiancha_text\$" "$part"
    cat "$file"
    printf '$jiancha_text$\n'
done
printf 'end\n$jiancha_body$;\n'
printf "comment on function jiancha.%s(text) is 'Text shipped with the extension, by part; NULL for an unknown part.';\n" "$name"
printf "\ncreate function jiancha.%s_parts() returns text[]\nlanguage sql immutable parallel safe\nbegin atomic\n    select array[" "$name"
comma=
for file in "$@"; do
    part=$(basename "$file"); printf "%s'%s'" "$comma" "${part%.*}"; comma=', '
done
printf "];\nend;\n"
printf "comment on function jiancha.%s_parts() is 'The parts, in order.';\n" "$name"
