# Processes that are ended or killed while they work, and a server that was down: sweeping goes on by itself.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;

my $node = new_server('main', settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city'
jiancha.sweep_interval = '200ms'
CONF
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');
add_due_cases($node, 'city', 5);
ok(wait_status($node, 'city', 'sweeps > 0 and issued > 0'), 'it sweeps');

# a sweeper caught in the middle of its work: it waits for a table
sub caught_sweeper
{
	my $session = $node->background_psql('city');
	$session->query_safe('begin; lock table jiancha.clock in access exclusive mode');
	ok($node->poll_query_until('postgres',
			q{select count(*) = 1 from pg_stat_activity where backend_type = 'jiancha sweeper' and wait_event_type = 'Lock'}),
		'a sweeper waits for a lock');
	my $pid = $node->safe_psql('postgres', q{select pid from pg_stat_activity where backend_type = 'jiancha sweeper'});
	return ($session, $pid);
}

my ($session, $pid) = caught_sweeper();
is(status($node, 'city', "state || ' ' || pid"), "sweeping $pid", 'the status shows it');
ok($node->safe_psql('postgres', "select pg_cancel_backend($pid)"), 'its batch is cancelled');
ok(wait_log($node, qr/sweep of database "city" failed: canceling statement due to user request/), 'that is an error of the sweep');
$session->quit;
ok(wait_status($node, 'city', "state = 'idle'"), 'after which it goes on');

($session, $pid) = caught_sweeper();
my $mark = -s $node->logfile;
ok($node->safe_psql('postgres', "select pg_terminate_backend($pid, 10000)"), 'it is ended');
ok(wait_log($node, qr/FATAL:  terminating background worker "jiancha sweeper"/, $mark), 'as any worker is');
$session->quit;
my $sweeps = status($node, 'city', 'sweeps');
ok(wait_status($node, 'city', "state = 'idle' and sweeps > $sweeps"), 'the launcher starts the next');

my $launcher = status($node, 'city', 'launcher_pid');
ok($node->safe_psql('postgres', "select pg_terminate_backend($launcher, 10000)"), 'the launcher is ended');
ok(wait_status($node, 'city', "launcher_pid is null and note is not null"), 'the status says so');
add_due_cases($node, 'city', 5);
ok(wait_status($node, 'city', "launcher_pid <> $launcher"), 'it comes back');
ok(wait_sweep($node, 'city'), 'and sweeps');
is(count_cards($node, 'city'), 10, 'nothing was missed');

for my $victim ('sweeper', 'launcher')
{
	($session, $pid) = caught_sweeper();
	$mark = -s $node->logfile;
	kill_process('KILL', $victim eq 'sweeper' ? $pid : status($node, 'city', 'launcher_pid'));
	ok(wait_log($node, qr/database system is ready to accept connections/, $mark), "the $victim is killed, the server recovers");
	eval { $session->quit };
	add_due_cases($node, 'city', 5);
	ok(wait_sweep($node, 'city'), 'and sweeps');
}
is(count_cards($node, 'city'), 20, 'nothing was missed');
is(verify_count($node, 'city'), 0, 'verify() is empty');

# what became due while the server was down, or nobody swept, is found by the first sweep
$node->append_conf('postgresql.conf', "jiancha.databases = ''");
$node->restart;
add_due_cases($node, 'city', 5);
kill_server($node);
$node->append_conf('postgresql.conf', "jiancha.databases = 'city'");
$node->start;
ok(wait_status($node, 'city', 'sweeps > 0'), 'killed and started again it sweeps');
is(count_cards($node, 'city'), 25, 'nothing was missed');
is(verify_count($node, 'city'), 0, 'verify() is empty');
$node->stop;
done_testing();
