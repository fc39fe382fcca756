# The server at its limits: the disk of the rows is full, the disk of the log is full, all connections are taken, a sweep runs into statement_timeout, the
# instant of a sweep goes back. Each time the work that failed has left nothing, no docket is blamed, and what was left is done afterwards.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use JianchaRelay;
use Test::More;

my ($small_rows, $small_log) = split / /, $ENV{JIANCHA_SMALL_DISKS} || '';
my $settings = <<'CONF';
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city'
jiancha.sweep_interval = '200ms'
CONF
my $node = new_server('main', settings => "${settings}max_wal_size = '64MB'\nmin_wal_size = '32MB'\nmax_connections = 12\nsuperuser_reserved_connections = 2\n");
$node->start;

sub sound
{
	my ($db, $what) = @_;
	is($node->safe_psql($db, 'select count(*) from jiancha.quarantine'), 0, "$what: no docket is blamed");
	is(verify_count($node, $db), 0, "$what: verify() is empty");
	is($node->safe_psql($db, 'select count(*) from jiancha.verify_clocks()'), 0, "$what: verify_clocks() too");
	is($node->safe_psql($db, q{select count(*) from (select from jiancha.signal group by docket_id, rule, clock, cycle having count(*) > 1) d}), 0, "$what: no card twice");
	is(without_letter($node, $db), 0, "$what: each card has its letter and notices, numbers have no gap");
	return;
}

# statement_timeout: what was committed stays, the batch that was cut off is done by the next sweep
$node->safe_psql('postgres', 'create database byhand');
make_city($node, 'byhand');
add_due_cases($node, 'byhand', 400);
my $timeouts = 0;
for my $milliseconds (5, 20, 40, 80, 160, 320)
{
	my ($code, $out, $err) = $node->psql('byhand', "set statement_timeout = '${milliseconds}ms'; call jiancha.sweep_all('2025-05-06 08:00+08', 10)");
	$timeouts++ if $err =~ /canceling statement due to statement timeout/;
}
cmp_ok($timeouts, '>', 1, "$timeouts sweeps of 6 ran into statement_timeout");
$node->safe_psql('byhand', q{call jiancha.sweep_all('2025-05-06 08:00+08', 10)});
is($node->safe_psql('byhand', q{select count(*) from jiancha.verify('2025-05-06 08:00+08')}), 0, 'the next one does the rest');
is($node->safe_psql('byhand', q{select count(*) from jiancha.signal}), $node->safe_psql('byhand', q{select count(*) from jiancha.earned('2025-05-06 08:00+08') where docket_id in (select docket_id from jiancha.docket)}), 'no more and no less than what is earned');
# a timeout that is set for the database is not for the worker
$node->safe_psql('postgres', q{create database city});
make_city($node, 'city');
$node->safe_psql('postgres', q{alter database city set statement_timeout = '1ms'});
{
	local $ENV{PGOPTIONS} = '-c statement_timeout=0';
	add_due_cases($node, 'city', 20);
	ok(wait_status($node, 'city', "state = 'idle' and issued > 0"), 'the worker has no timeout');
}
$node->safe_psql('postgres', q{alter database city reset statement_timeout});
is(count_cards($node, 'city'), 20, 'all cards');
sound('city', 'timeout');

# the instant goes back: what was found stays, nothing is found before its time
my $before = $node->safe_psql('byhand', q{select string_agg(t::text, chr(10) order by t::text collate "C") from (select * from jiancha.signal) t});
my $marks = $node->safe_psql('byhand', q{select count(*) from jiancha.signal_action});
for my $instant ('2025-03-06 00:00+08', '1999-01-01', '2025-03-10 00:00+08', '2025-05-06 07:59:59+08', '2025-05-06 08:00+08')
{
	$node->safe_psql('byhand', "call jiancha.sweep_all('$instant', 1000)");
}
is($node->safe_psql('byhand', q{select string_agg(t::text, chr(10) order by t::text collate "C") from (select * from jiancha.signal) t}), $before, 'sweeps of earlier instants change no card');
is($node->safe_psql('byhand', q{select count(*) from jiancha.signal_action}), $marks, 'and mark none');
$node->safe_psql('byhand', q{insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code) values ('back', 'F', 'F-01', '申请人', '2025-04-21 09:00+08', 'F-1');
	insert into jiancha.case_step (case_no, step_no, kind, at) values ('back', 1, 'accept', '2025-04-21 10:00+08');
	call jiancha.sweep_all('2025-04-27 23:59:59+08')});
is($node->safe_psql('byhand', q{select string_agg(level, ',' order by level) from jiancha.signal where business_no = 'back'}), 'notice', 'a clock that was set back finds what is earned by then');
# and far ahead: what is not known yet earns no card
$node->safe_psql('byhand', q{call jiancha.sweep_all('2199-01-01 00:00+08'); call jiancha.sweep_all('2025-05-06 08:00+08')});
is($node->safe_psql('byhand', q{select count(*) from jiancha.signal where earned_at > found_at}), 0, 'no card is found before it is earned');
is($node->safe_psql('byhand', q{select count(*) from jiancha.verify('2199-01-01 00:00+08')}), 0, 'verify() is empty');

