# pg_dump and pg_restore, plain, custom and parallel: the same rows; a copy is known for one; after resume() supervision goes on. DROP EXTENSION leaves every row.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main', settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city, custom, parallel, plain, halfway'
jiancha.sweep_interval = '100ms'
CONF
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');
add_due_cases($node, 'city', 40);
add_running_cases($node, 'city', 10);
$node->safe_psql('city', q{insert into jiancha.case_step (case_no, step_no, kind, at, corrects, reason)
	values ('city-1', 2, 'close', '2025-03-04 10:00+08', null, null), ('city-2', 2, 'accept', '2025-03-05 10:00+08', 1, '日期录错')});
ok($node->poll_query_until('city', 'select count(*) = 0 from jiancha.verify(now())'), 'the original is swept');
my $sweeps = status($node, 'city', 'sweeps');
ok(wait_status($node, 'city', "sweeps > $sweeps + 1"), 'and quiet');
# what a DBA adds is his own, and dumped
$node->safe_psql('city', 'create index dba_step_document on jiancha.step (document_no); create role dba_reader; grant select on jiancha.signals to dba_reader');
my $rows = snapshot_records($node, 'city');
my $board = $node->safe_psql('city', 'select * from jiancha.board order by 1, 2');
my $signals = $node->safe_psql('city', 'select * from jiancha.signals order by signal_no');
cmp_ok(length $signals, '>', 1000, 'there is something to compare');

