-- The outbox: who is told what, and whether it arrived.

create function jiancha._notify(signal_nos text[], what text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
end
$$;
comment on function jiancha._notify(text[], text, timestamptz) is 'Puts a notice into the outbox for each recipient that the packs of the cards prescribe.';
