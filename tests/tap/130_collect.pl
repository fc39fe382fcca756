# A city collects the records of a district by logical replication: dockets, facts, clocks and cards arrive and are read there; nothing is derived, numbered
# or told a second time. A server that took over all of a lost one goes on with its numbers.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;

my $settings = <<'CONF';
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city'
jiancha.sweep_interval = '200ms'
wal_level = logical
max_wal_senders = 10
max_replication_slots = 10
max_logical_replication_workers = 8
max_worker_processes = 16
CONF
my ($district, $city) = map { new_server($_, settings => $settings) } qw(district city);
$_->start for $district, $city;
$_->safe_psql('postgres', 'create database city') for $district, $city;
make_city($city, 'city');
make_city($district, 'city', region => '410702', org => 'D');
# the recipe of docs/operations.md
my $publication = q{
	select format('create publication up for table %s', string_agg(format('jiancha.%I', c.relname), ', ' order by c.relname))
	from pg_class c
	where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r'
		and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'docket_id')
		and c.relname not in ('notice', 'notice_delivery', 'quarantine')};
$district->safe_psql('city', "$publication \\gexec");
cmp_ok($district->safe_psql('city', 'select count(*) from pg_publication_tables'), '>', 20, 'the district publishes its dockets');
add_due_cases($district, 'city', 10);
ok(wait_sweep($district, 'city'), 'and sweeps them');
# of its own the city has cases too
$JianchaCity::cases{city} = 100;
add_due_cases($city, 'city', 3);
ok(wait_sweep($city, 'city'), 'as the city does its own');
my $own = cards($city, '410700');
my $counters = counters($city);

$city->safe_psql('city', sprintf q{create subscription district connection '%s' publication up}, $district->connstr . ' dbname=city');
ok($city->poll_query_until('city', q{select count(*) > 0 and bool_and(srsubstate = 'r') from pg_subscription_rel}), 'what is there arrives');
same('after the copy');
# what comes later: steps, a correction, late facts that make cards unfounded, a sweep
$JianchaCity::cases{city} = 10;
add_due_cases($district, 'city', 5);
$district->safe_psql('city', q{insert into jiancha.case_step (case_no, step_no, kind, at) values ('city-1', 2, 'close', '2025-03-05 10:00+08'), ('city-2', 2, 'close', '2025-03-12 10:00+08')});
ok(wait_sweep($district, 'city'), 'the district goes on');
like($district->safe_psql('city', q{select string_agg(distinct kind, ',' order by kind) from jiancha.signal_action}), qr/unfounded/, 'with a card that became unfounded');
same('after more work');
# one column of a fact is taken out by decision: the one change of a sealed row that there is
$district->safe_psql('city', q{select jiancha.seal('2025-06-01 00:00+08')});
my $key = $district->safe_psql('city', q{select key from jiancha.seal_leaf where relation = 'case_file' limit 1});
$district->safe_psql('city', "select jiancha.redact('case_file', '$key', 'applicant', '市保密局1号', '误录', '2025-06-02 00:00+08')");
same('after a redaction');

# the city sweeps, and seals, and looks
ok(wait_sweep($city, 'city'), 'the city sweeps');
is(cards($city, '410700'), $own, 'its own cards are the same');
is(counters($city), $counters, 'no number was given for those of the district');
is($city->safe_psql('city', q{select count(*) from jiancha.notice n where n.docket_id >> 43 = 410702}), 0, 'nobody is told a second time');
is(verify_count($city, 'city'), 0, 'verify() is empty in the city');
is($city->safe_psql('city', 'select count(*) from jiancha.verify_clocks()'), 0, 'verify_clocks() too');
cmp_ok($city->safe_psql('city', q{select count(*) from jiancha.board}), '>=', 10, 'the board shows them');
$city->safe_psql('city', q{insert into jiancha.org (org_code, name) values ('D', '区局')});
my ($code, $out, $err) = $city->psql('city', q{insert into jiancha.case_step (case_no, step_no, kind, at) values ('city-3', 9, 'close', '2025-03-06 10:00+08')});
like($err, qr/ERROR: .*collected from another server/, 'a step is entered where the case was received');
for my $sql (q{update jiancha.step set opinion = 'x' where docket_id >> 43 = 410702}, q{delete from jiancha.signal where docket_id >> 43 = 410702})
{
	($code, $out, $err) = $city->psql('city', $sql);
	like($err, qr/append-only|ERROR/, "refused: $sql");
}
is($city->safe_psql('city', q{select count(*) from pg_stat_subscription where pid is not null}) > 0 ? 1 : 0, 1, 'the subscription lives');

