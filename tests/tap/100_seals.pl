# Seals: 1,000 random changes of sealed rows by a superuser are found and named; a dump carries the seals; a row is proved outside of the database.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = $ENV{JIANCHA_SEED} || time;
srand $seed;
diag "seed $seed: repeat with JIANCHA_SEED=$seed";

my $node = new_server('main', settings => '');
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');

# several seals over rows of every kind
for my $day (3 .. 7)
{
	add_due_cases($node, 'city', 60);
	$node->safe_psql('city', "call jiancha.sweep_all('2025-06-0$day 00:00+08')");
	$node->safe_psql('city', "select jiancha.seal('2025-06-0$day 01:00+08')");
}
is($node->safe_psql('city', 'select count(*) from jiancha.verify_seals()'), 0, 'what was sealed stands');
my $leaves = $node->safe_psql('city', 'select count(*) from jiancha.seal_leaf');
cmp_ok($leaves, '>', 2000, "$leaves rows are sealed");
is($node->safe_psql('city', 'select count(*) from jiancha.seal_pending'), 0, 'none waits');

# a dump carries them; sealing goes on after the restore
my $dir = PostgreSQL::Test::Utils::tempdir();
add_due_cases($node, 'city', 10);
$node->safe_psql('postgres', 'create database restored');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/city.dump", $node->connstr('city') ], 'pg_dump');
$node->command_ok([ 'pg_restore', '-d', $node->connstr('restored'), "$dir/city.dump" ], 'pg_restore');
is($node->safe_psql('restored', 'select count(*) from jiancha.verify_seals()'), 0, 'the seals stand in the restored database');
my $chains = 'select string_agg(chain::text, chr(10) order by seal_no) from jiancha.seal';
is($node->safe_psql('restored', $chains), $node->safe_psql('city', $chains), 'with the same chain');
cmp_ok($node->safe_psql('restored', q{select leaves from jiancha.seal('2025-06-08 01:00+08')}), '>=', 20, 'what waited in the dump is sealed there');
is($node->safe_psql('restored', 'select count(*) from (select from jiancha.seal_leaf group by relation, key having count(*) > 1) d'), 0, 'nothing twice');
is($node->safe_psql('restored', 'select count(*) from jiancha.verify_seals()'), 0, 'and stands');
$node->safe_psql('city', q{select jiancha.seal('2025-06-08 01:00+08')});

# proofs on paper: random rows, checked by the script of the documents with nothing but SHA-256
my $script = "$ENV{JIANCHA_TOP}/docs/verify_proof.py";
my $good = 0;
my $bad = 0;
my $proofs = 20;
for my $row (split /\n/, $node->safe_psql('city', "select setseed($seed % 1000 / 1000.0);
	select encode(s.chain, 'hex'), jiancha.seal_proof(l.relation, l.key)
	from (select * from jiancha.seal_leaf order by random() limit $proofs) l join jiancha.seal s using (seal_no)"))
{
	next unless $row =~ /^(\w+)\|(.*)$/;
	my ($chain, $proof) = ($1, $2);
	PostgreSQL::Test::Utils::append_to_file("$dir/proof-$good.json", $proof);
	my ($out, $err);
	$good++ if IPC::Run::run([ 'python3', $script, "$dir/proof-$good.json", $chain ], '>', \$out, '2>', \$err);
	# one character of one column changed: nobody would be convinced
	my @texts = $proof =~ /"text": "([^"\\]+)"/g;
	my $text = $texts[ int rand @texts ];
	(my $forged = $proof) =~ s/"text": "\Q$text\E"/"text": "$text."/;
	PostgreSQL::Test::Utils::append_to_file("$dir/forged-$bad.json", $forged);
	$bad++ unless IPC::Run::run([ 'python3', $script, "$dir/forged-$bad.json", $chain ], '>', \$out, '2>', \$err);
}
is($good, $proofs, "$good of $proofs proofs lead to the printed chain");
is($bad, $proofs, "$bad of $proofs forged ones do not");

# a superuser takes the guards off and changes one value of each of 1,000 rows
my $wanted = 1000;
$node->safe_psql('city', <<"SQL");
create table public.tampered (relation text, key text, column_name text, primary key (relation, key));
do \$do\$
declare
	leaf record;
	about record;
	target record;
	changed int := 0;
	touched bigint;
begin
	perform setseed($seed % 1000 / 1000.0);
	for about in select distinct relation from jiancha.seal_leaf loop
		execute format('alter table jiancha.%I disable trigger user', about.relation);
	end loop;
	for leaf in select l.relation, l.key, r.columns, r.key_columns, r.key_match
		from jiancha.seal_leaf l join jiancha._sealed_relations() r using (relation) order by random()
	loop
		for target in
			select a.attname, format_type(a.atttypid, null) as type
			from pg_attribute a
			where a.attrelid = format('jiancha.%I', leaf.relation)::regclass and a.attname = any (leaf.columns) and a.attname <> all (leaf.key_columns)
				-- of these types every value can be changed; NULL for NULL would be no change
				and format_type(a.atttypid, null) in ('text', 'integer', 'smallint', 'bigint', 'boolean', 'timestamp with time zone', 'date', 'jsonb', 'text[]')
			order by random()
		loop
			begin
				execute format('update jiancha.%I t set %I = %s from (select jiancha._key_parts(\$1) as parts) l where %s', leaf.relation, target.attname,
					format(case target.type
						when 'text' then 'coalesce(%1\$I, \$t\$\$t\$) || \$t\$x\$t\$' when 'integer' then 'coalesce(%1\$I, 0) + 1' when 'smallint' then 'coalesce(%1\$I, 0::smallint) + 1::smallint'
						when 'bigint' then 'coalesce(%1\$I, 0) + 1' when 'boolean' then 'not coalesce(%1\$I, false)'
						when 'timestamp with time zone' then 'coalesce(nullif(%1\$I, \$t\$infinity\$t\$), \$t\$2000-01-01\$t\$) + interval \$t\$1 microsecond\$t\$'
						when 'date' then 'case when isfinite(%1\$I) then %1\$I + 1 else \$t\$2000-01-01\$t\$ end'
						when 'jsonb' then 'coalesce(%1\$I, \$t\${}\$t\$) || \$t\${"x": 1}\$t\$' when 'text[]' then 'coalesce(%1\$I, \$t\${}\$t\$) || \$t\$x\$t\$::text'
						else 'null' end, target.attname), leaf.key_match)
				using leaf.key;
				get diagnostics touched = row_count;
				if touched <> 1 then
					raise exception 'a change of % % touched % rows', leaf.relation, leaf.key, touched;
				end if;
				insert into public.tampered values (leaf.relation, leaf.key, target.attname);
				changed := changed + 1;
				exit;
			exception when check_violation or foreign_key_violation or not_null_violation or unique_violation then
				null;
			end;
		end loop;
		exit when changed = $wanted;
	end loop;
end \$do\$;
SQL
is($node->safe_psql('city', 'select count(*) from public.tampered'), $wanted, "$wanted rows are changed, one value each");
diag 'changed: ' . $node->safe_psql('city', q{select string_agg(format('%s %s', relation, n), ', ' order by n desc) from (select relation, count(*) n from public.tampered group by relation) c});
is($node->safe_psql('city', q{select count(*) from jiancha.verify_seals() v join public.tampered t using (relation, key) where v.problem = 'changed'}), $wanted, "$wanted of $wanted are found and named");
is($node->safe_psql('city', q{select count(*) from jiancha.verify_seals()}), $wanted, 'and nothing else');
$node->stop;
done_testing();