my $dir = PostgreSQL::Test::Utils::tempdir();
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/city.dump", $node->connstr('city') ], 'pg_dump -Fc');
$node->command_ok([ 'pg_dump', '-f', "$dir/city.sql", $node->connstr('city') ], 'pg_dump, plain');
my %restore = (
	custom => [ 'pg_restore', '-d', $node->connstr('custom'), "$dir/city.dump" ],
	parallel => [ 'pg_restore', '-j', '4', '-d', $node->connstr('parallel'), "$dir/city.dump" ],
	plain => [ 'psql', '-qX', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/city.sql", $node->connstr('plain') ]);
for my $db (sort keys %restore)
{
	# the launcher sweeps while the restore runs: it must wait until all is there
	$node->safe_psql('postgres', "create database $db");
	my ($stdout, $stderr);
	my $ok = IPC::Run::run($restore{$db}, '>', \$stdout, '2>', \$stderr);
	ok($ok, "$db: restored") or diag $stderr;
	is($stderr, '', "$db: without a word");
	# a copy issues nothing and sends nothing, until somebody says that it takes the place of the original
	ok(wait_status($node, $db, "state = 'copy' and note is not null"), "$db: it is known for a copy");
	is(snapshot_records($node, $db), $rows, "$db: the same rows");
	$node->safe_psql($db, q{begin; insert into jiancha.case_step (case_no, step_no, kind, at) values ('city-4', 2, 'close', '2025-04-30 10:00+08'); rollback});
	my ($code, $out, $err) = $node->psql($db, q{call jiancha.sweep_all('2026-01-01 00:00+08')});
	like($err, qr/ERROR: .* these records are a copy/, "$db: nobody sweeps it");
	($code, $out, $err) = $node->psql($db, q{select jiancha.take_notices('w', 1, '2026-01-05 09:00+08')});
	like($err, qr/ERROR: .* these records are a copy/, "$db: no relay takes its messages");
	is($node->safe_psql($db, q{select state from jiancha.health where subject = 'where the records live'}), 'trouble', "$db: health says so");
	$node->safe_psql($db, q{select from jiancha.resume('演练：以副本为准')});
	ok(wait_status($node, $db, "state = 'idle' and sweeps > 1"), "$db: after resume() it is swept");
	is(verify_count($node, $db), 0, "$db: verify() is empty");
	is($node->safe_psql($db, 'select * from jiancha.board order by 1, 2'), $board, "$db: the same board");
	is($node->safe_psql($db, 'select * from jiancha.signals order by signal_no'), $signals, "$db: the same signals");
	is($node->safe_psql($db, q{select count(*) from pg_indexes where indexname = 'dba_step_document'}), 1, "$db: an index of the DBA");
	is($node->safe_psql($db, q{select has_table_privilege('dba_reader', 'jiancha.signals', 'select')}), 't', "$db: a grant");
	$node->safe_psql($db, q{insert into jiancha.case_step (case_no, step_no, kind, at) values ('city-3', 2, 'close', '2025-04-30 10:00+08')});
	is($node->safe_psql($db, q{select count(*) from jiancha.signals where case_no = 'city-3' and state = 'cleared'}) > 0 ? 1 : 0, 1, "$db: a case is closed");
	add_due_cases($node, $db, 5);
	ok(wait_sweep($node, $db), "$db: it is swept");
	is(count_cards($node, $db), 39 + 5, "$db: new cases have their cards");
	is(verify_count($node, $db), 0, "$db: verify() is empty again");
	is(without_letter($node, $db), 0, "$db: letters and notices too, under numbers without a gap");
}

# in the middle of a restore, when signals are still to come, nothing is swept
$node->safe_psql('postgres', 'create database halfway');
my ($list, $error);
IPC::Run::run([ 'pg_restore', '-l', "$dir/city.dump" ], '>', \$list, '2>', \$error);
append_to_file("$dir/first", join '', grep { !/TABLE DATA jiancha signal / } $list =~ /^(.*\n)/mg);
append_to_file("$dir/second", join '', grep { /TABLE DATA jiancha signal / } $list =~ /^(.*\n)/mg);
my @halfway = ('pg_restore', '-d', $node->connstr('halfway'));
$node->command_ok([ @halfway, '--section=pre-data', "$dir/city.dump" ], 'halfway: tables');
$node->command_ok([ @halfway, '--section=data', '-L', "$dir/first", "$dir/city.dump" ], 'halfway: all rows but the signals');
my $here = $node->safe_psql('postgres', 'select now()');
ok(wait_status($node, 'halfway', "state = 'incomplete' and last_start > '$here'"), 'halfway: the sweeper looks, and waits');
$node->command_ok([ @halfway, '-L', "$dir/second", "$dir/city.dump" ], 'halfway: the signals');
$node->command_ok([ @halfway, '--section=post-data', "$dir/city.dump" ], 'halfway: keys, triggers, policies');
ok(wait_status($node, 'halfway', "state = 'copy'"), 'halfway: then it looks at what is there');
is(snapshot_records($node, 'halfway'), $rows, 'halfway: the same rows');
$node->safe_psql('halfway', q{select from jiancha.resume('演练')});
ok(wait_status($node, 'halfway', "state = 'idle' and sweeps > 0"), 'halfway: and sweeps');

# a table without its primary key is one that is still being restored
my $mark = -s $node->logfile;
$node->safe_psql('plain', 'alter table jiancha.signal_action drop constraint signal_action_pkey');
ok(wait_status($node, 'plain', "state = 'incomplete' and note is not null"), 'records without a key are not swept');
ok(wait_log($node, qr/WARNING:  table jiancha.signal_action of database "plain" has no primary key/, $mark), 'the log says so');

# without the extension the rows stay; with it again setup() puts the triggers back, and all goes on
my $triggers = q{select string_agg(format('%s %s %s', t.tgrelid::regclass, t.tgname, t.tgenabled), chr(10) order by t.tgrelid::regclass::text, t.tgname)
	from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and c.relnamespace = 'jiancha'::regnamespace and c.relkind = 'r'};
my $wanted = $node->safe_psql('parallel', $triggers);
like($wanted, qr/jiancha\.$_/, "there is a trigger: $_") for 'letter seal_append', 'notice seal_append', 'signal_rule rules_changed';
my $full = snapshot_records($node, 'parallel');
$node->safe_psql('parallel', 'drop extension jiancha cascade');
is(snapshot_records($node, 'parallel'), $full, 'DROP EXTENSION CASCADE leaves every row');
$node->safe_psql('parallel', q{create extension jiancha; select from jiancha.setup('410700', 'xinxiang')});
is($node->safe_psql('parallel', $triggers), $wanted, 'setup() brings every trigger back');
# it enters every row into seal_pending that has no seal, since nobody watched meanwhile
my $pending = qr/^== seal_pending\n.*?(?=^== )/ms;
is(snapshot_records($node, 'parallel') =~ s/$pending//r, $full =~ s/$pending//r, 'and changes no row');
add_due_cases($node, 'parallel', 5);
ok(wait_sweep($node, 'parallel'), 'it is swept');
is(count_cards($node, 'parallel'), 39 + 10, 'new cases have their cards');
is(without_letter($node, 'parallel'), 0, 'with letters and notices');
cmp_ok($node->safe_psql('parallel', 'select leaves from jiancha.seal(now())'), '>', 100, 'what was written before and after is sealed');
is($node->safe_psql('parallel', 'select count(*) from jiancha.verify_seals()'), 0, 'verify_seals() is empty');
is(verify_count($node, 'parallel'), 0, 'verify() is empty');
$node->stop;
done_testing();
