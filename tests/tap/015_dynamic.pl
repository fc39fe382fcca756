# A server that has not preloaded the library: start_worker() leaves one sweeper in a database, that comes back after a
# crash and ends for good when it should.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;

my $node = new_server('main', settings => "log_min_messages = debug1\njiancha.sweep_interval = '200ms'\n");
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');
add_due_cases($node, 'city', 3);
like(status($node, 'city', q{mode || ' ' || state || ' ' || note}), qr/^none none .*not preloaded/, 'the status says what is to be done');

my ($code, $out, $err);
my $pid = $node->safe_psql('city', 'select jiancha.start_worker()');
ok(wait_status($node, 'city', "mode = 'dynamic' and state = 'idle' and pid = $pid and sweeps > 1 and issued > 0"), 'it sweeps');
is(count_cards($node, 'city'), 3, 'with its cards');
is(status($node, 'city', q{watermark > now() - interval '1 minute' and last_start <= watermark}), 't', 'how far it is');
is($node->safe_psql('city', "select application_name || ', ' || backend_type from pg_stat_activity where pid = $pid"),
	'jiancha sweeper, jiancha sweeper', 'its name');
ok($node->poll_query_until('city', "select coalesce(backend_xmin::text, '') = '' and wait_event is not null and
	not exists (select from pg_locks l where l.pid = a.pid and l.locktype <> 'advisory') from pg_stat_activity a where pid = $pid"),
	'idle it holds no snapshot, and no lock but its own');
($code, $out, $err) = $node->psql('city', 'select jiancha.start_worker()');
like("$out $err", qr/^$pid .*NOTICE: .* has a sweeper already/s, 'a second one is not started');
is($node->safe_psql('city', 'create role clerk; grant usage on schema jiancha to clerk; set role clerk;
	select mode from jiancha.worker_status()'), 'dynamic', 'every role sees it');
for my $interval ("'50 ms'", "'1 month'", "'-1 s'")
{
	($code, $out, $err) = $node->psql('city', "select jiancha.start_worker($interval)");
	like($err, qr/sweep_interval must be from/, "no interval of $interval");
}

# ended by a signal it comes back, once
ok($node->safe_psql('city', "select pg_terminate_backend($pid, 10000)"), 'terminated');
ok(wait_status($node, 'city', "pid <> $pid and sweeps > 0"), 'it comes back');
add_due_cases($node, 'city', 2);
$pid = status($node, 'city', 'pid');

# a worker started while another waits for its restart: one of them stays
$node->safe_psql('city', "select pg_terminate_backend($pid, 10000)");
my $mark = -s $node->logfile;
my $second = $node->safe_psql('city', 'select jiancha.start_worker()');
ok(wait_log($node, qr/background worker "jiancha sweeper" \(PID \d+\) exited with exit code 0/, $mark), 'the one that comes back ends for good');
is($node->safe_psql('city', q{select string_agg(pid::text, ',') from pg_stat_activity where backend_type = 'jiancha sweeper'}),
	$second, 'the other stays');

# errors are logged once
$node->safe_psql('city', 'select jiancha.stop_worker()');
is($node->safe_psql('city', q{select count(*) from pg_stat_activity where backend_type = 'jiancha sweeper'}), 0, 'stopped');
is($node->safe_psql('city', 'select jiancha.stop_worker()'), 'f', 'nothing left to stop');
$mark = -s $node->logfile;
break_engine($node, 'city');
$node->safe_psql('city', q{select jiancha.start_worker('100 ms')});
ok(wait_status($node, 'city', "state = 'failed' and failures >= 3"), 'a failing sweep is tried again');
mend_engine($node, 'city');
ok(wait_log($node, qr/sweep of database "city" works again after \d+ failures/, $mark), 'until it works');
is(log_count($node, qr/LOG:  sweep of database "city" failed/, $mark), 1, 'logged once');
ok(wait_status($node, 'city', "state = 'idle'"), 'idle again');
is(count_cards($node, 'city'), 5, 'nothing was missed');

# a reload reaches it
$node->safe_psql('city', 'select jiancha.stop_worker()');
$node->append_conf('postgresql.conf', "jiancha.sweep_interval = '1h'");
$node->reload;
$node->safe_psql('city', 'select jiancha.start_worker()');
ok(wait_status($node, 'city', 'sweeps = 1'), 'with an interval of an hour one sweep');
$node->append_conf('postgresql.conf', "jiancha.sweep_interval = '200ms'");
$node->reload;
ok(wait_status($node, 'city', 'sweeps > 3'), 'after a reload many');

# dropped
my $sweeper = status($node, 'city', 'pid');
$node->safe_psql('city', 'drop extension jiancha cascade');
ok(wait_gone($sweeper), 'without its extension it ends');
ok(wait_log($node, qr/extension jiancha is not in database "city": its sweeper ends/, $mark), 'with one line');

# it waits for the transaction that called it
$node->safe_psql('postgres', 'create database town');
$mark = -s $node->logfile;
$node->safe_psql('town', 'begin; create extension jiancha; select jiancha.start_worker(); rollback');
ok(wait_log($node, qr/extension jiancha is not in database "town": its sweeper ends/, $mark), 'a creation rolled back ends it');
$node->safe_psql('town', 'begin; create extension jiancha; select jiancha.start_worker(); commit');
ok(wait_status($node, 'town', "state = 'no records'"), 'one that commits does not');
$node->safe_psql('town', 'select jiancha.stop_worker()');

# a database with a sweeper in it
$node->safe_psql('town', 'select jiancha.start_worker()');
$mark = -s $node->logfile;
$node->safe_psql('postgres', 'drop database town with (force)');
ok(wait_log($node, qr/background worker "jiancha sweeper" \(PID \d+\) exited with exit code 0/, $mark), 'started again it finds its database gone and ends');
is(log_count($node, qr/FATAL:  database/, $mark), 0, 'without an error');

# crash of the server: a worker that was there is there again; restart: it is gone
$node->safe_psql('postgres', 'create database village');
make_city($node, 'village');
add_due_cases($node, 'village', 3);
$pid = $node->safe_psql('village', 'select jiancha.start_worker()');
ok(wait_status($node, 'village', 'sweeps > 0'), 'it sweeps');
$mark = -s $node->logfile;
kill_process('KILL', $pid);
ok(wait_log($node, qr/database system is ready to accept connections/, $mark), 'killed, the server recovers');
add_due_cases($node, 'village', 3);
ok(wait_cards($node, 'village', 6), 'and so does the worker');
is(count_cards($node, 'village'), 6, 'with its cards');
$node->restart;
is(status($node, 'village', 'mode'), 'none', 'after a restart it is gone');
is(log_count($node, qr/PANIC|TRAP|signal 11/), 0, 'nothing broke');
$node->stop;
done_testing();