# numbers of the district and of the city do not meet
is($city->safe_psql('city', q{select count(*) from (select docket_id from jiancha.docket group by 1 having count(*) > 1) d}), 0, 'no docket twice');
$city->safe_psql('city', 'drop subscription district');

# a server with the same region and node takes all of a lost one: sequences are not replicated
my $heir = new_server('heir', settings => $settings =~ s/jiancha.databases = 'city'/jiancha.databases = ''/r);
$heir->start;
$heir->safe_psql('postgres', 'create database city');
$heir->safe_psql('city', q{create extension jiancha; select from jiancha.setup('410702', 'xinxiang'); select from jiancha.go_live('2025-01-01 00:00+08', '市政府令第1号')});
$district->safe_psql('city', q{
	select format('create publication everything for table %s', string_agg(format('jiancha.%I', c.relname), ', ' order by c.relname))
	from pg_class c
	where c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r'
		and (c.relname in ('org_version', 'staff_version', 'matter_version', 'duty', 'signal_counter', 'letter_counter')
			or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'docket_id')) \gexec});
$heir->safe_psql('city', sprintf q{create subscription all_of_it connection '%s' publication everything}, $district->connstr . ' dbname=city');
ok($heir->poll_query_until('city', q{select count(*) > 0 and bool_and(srsubstate = 'r') from pg_subscription_rel}), 'the heir has the rows');
is(cards($heir, '410702'), cards($district, '410702'), 'all cards');
$district->stop;
$heir->safe_psql('city', q{alter subscription all_of_it disable; alter subscription all_of_it set (slot_name = none); drop subscription all_of_it});
like($heir->safe_psql('city', q{select string_agg(done, '; ') from jiancha.setup('410702', 'xinxiang')}), qr/brought the sequences up to the rows/, 'setup() brings the sequences up');
$JianchaCity::cases{city} = 50;
add_due_cases($heir, 'city', 5, org => 'D');
$heir->safe_psql('city', 'call jiancha.sweep_all(now())');
is(verify_count($heir, 'city'), 0, 'verify() is empty');
is($heir->safe_psql('city', q{select count(*) from jiancha.docket where business_no ~ '^city-5[1-5]$'}), 5, 'new dockets have ids of their own');
is($heir->safe_psql('city', q{select count(*) from (select seq from jiancha.step group by 1 having count(*) > 1 union all select notice_id from jiancha.notice group by 1 having count(*) > 1) t}), 0, 'no seq twice');
is($heir->safe_psql('city', q{select count(*) from (select signal_no from jiancha.signal group by 1 having count(*) > 1) t}), 0, 'no number twice');
$_->stop for $city, $heir;
done_testing();

sub cards
{
	my ($node, $region) = @_;
	return $node->safe_psql('city', qq{select docket_id, rule, clock, cycle, signal_no, level, earned_at, found_at, issued_at from jiancha.signal where docket_id >> 43 = $region order by 1, 2, 3, 4});
}

sub counters
{
	my ($node) = @_;
	return $node->safe_psql('city', q{select * from jiancha.signal_counter order by 1, 2});
}

# every published row of the district, and none of it changed, is in the city
sub same
{
	my ($when) = @_;
	my $lsn = $district->lsn('insert');
	$district->wait_for_catchup('district', 'replay', $lsn);
	my $query = q{
		select format('select %L', '== ' || p.tablename), format('select t::text from jiancha.%I t where docket_id >> 43 = 410702 order by t::text collate "C"', p.tablename)
		from (select unnest('{docket,docket_key,case_file,step,clock,signal,signal_action,letter,clock_revision,complaint}'::text[]) as tablename) p \gexec};
	my ($there, $here) = map { $_->safe_psql('city', $query) } $district, $city;
	cmp_ok(length $there, '>', 5000, "there are rows $when");
	return is($here, $there, "the city has the same rows of the district $when");
}
