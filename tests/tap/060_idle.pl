# While nothing is due a sweep writes no WAL, takes no transaction id and logs nothing.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;

my $measure = q{select pg_current_wal_insert_lsn(), pg_snapshot_xmax(pg_current_snapshot())};

for my $preloaded (1, 0)
{
	my $name = $preloaded ? 'preloaded' : 'dynamic';
	my $node = new_server($name, settings => "log_statement = none\njiancha.sweep_interval = '100ms'\n" .
			($preloaded ? "shared_preload_libraries = 'jiancha'\njiancha.databases = 'city'\n" : ''));
	$node->start;
	$node->safe_psql('postgres', 'create database city');
	make_city($node, 'city');
	add_due_cases($node, 'city', 10);
	add_running_cases($node, 'city', 50);
	$node->safe_psql('city', 'select jiancha.start_worker()') unless $preloaded;
	ok(wait_status($node, 'city', "state = 'idle' and sweeps > 3 and issued > 0"), "$name: it sweeps");
	$node->safe_psql('city', 'vacuum (freeze, analyze)');
	$node->safe_psql('city', 'checkpoint');
	my $start = status($node, 'city', 'sweeps');
	ok(wait_status($node, 'city', "sweeps > $start + 5"), "$name: it is quiet");

	my $before = $node->safe_psql('city', $measure);
	my $size = -s $node->logfile;
	$start = status($node, 'city', 'sweeps');
	ok(wait_status($node, 'city', "sweeps > $start + 30"), "$name: 30 idle sweeps");
	is($node->safe_psql('city', $measure), $before, "$name: no WAL, no transaction id");
	is(log_text($node, $size), '', "$name: no log line");
	is(verify_count($node, 'city'), 0, "$name: verify() is empty");
	$node->stop;
}
done_testing();
