-- What becomes of a card after it was earned: issue, answer, decision, escalation.

create function jiancha._follow_up(signal_nos text[], what text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
    if what = 'issued' then
        perform jiancha._write_letters(signal_nos, as_of);
    end if;
    perform jiancha._notify(signal_nos, what, as_of);
end
$$;
comment on function jiancha._follow_up(text[], text, timestamptz) is
    'What follows when cards were issued or marked (what: issued, unfounded, reinstated, moved), in the same transaction: letters and notices. Called with the dockets locked.';
