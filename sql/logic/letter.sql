-- Letters: documents rendered from the templates of a pack, numbered without gaps.

create function jiancha._write_letters(signal_nos text[], as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
end
$$;
comment on function jiancha._write_letters(text[], timestamptz) is 'Writes the letters that the packs of issued cards prescribe.';

create function jiancha._void_letters(signal_nos text[], decision_no text, reason text, as_of timestamptz) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp as $$
begin
end
$$;
comment on function jiancha._void_letters(text[], text, text, timestamptz) is 'Marks the letters of withdrawn cards void; their numbers stay.';
