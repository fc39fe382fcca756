# A standby does not sweep, and says so; promoted, it goes on where the primary was: sweeping, numbering, sealing.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;

my $primary = new_server('primary', init => { allows_streaming => 1 }, settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city'
jiancha.sweep_interval = '200ms'
CONF
$primary->start;
$primary->safe_psql('postgres', 'create database city');
make_city($primary, 'city');
add_due_cases($primary, 'city', 4);
ok(wait_status($primary, 'city', 'sweeps > 0 and issued > 0'), 'the primary sweeps');

$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('write'));
is(count_cards($standby, 'city'), 4, 'the standby shows the cards');
like(status($standby, 'city', q{mode || ' ' || coalesce(launcher_pid, 0) || ' ' || note}), qr/^launcher 0 standby: /, 'its status says why it does not sweep');
my ($code, $out, $err) = $standby->psql('city', 'select jiancha.start_worker()');
like($err, qr/ERROR: .* a standby cannot sweep/, 'start_worker() answers with an error');
is($standby->safe_psql('city', q{select count(*) from pg_stat_activity where backend_type like 'jiancha%'}), 0, 'nothing of ours runs');
is(verify_count($standby, 'city'), 0, 'verify() works on a standby');

# a seal, and rows that wait for the next one
my $sealed = $primary->safe_psql('city', q{select leaves from jiancha.seal('2025-06-01 00:00+08')});
cmp_ok($sealed, '>', 30, 'the primary seals');
my $chain = $primary->safe_psql('city', q{select chain from jiancha.seal});

# due cases that the primary has not swept
$primary->append_conf('postgresql.conf', "jiancha.databases = ''");
$primary->reload;
ok($primary->poll_query_until('city', q{select mode = 'none' from jiancha.worker_status()}), 'the primary no longer sweeps');
add_due_cases($primary, 'city', 4);
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('write'));
is(count_cards($standby, 'city'), 4, 'cases without cards');
is($standby->safe_psql('city', q{select count(*) from jiancha.seal_leaf}), $sealed, 'the standby has the seal');
($code, $out, $err) = $standby->psql('city', q{select jiancha.seal('2025-06-02 00:00+08')});
like($err, qr/ERROR: .* read-only transaction|recovery/, 'and makes none');

# by hand, a docket a transaction; the primary dies in the middle
add_due_cases($primary, 'city', 400);
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('write'));
my $error = '';
my $sweep = IPC::Run::start([ 'psql', '-qAtX', '-d', $primary->connstr('city'), '-c', 'call jiancha.sweep_all(now(), 1)' ], '<', \undef, '2>', \$error);
ok(wait_rows($standby, 'city', 'select from jiancha.signal', 30), 'a sweep is under way');
kill_server($primary);
$sweep->finish;
like($error, qr/server closed the connection|terminating connection/, 'the primary dies in the middle of it');
my $arrived = count_cards($standby, 'city');
cmp_ok($arrived, '<', 408, "$arrived cases of 408 have their cards on the standby");
$standby->promote;
ok(wait_status($standby, 'city', "sweeps > 0 and note is null"), 'promoted it sweeps to the end');
is(count_cards($standby, 'city'), 408, 'what the primary left');
add_due_cases($standby, 'city', 4);
my $sweeps = status($standby, 'city', 'sweeps');
ok(wait_status($standby, 'city', "sweeps > $sweeps + 1"), 'goes on');
is(count_cards($standby, 'city'), 412, 'with new cases');
is(verify_count($standby, 'city'), 0, 'verify() is empty');
is($standby->safe_psql('city', 'select count(*) from jiancha.verify_clocks()'), 0, 'verify_clocks() too');
is($standby->safe_psql('city', q{select count(*) from (select from jiancha.signal group by docket_id, rule, clock, cycle having count(*) > 1) d}), 0, 'no card twice');
is($standby->safe_psql('city', q{select bound_timeline, (select problem from jiancha._copy_problem()) from jiancha.record_state}), '2|', 'a promoted standby is no copy, and the sweep has followed it');
is(without_letter($standby, 'city'), 0, 'letters and notices too, under numbers without a gap');

# what the primary left and what came since
$standby->append_conf('postgresql.conf', "jiancha.databases = ''");
$standby->restart;
cmp_ok($standby->safe_psql('city', q{select leaves from jiancha.seal('2025-06-03 00:00+08')}), '>', 60, 'it seals what the primary left');
is($standby->safe_psql('city', q{select count(*) from jiancha.seal_pending}), 0, 'all of it');
is($standby->safe_psql('city', q{select count(*) from (select from jiancha.seal_leaf group by relation, key having count(*) > 1) d}), 0, 'nothing twice');
is($standby->safe_psql('city', q{select chain from jiancha.seal where seal_no = 1}), $chain, 'the chain of the primary goes on');
is($standby->safe_psql('city', q{select count(*) from jiancha.verify_seals()}), 0, 'verify_seals() is empty');
$standby->stop;
done_testing();
