# 100 kills under concurrent intake and sweeps: of the whole server, or of one process, which makes the server restart all of them.
# A fact is in the records if and only if its statement was answered; after it all verify() is empty and the sums are those of the facts.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use IPC::Run qw(start);
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $seed = $ENV{JIANCHA_SEED} || int(time);
srand $seed;
diag "seed $seed: repeat with JIANCHA_SEED=$seed";

my $kills = 100;
my $per_statement = 5;

my $node = new_server('main', settings => <<'CONF');
jiancha.databases = ''
checkpoint_timeout = '30s'
fsync = off
CONF
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');
my @connect = ('psql', '-qAtX', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('city'));

# A session that runs statements until it dies; each prints its mark when it was committed.
sub session
{
	my ($script) = @_;
	my ($in, $out, $err) = ($script, '', '');
	my $handle = start [@connect], '<', \$in, '>', \$out, '2>', \$err;
	return { handle => $handle, out => \$out, err => \$err };
}

# Cases of one clerk in one round: received, accepted, some of them closed too late, all long past their limit.
sub intake_script
{
	my ($clerk, $round) = @_;
	my $script = '';
	for my $n (1 .. 40)
	{
		my $name = "T-$round-$clerk-$n";
		$script .= qq{
			begin;
			insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel)
				select '$name-' || i, 'F', 'F-01', '申请人', timestamptz '2025-03-03 09:00+08', 'window' from generate_series(1, $per_statement) i;
			insert into jiancha.case_step (case_no, step_no, kind, at)
				select '$name-' || i, 1, 'accept', timestamptz '2025-03-03 10:00+08' from generate_series(1, $per_statement) i;
			commit;
			\\echo intake $name
			insert into jiancha.case_step (case_no, step_no, kind, at)
				select '$name-' || i, 2, 'close', timestamptz '2025-03-12 10:00+08' from generate_series(1, 2) i;
			\\echo close $name
		};
	}
	return $script;
}

# The instants go back and forth: cards are earned, and not before they are.
sub sweep_script
{
	my @instants = map { sprintf "2025-03-%02d 00:00+08", 8 + $_ % 12 } 1 .. 200;
	return join '', map { "call jiancha.sweep_all('$_', " . (1 + int rand 20) . ");\n\\echo sweep\n" } @instants;
}

my (%taken, %closed);
my ($whole, $single, $sweeps, $interrupted) = (0, 0, 0, 0);
for my $kill (1 .. $kills)
{
	my @clerks = map { session(intake_script($_, $kill)) } 1 .. 2;
	my @sweepers = map { session(sweep_script()) } 1 .. 2;
	my @all = (@clerks, @sweepers);
	# after a random number of answers, so that it falls into work and needs no waiting
	my $answers = 1 + int rand 12;
	my $deadline = time + $PostgreSQL::Test::Utils::timeout_default;
	while (1)
	{
		$_->{handle}->pump_nb for grep { $_->{handle}->pumpable } @all;
		my $seen = 0;
		$seen += () = ${ $_->{out} } =~ /^(?:intake|close|sweep)/mg for @all;
		last if $seen >= $answers || time > $deadline || !grep { $_->{handle}->pumpable } @all;
	}
	if (rand() < 0.3)
	{
		kill_server($node);
		$whole++;
	}
	else
	{
		# any process of a session: the postmaster ends all others and starts anew
		my ($pid) = split /\n/, $node->safe_psql('postgres',
			q{select pid from pg_stat_activity where datname = 'city' and backend_type = 'client backend' order by random() limit 1});
		if ($pid)
		{
			kill_process('KILL', $pid);
			wait_gone($pid) or die "process $pid does not end";
			$single++;
		}
	}
	for my $session (@all)
	{
		$session->{handle}->finish;
		$interrupted++ if ${ $session->{err} } ne '';
		$sweeps += () = ${ $session->{out} } =~ /^sweep$/mg;
		$taken{$_} = 1 for ${ $session->{out} } =~ /^intake (\S+)$/mg;
		$closed{$_} = 1 for ${ $session->{out} } =~ /^close (\S+)$/mg;
	}
	$node->start unless $node->{_pid};
	$node->poll_query_until('city', 'select true') or die 'the server does not come back';
}
diag "$whole servers and $single processes killed, $interrupted sessions interrupted, $sweeps sweeps and " . scalar(keys %taken) . ' intakes were answered';
is($whole + $single, $kills, "$kills kills");
cmp_ok($interrupted, '>=', $kills, 'each interrupted somebody');

# what was answered is there; what is there is there as a whole
$node->safe_psql('city', "create table answered (what text, name text)");
$node->safe_psql('city', 'insert into answered values ' . join ', ', (map { "('intake', '$_')" } sort keys %taken), (map { "('close', '$_')" } sort keys %closed));
is($node->safe_psql('city', q{
	select count(*) from answered a where what = 'intake' and not exists (select from jiancha.docket d where d.business_no = a.name || '-1')}),
	0, 'every intake that was answered is there');
is($node->safe_psql('city', q{
	select count(*) from answered a where what = 'close'
		and not exists (select from jiancha.docket d where d.business_no = a.name || '-2' and d.closed_at = '2025-03-12 10:00+08')}),
	0, 'every close that was answered is there');
is($node->safe_psql('city', qq{
	select count(*) from (select regexp_replace(business_no, '-[0-9]+\$', '') as name, count(*) as cases, count(accepted_at) as accepted
		from jiancha.docket where kind = 'approval' group by 1) t where cases <> $per_statement or accepted <> $per_statement}),
	0, 'no statement left a part');

$node->safe_psql('city', q{call jiancha.sweep_all('2025-04-01 00:00+08')});
is($node->safe_psql('city', q{select count(*) from jiancha.verify('2025-04-01 00:00+08')}), 0, 'verify() is empty');
is($node->safe_psql('city', 'select count(*) from jiancha.verify_clocks()'), 0, 'verify_clocks() is empty');
is($node->safe_psql('city', 'select count(*) from jiancha.quarantine'), 0, 'nothing is in quarantine');
# due Monday 2025-03-10; closed on Wednesday: a notice and a yellow card; not closed: a red one too
is($node->safe_psql('city', q{
	select count(*) from jiancha.docket d
	cross join lateral (select array_agg(n.rule order by n.rule) as rules from jiancha.signal_now n
		where n.docket_id = d.docket_id and n.mark <> 'unfounded' and n.rule in ('X-W-5.1', 'X-W-5.2', 'X-W-5.3')) s
	where d.kind = 'approval' and s.rules is distinct from
		case when d.closed_at is null then '{X-W-5.1,X-W-5.2,X-W-5.3}'::text[] else '{X-W-5.1,X-W-5.2}' end}),
	0, 'each case has the cards that its facts earn');
is($node->safe_psql('city', q{select count(*) from (select signal_no from jiancha.signal group by 1 having count(*) > 1) t}), 0, 'no number twice');
is($node->safe_psql('city', q{
	select count(*) from jiancha.signal_counter c
	where last_no <> (select count(*) from jiancha.signal s where s.signal_no like c.org_code || '-' || c.year || '-%')}),
	0, 'numbers have no gaps: as many signals as numbers were given');
is($node->safe_psql('city', q{
	select count(*) from jiancha.step s where not exists (select from jiancha.docket d where d.docket_id = s.docket_id)}), 0, 'no step without its case');
$node->stop;
done_testing();
