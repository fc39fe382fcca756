# The launcher of a server that has preloaded the library: it sweeps what it is told to, follows the settings, and says
# once what keeps it from sweeping.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;

my $node = new_server('main', settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = '新乡, absent, template1'
jiancha.sweep_interval = '200ms'
CONF
$node->start;
my $city = '新乡';

ok(wait_log($node, qr/"absent" named in jiancha.databases does not exist/), 'an absent database is logged');
ok(wait_log($node, qr/"template1" named in jiancha.databases is a template/), 'a template is logged');
ok(wait_log($node, qr/"新乡" named in jiancha.databases does not exist/), 'the city is not there yet');
$node->safe_psql('postgres', qq(create database "$city"));
ok(wait_log($node, qr/"新乡" named in jiancha.databases is there now/), 'a database that appears is logged');
$node->safe_psql($city, 'create extension jiancha');
ok(wait_status($node, $city, "state = 'no records' and pid is null"), 'without setup() there are no records');

$node->safe_psql($city, 'drop extension jiancha');
make_city($node, $city);
add_due_cases($node, $city, 20);
ok(wait_status($node, $city, "state = 'idle' and sweeps > 0 and issued > 0"), 'it sweeps');
is(count_cards($node, $city), 20, 'each due case has its cards');
is(verify_count($node, $city), 0, 'verify() is empty');
is(status($node, $city, q{concat_ws(' ', mode, last_error, failures, note)}), 'launcher 0', 'nothing to complain of');
is(status($node, $city, q{watermark <= last_sweep and watermark > now() - interval '1 minute' and launcher_pid > 0}),
	't', 'how far it is');
is($node->safe_psql('postgres', q{select count(*) from pg_stat_activity where backend_type = 'jiancha launcher'}),
	1, 'one launcher');
is($node->safe_psql($city, q{select count(*) from pg_stat_activity a join pg_locks l using (pid)
	where a.backend_type = 'jiancha launcher' or a.backend_xmin is not null and a.backend_type = 'jiancha launcher'}),
	0, 'it holds neither lock nor snapshot');

# settings
$node->safe_psql('postgres', 'create database town');
make_city($node, 'town');
add_due_cases($node, 'town', 3);
is(status($node, 'town', 'mode || state'), 'nonenone', 'a database that is not named is not swept');
my ($code, $out, $err) = $node->psql('town', 'select jiancha.start_worker()');
like($err, qr/database "town" is not in jiancha\.databases/, 'start_worker() says so');
$node->append_conf('postgresql.conf', "jiancha.databases = '$city, town'\njiancha.sweep_interval = '1h'");
$node->reload;
ok(wait_status($node, 'town', 'sweeps > 0'), 'named after a reload it is swept');
is(count_cards($node, 'town'), 3, 'with its cards');
is($node->safe_psql('town', q{select count(*) from jiancha.worker_status() where database = 'absent'}), 0, 'a name taken out is forgotten');
add_due_cases($node, 'town', 2);
($code, $out, $err) = $node->psql('town', 'select jiancha.start_worker()');
like($err, qr/NOTICE: .* its launcher sweeps database "town"/, 'start_worker() nudges the launcher');
ok($node->poll_query_until('town', 'select sum(sweeps) > 1 and bool_and(pid is null) from jiancha.worker_status()'), 'long before its interval');
is(count_cards($node, 'town'), 5, 'for new cards');
($code, $out, $err) = $node->psql('town', 'select jiancha.stop_worker()');
like("$out $err", qr/^f .*NOTICE: .* its launcher starts the sweepers/, 'stop_worker() refers to the setting');
isnt(scalar($node->psql('town', q{alter system set jiancha.databases = 'a b'})), 0, 'a list that is none is refused');
isnt(scalar($node->psql('town', q{set jiancha.databses = 'x'})), 0, 'a misspelt setting is refused');

# what ordinary roles see
$node->safe_psql('town', 'create role clerk login; grant usage on schema jiancha to clerk');
is($node->safe_psql('town', 'set role clerk; select count(*) from jiancha.worker_status()'), 2, 'every role sees the status');
for my $call ('start_worker()', 'stop_worker()')
{
	($code, $out, $err) = $node->psql('town', "set role clerk; select jiancha.$call");
	like($err, qr/permission denied/, "not every role may call $call");
}

# trouble: said once, then quiet, then over
$node->append_conf('postgresql.conf', "jiancha.sweep_interval = '100ms'");
my $mark = -s $node->logfile;
break_engine($node, 'town');
$node->reload;
ok(wait_status($node, 'town', "state = 'failed' and failures >= 3"), 'a failing sweep is tried again');
is(log_count($node, qr/LOG:  sweep of database "town" failed/, $mark), 1, 'but logged once');
is($node->safe_psql('town', q{set role clerk; select last_error ~ '^[0-9A-Z]{5}$' and last_error_at > now() - interval '1 minute'
	from jiancha.worker_status() where database = 'town'}), 't', 'a clerk sees the SQLSTATE only');
like(status($node, 'town', 'last_error'), qr/^\w{5}: ./, 'a superuser the message');
ok(wait_status($node, $city, "state = 'idle'"), 'the other database is swept all the while');
mend_engine($node, 'town');
ok(wait_log($node, qr/sweep of database "town" works again after \d+ failures/, $mark), 'and when it works again');

$mark = -s $node->logfile;
my $version = $node->safe_psql('town', q{select extversion from pg_extension where extname = 'jiancha'});
$node->safe_psql('town', q{update pg_extension set extversion = '0.0' where extname = 'jiancha'});
ok(wait_status($node, 'town', "state = 'other version'"), 'SQL of another version is not swept');
my $sweeps = status($node, 'town', 'sweeps');
my $others = status($node, $city, 'sweeps');
ok($node->poll_query_until($city, "select bool_or(sweeps > $others + 5) from jiancha.worker_status() where database = '$city'"), 'some rounds later');
is(status($node, 'town', 'sweeps'), $sweeps, 'still not');
is(log_count($node, qr/WARNING:  extension jiancha of database "town" is of version 0\.0/, $mark), 1, 'one warning');
$node->safe_psql('town', "update pg_extension set extversion = '$version' where extname = 'jiancha'");
ok(wait_status($node, 'town', "sweeps > $sweeps"), 'of the same version again it is');

my $owner = $node->safe_psql('town', q{select relowner::regrole from pg_class where oid = 'jiancha.docket'::regclass});
$node->safe_psql('town', 'alter table jiancha.docket owner to postgres');
ok(wait_status($node, 'town', "state = 'bad owner'"), 'records of a superuser are not swept');
$node->safe_psql('town', "alter table jiancha.docket owner to $owner");
ok(wait_status($node, 'town', "state = 'idle'"), 'until given back');
is(log_count($node, qr/WARNING:  the records of jiancha in database "town" are owned by a superuser/, $mark), 1, 'one warning');

# settings of the database do not reach the sweeper
add_due_cases($node, 'town', 4);
$node->safe_psql('town', q{alter database town set default_transaction_read_only = on; alter database town set search_path = nowhere;
	alter database town set session_replication_role = replica; alter database town set statement_timeout = 1});
my $read_only = '-c default_transaction_read_only=off -c statement_timeout=0 -c session_replication_role=origin';
$ENV{PGOPTIONS} = $read_only;
my $watermark = $node->safe_psql('town', 'select now()');
ok(wait_status($node, 'town', "watermark > '$watermark'"), 'settings of the database do not reach it');
is(count_cards($node, 'town'), 9, 'it issues cards');
# a millisecond would end the questions that follow
$node->safe_psql('town', 'alter database town reset all');
delete $ENV{PGOPTIONS};

# no slot left; the server's own launcher of logical replication takes the first
$node->append_conf('postgresql.conf', 'max_worker_processes = 1');
$node->restart;
ok(wait_status($node, $city, "launcher_pid is null and note like '%max_worker_processes%'"), 'no slot for the launcher: the status says so');
$node->append_conf('postgresql.conf', 'max_worker_processes = 2');
$mark = -s $node->logfile;
$node->restart;
ok(wait_status($node, $city, "state = 'no slot' and note like '%max_worker_processes%'"), 'no slot for a sweeper: the status says so');
ok(wait_log($node, qr/WARNING:  no background worker slot is free/, $mark), 'and the log, with a warning');
$node->append_conf('postgresql.conf', 'max_worker_processes = 3');
$node->restart;
ok(wait_status($node, $city, 'sweeps > 1'), 'one slot beside those of the launchers is enough for two databases');
ok(wait_status($node, 'town', 'sweeps > 1'), 'one after the other');
is(log_count($node, qr/PANIC|TRAP|signal 11/), 0, 'nothing broke');
$node->stop;
done_testing();
