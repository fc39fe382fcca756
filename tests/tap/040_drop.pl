# DROP EXTENSION and DROP DATABASE while the database is swept.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;

my $node = new_server('main', settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city, town'
jiancha.sweep_interval = '100ms'
jiancha.sweep_batch = 10
CONF
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');
add_due_cases($node, 'city', 5);
ok(wait_status($node, 'city', 'sweeps > 0 and issued > 0'), 'it sweeps');
my $rows = snapshot_records($node, 'city');

# DROP EXTENSION, while a sweep stands before a locked table
my $session = $node->background_psql('city');
$session->query_safe('begin; lock table jiancha.clock in access exclusive mode');
ok($node->poll_query_until('postgres',
		q{select count(*) = 1 from pg_stat_activity where backend_type = 'jiancha sweeper' and wait_event_type = 'Lock'}),
	'a sweep is under way');
my $drop = $node->background_psql('city');
$drop->query_until(qr/dropping/, "\\echo dropping\ndrop extension jiancha cascade;\n");
$session->query_safe('commit');
$session->quit;
ok($node->poll_query_until('city', q{select count(*) = 0 from pg_extension where extname = 'jiancha'}), 'the extension is gone');
$drop->quit;
ok($node->poll_query_until('postgres',
		q{select count(*) = 0 from pg_stat_activity where datname = 'city' and backend_type = 'jiancha sweeper' and wait_event_type = 'Lock'}),
	'the sweep has ended');
is(snapshot_records($node, 'city'), $rows, 'every row is there');
my $mark = -s $node->logfile;
$node->safe_psql('postgres', 'create database town');
make_city($node, 'town');
my $state = q{select state from jiancha.worker_status() where database = 'city'};
ok($node->poll_query_until('town', $state, 'no extension'), 'the sweeper knows');
ok(wait_status($node, 'town', 'sweeps > 10'), 'rounds later');
is(log_count($node, qr/"city"/, $mark) - log_count($node, qr/statement: .*"city"/, $mark), 0, 'nothing is logged about it');

# DROP DATABASE
add_due_cases($node, 'town', 3);
ok(wait_status($node, 'town', "state = 'idle' and issued > 0"), 'the other is swept');
is($node->psql('postgres', 'drop database city'), 0, 'a plain DROP DATABASE of an idle database succeeds');
ok(wait_log($node, qr/LOG:  database "city" named in jiancha.databases does not exist/), 'one line says that it is gone');
ok($node->poll_query_until('town', $state, 'no database'), 'the status too');

my $before = count_cards($node, 'town');
$node->append_conf('postgresql.conf', 'jiancha.sweep_batch = 1');
$node->reload;
add_due_cases($node, 'town', 500);
my ($code, $out, $err) = $node->psql('postgres', 'drop database town');
is("$code $err", '0 ', 'and of one in which much is due');

$node->safe_psql('postgres', 'create database town');
make_city($node, 'town');
add_due_cases($node, 'town', 3);
ok(wait_status($node, 'town', 'sweeps > 0 and issued > 0'), 'another database of the same name is swept');
$session = $node->background_psql('town', on_error_stop => 0);
$session->query_safe('begin; lock table jiancha.clock in access exclusive mode');
ok($node->poll_query_until('postgres',
		q{select count(*) = 1 from pg_stat_activity where backend_type = 'jiancha sweeper' and wait_event_type = 'Lock'}),
	'a sweep is under way');
$mark = -s $node->logfile;
$node->safe_psql('postgres', 'drop database town with (force)');
eval { $session->quit };
ok(wait_log($node, qr/LOG:  database "town" named in jiancha.databases does not exist/, $mark), 'WITH (FORCE) ends the sweep');
cmp_ok(log_count($node, qr/FATAL/, $mark), '<=', 3, 'with the lines of the two ended sessions');
$mark = -s $node->logfile;
$node->safe_psql('postgres', 'create database village');
make_city($node, 'village');
$node->append_conf('postgresql.conf', "jiancha.databases = 'town, village'");
$node->reload;
ok(wait_status($node, 'village', 'sweeps > 10'), 'rounds later');
is(log_count($node, qr/FATAL|ERROR|WARNING|"town"/, $mark), 0, 'nothing more is said');
$node->stop;
done_testing();