# all connections are taken: the worker has its own, a relay comes back
make_relay_role($node, 'city');
$node->safe_psql('postgres', 'create role visitor login');
my @visitors = map { my ($in, $out, $err) = ("select 1;\n", '', ''); { handle => IPC::Run::start([ 'psql', '-qAtX', '-U', 'visitor', '-d', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>', \$err), in => \$in, out => \$out, err => \$err } } 1 .. 10;
for my $visitor (@visitors)
{
	$visitor->{handle}->pump until ${ $visitor->{out} } =~ /1/ || ${ $visitor->{err} } ne '';
}
my ($code, $out, $err) = $node->psql('city', 'select 1', extra_params => [ '-U', 'relay' ]);
like($err, qr/remaining connection slots are reserved|too many clients/, 'no connection is left');
my $relay = start_relay($node, 'city', '--now', $open, '--', '/bin/true');
add_due_cases($node, 'city', 10);
ok(wait_sweep($node, 'city'), 'the worker sweeps');
is(count_cards($node, 'city'), 30, 'cards without a connection for others');
is($node->safe_psql('city', q{select count(*) from pg_stat_activity where usename = 'relay'}), 0, 'the relay waits outside');
$_->{handle}->finish for map { ${ $_->{in} } .= "\\q\n"; $_ } @visitors;
ok($node->poll_query_until('city', q{select count(*) > 0 from pg_stat_activity where usename = 'relay'}), 'then it comes in');
is(stop_relay($relay, 'TERM'), 0, 'and ends when it is told');
sound('city', 'connections');

SKIP:
{
	skip 'no small disks: only root can mount them', 1 unless $small_rows && $small_log;

	# the disk of the rows
	mkdir "$small_rows/space";
	$node->safe_psql('postgres', "create tablespace small location '$small_rows/space'");
	$node->safe_psql('postgres', 'create database brimful tablespace small');
	make_city($node, 'brimful');
	add_due_cases($node, 'brimful', 100);
	$node->append_conf('postgresql.conf', "jiancha.databases = 'city, brimful'");
	my $cases = $node->safe_psql('brimful', 'select count(*) from jiancha.docket');
	$node->safe_psql('brimful', 'create table filler (line text); alter table filler alter line set storage external');
	# to the last page, by ever smaller pieces
	for my $kilobytes (8192, 1024, 128, 8)
	{
		1 while $node->psql('brimful', "insert into filler select repeat(md5(i::text), 250) from generate_series(1, $kilobytes / 8) i") == 0;
	}
	($code, $out, $err) = $node->psql('brimful', q{insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code)
		select 'brimful-more-' || i, 'F', 'F-01', repeat('申请人', 50), '2025-03-03 09:00+08', 'F-1' from generate_series(1, 2000) i});
	like($err, qr/ERROR: .*No space left on device/, 'the disk is full: an intake fails');
	is($node->safe_psql('brimful', 'select count(*) from jiancha.docket'), $cases, 'and leaves nothing');
	$node->reload;
	ok(wait_status($node, 'brimful', "state = 'failed' and last_error ~ '^53100'"), 'a sweep fails, and says why');
	is($node->safe_psql('brimful', 'select count(*) from jiancha.quarantine'), 0, 'no docket is blamed');
	ok(wait_sweep($node, 'city'), 'another database is swept meanwhile');
	$node->safe_psql('brimful', 'drop table filler; checkpoint');
	ok(wait_status($node, 'brimful', "state = 'idle' and issued > 0"), 'with space again the sweep is done');
	is(count_cards($node, 'brimful'), 100, 'all cards');
	sound('brimful', 'disk of the rows');
	$node->append_conf('postgresql.conf', "jiancha.databases = ''");
	$node->reload;
	$node->poll_query_until('postgres', q{select count(*) = 0 from pg_stat_activity where datname = 'brimful'});
	$node->safe_psql('postgres', 'drop database brimful with (force)');
	$node->safe_psql('postgres', 'drop tablespace small');

	# the disk of the log: the server stops as a whole, and comes up when there is space
	$node->safe_psql('postgres', 'checkpoint; select pg_switch_wal(); checkpoint');
	$node->stop;
	system('mv', $node->data_dir . '/pg_wal', "$small_log/pg_wal") == 0 && symlink("$small_log/pg_wal", $node->data_dir . '/pg_wal') or die 'cannot move the log';
	$node->append_conf('postgresql.conf', "wal_keep_size = '300MB'\nrestart_after_crash = off\njiancha.databases = 'city'");
	$node->start;
	system('dd', 'if=/dev/zero', "of=$small_log/ballast", 'bs=1M', 'count=24', 'status=none') == 0 or die 'no ballast';
	my $answered = 0;
	for my $round (1 .. 400)
	{
		($code, $out, $err) = $node->psql('city', qq{insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code)
				select 'log-$round-' || i, 'F', 'F-01', repeat('申请人', 300), '2025-03-03 09:00+08', 'F-1' from generate_series(1, 200) i}, on_error_die => 0, on_error_stop => 1);
		last if $code != 0;
		$answered++;
		$node->psql('city', 'select pg_switch_wal()') if $round % 4 == 0;
	}
	isnt($code, 0, "the disk of the log is full after $answered statements");
	ok(wait_log($node, qr/PANIC:  could not write .*No space left on device/), 'the server stops');
	unlink "$small_log/ballast";
	$node->{_pid} = undef;
	unlink $node->data_dir . '/postmaster.pid';
	$node->append_conf('postgresql.conf', "wal_keep_size = 0");
	$node->start;
	is($node->safe_psql('city', q{select count(*) from (select split_part(business_no, '-', 2) from jiancha.docket where business_no ~ '^log-' group by 1 having count(*) = 200) t}), $answered, 'what was answered is there');
	is($node->safe_psql('city', q{select count(*) from (select split_part(business_no, '-', 2) from jiancha.docket where business_no ~ '^log-' group by 1 having count(*) <> 200) t}), 0, 'and nothing in part');
	ok(wait_sweep($node, 'city'), 'sweeping goes on');
	sound('city', 'disk of the log');
}
$node->stop;
done_testing();
