# A copy of the records sends nothing: recovery to a point in time brings back a server that does not know what was issued after it. It takes facts,
# gives no number, and goes on after resume(), past the numbers that are on paper.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use JianchaRelay;
use Test::More;

my $origin = new_server('origin', init => { allows_streaming => 1, has_archiving => 1 }, settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = ''
jiancha.sweep_interval = '200ms'
CONF
$origin->start;
$origin->safe_psql('postgres', 'create database city');
make_city($origin, 'city');
make_relay_role($origin, 'city');
$origin->safe_psql('city', q{create role clerk login; select jiancha.grant_access('clerk', 'F')});
is($origin->safe_psql('city', q{select (problem is null) and was is null from jiancha._copy_problem()}), 't', 'the records live where setup() made them');
my ($code, $out, $err) = $origin->psql('city', q{select jiancha.resume('无事')});
like($err, qr/ERROR: .* there is nothing to resume/, 'and there is nothing to resume');
$origin->backup('base');

# two cases with their letters and notices, then the point, then two more
add_due_cases($origin, 'city', 2);
$origin->safe_psql('city', q{call jiancha.sweep_all('2025-05-06 08:00+08')});
my $early = $origin->safe_psql('city', 'select * from jiancha.signals order by signal_no');
my $letters_then = $origin->safe_psql('city', 'select letter_no from jiancha.letter order by 1');
my $point = $origin->safe_psql('postgres', 'select clock_timestamp()');
add_due_cases($origin, 'city', 2);
$origin->safe_psql('city', q{call jiancha.sweep_all('2025-05-06 08:00+08')});
my @late = split /\n/, $origin->safe_psql('city', q{select concat_ws(' ', business_no, rule, cycle, earned_at) from jiancha.signal order by 1});
# what is on paper: the last number of each word, and of the cards
my $printed = $origin->safe_psql('city', q{select array_agg(no) from (
	select word || '〔' || year || '〕' || last_no || '号' from jiancha.letter_counter
	union all select (select signal_no from jiancha.signal where org_code = c.org_code order by length(signal_no) desc, signal_no desc limit 1) from jiancha.signal_counter c) p (no)});
my @counters = split /\n/, $origin->safe_psql('city', q{select 'letter', word, year, last_no from jiancha.letter_counter union all select 'card', org_code, year, last_no from jiancha.signal_counter order by 1, 2});
my @taken = split /\n/, $origin->safe_psql('city', q{select letter_no from jiancha.letter union all select signal_no from jiancha.signal});
$origin->safe_psql('postgres', 'select pg_switch_wal()');
$origin->stop;

my $back = PostgreSQL::Test::Cluster->new('back');
$back->init_from_backup($origin, 'base', has_restoring => 1, standby => 0);
$back->append_conf('postgresql.conf', "recovery_target_time = '$point'\nrecovery_target_action = 'promote'\nhot_standby = on\njiancha.databases = 'city'\n");
$back->start;
ok($back->poll_query_until('postgres', 'select not pg_is_in_recovery()'), 'recovered to the point');
is($back->safe_psql('city', 'select * from jiancha.signals order by signal_no'), $early, 'what was there at the point is there');
ok(wait_status($back, 'city', "state = 'copy' and note ~ 'resume'"), 'the worker waits, and says for what');
ok(wait_log($back, qr/WARNING:  the records of jiancha in database "city" are a copy: not swept/), 'in the log too');
is(log_count($back, qr/are a copy: not swept/), 1, 'once');
like($back->safe_psql('city', q{select value from jiancha.health where subject = 'where the records live'}), qr/^recovered to a point: (before|after) /, 'health says to what it was recovered');
for my $refused (q{select jiancha.sweep('2025-05-06 08:00+08')}, q{select jiancha.take_notices('w', 5, '2025-05-06 09:00+08')},
	q{insert into jiancha.signal_raise (raise_no, rule, org_code, at, text) values ('R-1', 'X-W-4.4', 'F', '2025-05-05 09:00+08', '窗口推诿')})
{
	($code, $out, $err) = $back->psql('city', "\\set VERBOSITY verbose\n$refused");
	like($err, qr/ERROR:  JC011: .*The server was recovered to a point/s, "refused: $refused");
}
($code, $out, $err) = $back->psql('city', q{insert into jiancha.case_step (case_no, step_no, kind, at) values ('city-1', 2, 'close', '2025-05-05 10:00+08')}, extra_params => [ '-U', 'clerk' ]);
is($err, '', 'departments go on entering facts');
my ($status, $log) = run_relay($back, 'city', '--once', '--now', $open, '--', '/bin/true');
isnt($status, 0, 'a relay ends');
like($log, qr/copy/, 'and logs why');
is($back->safe_psql('city', q{select count(*) from jiancha.notice_delivery where state = 'sent'}), 0, 'without having sent anything');

# arguments
for ([ q{select jiancha.resume(null)}, qr/reason/ ], [ q{select jiancha.resume('  ')}, qr/reason/ ], [ q{select jiancha.resume('x', '{17}')}, qr/"17" is not allowed in column "printed"/ ],
	[ q{select jiancha.resume('x', array[null])}, qr/"NULL" is not allowed in column "printed"/ ], [ q{set role clerk; select jiancha.resume('x')}, qr/permission denied/ ])
{
	($code, $out, $err) = $back->psql('city', $_->[0]);
	like($err, $_->[1], "refused: $_->[0]");
}
is($back->safe_psql('city', 'select count(*) from jiancha.resumption'), 0, 'nothing came of it');

my $done = $back->safe_psql('city', "select done from jiancha.resume('机房断电，以备份恢复', '$printed')");
like($done, qr/^the records live here: system \d+, database \d+, timeline 2$/m, 'resume() says where');
is($back->safe_psql('city', q{select 'letter', word, year, last_no from jiancha.letter_counter union all select 'card', org_code, year, last_no from jiancha.signal_counter order by 1, 2}),
	join("\n", @counters), 'the counters stand where paper says');
like($done, qr/^skipped numbers \d+ to \d+ of (letters|cards) /m, 'and which numbers are skipped');
is($back->safe_psql('city', q{select actor <> '', reason, recovered_to ~ '^(before|after) ', jsonb_array_length(skipped) > 0 from jiancha.resumption}), 't|机房断电，以备份恢复|t|t', 'it is kept');
($code, $out, $err) = $back->psql('city', 'update jiancha.resumption set reason = $$x$$');
like($err, qr/ERROR/, 'and cannot be changed');
# the cases of the time that was lost are entered again; their cards are the same, under other numbers
$JianchaCity::cases{city} = 2;
add_due_cases($back, 'city', 2);
ok(wait_sweep($back, 'city'), 'the worker sweeps again');
is($back->safe_psql('city', q{select count(*) from jiancha.verify(now())}), 0, 'verify() is empty');
my @again = split /\n/, $back->safe_psql('city', q{select concat_ws(' ', business_no, rule, cycle, earned_at) from jiancha.signal where business_no in ('city-3', 'city-4') order by 1});
is_deeply(\@again, [ grep { /^city-[34] / } @late ], 'the same cards, earned at the same instants');
my %known = map { $_ => 1 } split /\n/, "$letters_then\n" . $back->safe_psql('city', q{select signal_no from jiancha.signal where business_no in ('city-1', 'city-2')});
my %on_paper = map { $_ => 1 } grep { !$known{$_} } @taken;
cmp_ok(scalar(keys %on_paper), '>', 3, 'there are numbers on paper that the records do not know');
is(scalar(grep { $on_paper{$_} } split /\n/, $back->safe_psql('city', q{select letter_no from jiancha.letter union all select signal_no from jiancha.signal})), 0, 'none of them was given again');
is($back->safe_psql('city', q{select state from jiancha.health where subject = 'where the records live'}), 'ok', 'health is content');

# its own standby and restart change nothing
$back->restart;
ok(wait_sweep($back, 'city'), 'after a restart it goes on');

# the same in a database made from a template, which is a copy on the same server
$back->append_conf('postgresql.conf', "jiancha.databases = 'twin'");
$back->reload;
$back->poll_query_until('postgres', q{select count(*) = 0 from pg_stat_activity where datname = 'city'});
$back->safe_psql('postgres', 'create database twin template city');
ok(wait_status($back, 'twin', "state = 'copy'"), 'a database made from a template is a copy');
like($back->safe_psql('twin', q{select value from jiancha.health where subject = 'where the records live'}), qr/^a copy: they live in the database with Oid \d+$/, 'health says so');
$back->stop;
done_testing();
