# kill -9 of the whole server in the middle of a sweep, 20 times at random moments: nothing is lost, nothing doubled.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use Test::More;
use Time::HiRes qw(sleep);

my $seed = $ENV{JIANCHA_SEED} || time;
srand $seed;
diag "seed $seed: repeat with JIANCHA_SEED=$seed";

my $node = new_server('main', settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.sweep_interval = '100ms'
jiancha.sweep_batch = 2
CONF
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');

my $kills = 20;
my $cases = 0;
my $inside = 0;
for my $kill (1 .. $kills)
{
	# nobody sweeps yet: a good number of cases falls due
	add_due_cases($node, 'city', 150);
	$cases += 150;
	my $before = count_cards($node, 'city');
	$node->append_conf('postgresql.conf', "jiancha.databases = 'city'");
	$node->reload;
	# the one place where time passes unobserved: the moment is to be random, in most rounds after the first batch
	wait_rows($node, 'city', 'select distinct docket_id from jiancha.signal', $before) if rand() < 0.8;
	sleep rand 0.3;
	kill_server($node);
	$node->append_conf('postgresql.conf', "jiancha.databases = ''");
	$node->start;
	my $after = count_cards($node, 'city');
	$inside++ if $after > $before && $after < $cases;
	is($node->safe_psql('city', q{select count(*) from (select 1 from jiancha.signal group by docket_id, rule, clock, cycle having count(*) > 1) s}),
		0, "kill $kill: $after of $cases cases have cards, none twice");
}
diag "$inside of $kills kills fell between the first and the last batch of a sweep";
cmp_ok($inside, '>', 0, 'some kills fell into a sweep');
$node->append_conf('postgresql.conf', "jiancha.databases = 'city'\njiancha.sweep_batch = 1000");
$node->reload;
ok(wait_status($node, 'city', "state = 'idle' and sweeps > 0"), 'it sweeps to the end');
is(count_cards($node, 'city'), $cases, 'every case has its cards');
is($node->safe_psql('city', 'select count(distinct n) || \' \' || min(n) from (select count(*) n from jiancha.signals group by case_no) s') =~ /^1 /, 1,
	'as many as every other');
is(verify_count($node, 'city'), 0, 'verify() is empty');
is($node->safe_psql('city', 'select count(*) from jiancha.quarantine'), 0, 'nothing is in quarantine');
$node->stop;
done_testing();
