# Kills under concurrent intake, late entries, sweeps, the worker, scores, seals and the relay: of the whole server, or of one
# process, which makes the server restart all of them; and as many kills of the relay. 20 of each; JIANCHA_KILLS=200 for the
# long form. After all of it the sums must hold: a fact is in the records if and only if its statement was answered, each card
# is earned and has its letter, each number is given once, each notice was seen by the gateway at least once and none is lost,
# frozen scores are whole and derive again, and what was sealed stands.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use JianchaRelay;
use IPC::Run qw(start);
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $seed = $ENV{JIANCHA_SEED} || int(time);
srand $seed;
diag "seed $seed: repeat with JIANCHA_SEED=$seed";

my $kills = $ENV{JIANCHA_KILLS} || 20;
my $per_statement = 5;

my $node = new_server('main', settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city'
jiancha.sweep_interval = '300ms'
jiancha.sweep_batch = 7
checkpoint_timeout = '30s'
fsync = off
log_statement = none
log_min_messages = error
CONF
$node->start;
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');
make_relay_role($node, 'city');
deliver_by_message($node, 'city');
my @connect = ('psql', '-qAtX', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('city'));
my $inbox = new_inbox();
# all parts of the month are in, so that it can be frozen
$node->safe_psql('city', q{insert into jiancha.score_submit (scheme, period, assessor) select distinct 'r1', '2025-03', i.assessor from jiancha.effective_indicator i where i.scheme = 'r1'});

# The worker sweeps as of now; the relay's clock begins when the office opens after tomorrow, so that everything is due.
my $opening = $node->safe_psql('city', q{select jiancha._send_at(date_trunc('day', now()) + interval '2 days', 'CN', '08:30', '17:30')});
my @clock = split /\n/, $node->safe_psql('postgres', "select timestamptz '$opening' + n * interval '1 minute' from generate_series(0, 520) n");
sub relay_clock
{
	my ($minutes) = @_;
	return $clock[$minutes];
}
my $after_all = relay_clock(490);

# A session that runs statements until it dies; each prints its mark when it was committed.
sub session
{
	my ($script) = @_;
	my ($in, $out, $err) = ($script, '', '');
	my $handle = start [@connect], '<', \$in, '>', \$out, '2>', \$err;
	return { handle => $handle, out => \$out, err => \$err };
}

# Cases of one clerk in one round: received, accepted, some closed too late, one closed in time, which is entered after its
# cards may have gone out. All are long past their limit.
sub intake_script
{
	my ($clerk, $round) = @_;
	my $script = '';
	for my $n (1 .. 40)
	{
		my $name = "T-$round-$clerk-$n";
		$script .= qq{
			begin;
			insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, staff_code)
				select '$name-' || i, 'F', 'F-01', '申请人', timestamptz '2025-03-03 09:00+08', 'window', 'F-1' from generate_series(1, $per_statement) i;
			insert into jiancha.case_step (case_no, step_no, kind, at)
				select '$name-' || i, 1, 'accept', timestamptz '2025-03-03 10:00+08' from generate_series(1, $per_statement) i;
			commit;
			\\echo intake $name
			insert into jiancha.case_step (case_no, step_no, kind, at)
				select '$name-' || i, 2, 'close', timestamptz '2025-03-12 10:00+08' from generate_series(1, 2) i;
			\\echo close $name
		};
		# the case before, whose cards were found meanwhile
		my $before = "T-$round-$clerk-" . ($n - 1);
		$script .= qq{
			insert into jiancha.case_step (case_no, step_no, kind, at) values ('$before-3', 2, 'close', '2025-03-05 10:00+08');
			\\echo late $before
		} if $n > 1;
	}
	return $script;
}

# The instants go back and forth: cards are earned, and not before they are. What was written is sealed after each sweep.
sub sweep_script
{
	my @instants = map { sprintf "2025-03-%02d 00:00+08", 8 + $_ % 12 } 1 .. 200;
	return join '', map {
		"call jiancha.sweep_all('$_', " . (1 + int rand 20) . ");\n\\echo sweep\nselect from jiancha.seal('2025-03-20 00:00+08') \\g /dev/null\n\\echo seal\n"
	} @instants;
}

# Entries of an assessor; after each the month is frozen, or corrected, from what is there at that moment.
sub score_script
{
	my ($round) = @_;
	return join '', map { qq{
		insert into jiancha.score_intake (entry_no, scheme, indicator, org_code, happened_on, evidence_kind, evidence_no) values ('S-$round-$_', 'r1', 'R2-21', 'F', '2025-03-05', 'document', '1');
		\\echo entry S-$round-$_
		select case when exists (select from jiancha.score_sheet) then jiancha.score_correct('2025-03', '补录', 'S-$round-$_', '2025-04-01 08:00+08', 'r1')
			else jiancha.score_freeze('2025-03', '2025-04-01 08:00+08', 'r1') end \\g /dev/null
		\\echo score
	} } 1 .. 100;
}

my (%taken, %closed, %late, %entered);
my %count = map { $_ => 0 } qw(server session sweeper launcher relay sweep seal score interrupted);
for my $kill (1 .. $kills)
{
	# claims of the relay that was killed have run out: each begins minutes after the one before; all in the hours of one day
	my $relay = start_relay($node, 'city', '--now', relay_clock(int($kill * 480 / $kills)), '--timeout', 1, '--max-children', 4, '--', gateway($inbox));
	my @clerks = map { session(intake_script($_, $kill)) } 1 .. 2;
	my @all = (@clerks, session(sweep_script()), session(score_script($kill)));
	# after a random number of answers, so that it falls into work and needs no waiting; in every other round after one of those
	# that come seldom beside the clerks', so that each kind of work is also done to its end
	my $answers = 1 + int rand 8;
	my $wanted = (undef, undef, undef, 'sweep', 'seal', 'score')[rand 6];
	my $answer = $wanted ? qr/^$wanted$/m : qr/^(?:intake|close|late|sweep|score)/m;
	my $deadline = time + 30;
	while (1)
	{
		$_->{handle}->pump_nb for grep { $_->{handle}->pumpable } @all;
		my $seen = 0;
		for my $session (@all)
		{
			my $count = () = ${ $session->{out} } =~ /$answer/g;
			$seen += $count;
		}
		last if $seen >= ($wanted ? 1 : $answers) || time > $deadline || !grep { $_->{handle}->pumpable } @all;
	}
	# the relay before the server, in the middle of its work, or after it, when it has lost it
	my $relay_first = rand() < 0.5;
	kill_relay($relay) if $relay_first;
	if (rand() < 0.3)
	{
		kill_server($node);
		$count{server}++;
	}
	else
	{
		# any process: the postmaster ends all others and starts anew
		my ($pid, $type) = split /\|/, (split /\n/, $node->safe_psql('postgres', q{
			select pid, case backend_type when 'jiancha sweeper' then 'sweeper' when 'jiancha launcher' then 'launcher' else 'session' end
			from pg_stat_activity
			where (datname = 'city' and backend_type = 'client backend') or backend_type in ('jiancha sweeper', 'jiancha launcher')
			order by random() limit 1}))[0] // '';
		if ($pid)
		{
			kill_process('KILL', $pid);
			wait_gone($pid) or die "process $pid does not end";
			$count{$type}++;
		}
	}
	for my $session (@all)
	{
		$session->{handle}->finish;
		$count{interrupted}++ if ${ $session->{err} } ne '';
		$count{sweep} += () = ${ $session->{out} } =~ /^sweep$/mg;
		$count{seal} += () = ${ $session->{out} } =~ /^seal$/mg;
		$taken{$_} = 1 for ${ $session->{out} } =~ /^intake (\S+)$/mg;
		$closed{$_} = 1 for ${ $session->{out} } =~ /^close (\S+)$/mg;
		$count{score} += () = ${ $session->{out} } =~ /^score$/mg;
		$entered{$_} = 1 for ${ $session->{out} } =~ /^entry (\S+)$/mg;
		$late{$_} = 1 for ${ $session->{out} } =~ /^late (\S+)$/mg;
	}
	$node->start unless $node->{_pid};
	$node->poll_query_until('city', 'select true') or die 'the server does not come back';
	kill_relay($relay) unless $relay_first;
	$count{relay}++;
}
diag join ', ', (map { "$count{$_} ${_}s killed" } qw(server session sweeper launcher relay)), "$count{interrupted} sessions interrupted";
diag "answered: $count{sweep} sweeps, $count{seal} seals, $count{score} frozen scores, " . join ', ', map { scalar(keys %{ $_->[1] }) . " $_->[0]" } [ 'intakes', \%taken ], [ 'closes', \%closed ],
  [ 'late closes', \%late ], [ 'entries', \%entered ];
is($count{server} + $count{session} + $count{sweeper} + $count{launcher}, $kills, "$kills kills");
cmp_ok($count{interrupted}, '>=', $kills, 'each interrupted somebody');

# from here on only what is called here sweeps
$node->append_conf('postgresql.conf', "jiancha.databases = ''");
$node->restart;

# what was answered is there; what is there is there as a whole
$node->safe_psql('city', 'create table answered (what text, name text)');
$node->safe_psql('city', 'insert into answered values ' . join ', ',
	(map { "('intake', '$_')" } sort keys %taken), (map { "('close', '$_')" } sort keys %closed), (map { "('late', '$_')" } sort keys %late), (map { "('entry', '$_')" } sort keys %entered));
is($node->safe_psql('city', q{
	select count(*) from answered a where what = 'intake' and not exists (select from jiancha.docket d where d.business_no = a.name || '-1')}),
	0, 'every intake that was answered is there');
is($node->safe_psql('city', q{
	select count(*) from answered a where what = 'close'
		and not exists (select from jiancha.docket d where d.business_no = a.name || '-2' and d.closed_at = '2025-03-12 10:00+08')}),
	0, 'every close that was answered is there');
is($node->safe_psql('city', q{
	select count(*) from answered a where what = 'late'
		and not exists (select from jiancha.docket d where d.business_no = a.name || '-3' and d.closed_at = '2025-03-05 10:00+08')}),
	0, 'every late close that was answered is there');
is($node->safe_psql('city', qq{
	select count(*) from (select regexp_replace(business_no, '-[0-9]+\$', '') as name, count(*) as cases, count(accepted_at) as accepted
		from jiancha.docket where kind = 'approval' group by 1) t where cases <> $per_statement or accepted <> $per_statement}),
	0, 'no statement left a part');

$node->safe_psql('city', "call jiancha.sweep_all('$after_all')");
is($node->safe_psql('city', "select count(*) from jiancha.verify('$after_all')"), 0, 'verify() is empty');
is($node->safe_psql('city', 'select count(*) from jiancha.verify_clocks()'), 0, 'verify_clocks() is empty');
is($node->safe_psql('city', 'select count(*) from jiancha.quarantine'), 0, 'nothing is in quarantine');
# due Monday 2025-03-10; closed on Wednesday: a notice and a yellow card; not closed: a red one too; closed before: none
is($node->safe_psql('city', q{
	select count(*) from jiancha.docket d
	cross join lateral (select array_agg(n.rule order by n.rule) as rules from jiancha.signal_now n
		where n.docket_id = d.docket_id and n.mark <> 'unfounded' and n.rule in ('X-W-5.1', 'X-W-5.2', 'X-W-5.3')) s
	where d.kind = 'approval' and s.rules is distinct from
		case when d.closed_at is null then '{X-W-5.1,X-W-5.2,X-W-5.3}'::text[] when d.closed_at > '2025-03-10' then '{X-W-5.1,X-W-5.2}' end}),
	0, 'each case has the cards that its facts earn');
is($node->safe_psql('city', q{select count(*) from (select signal_no from jiancha.signal group by 1 having count(*) > 1) t}), 0, 'no number twice');
is($node->safe_psql('city', q{
	select count(*) from jiancha.signal_counter c
	where last_no <> (select count(*) from jiancha.signal s where s.signal_no like c.org_code || '-' || c.year || '-%')}),
	0, 'numbers have no gaps: as many signals as numbers were given');
is($node->safe_psql('city', q{
	select count(*) from jiancha.step s where not exists (select from jiancha.docket d where d.docket_id = s.docket_id)}), 0, 'no step without its case');
is($node->safe_psql('city', 'select count(*) from jiancha.signal where issued_at is null'), 0, 'every card was issued when it was found');
is(without_letter($node, 'city'), 0, 'each has its letter, its docket and its notices; the numbers of the letters have no gap');
diag $node->safe_psql('city', q{
	select format('%s cards (%s found by sessions, %s by the worker, %s unfounded since), %s letters, %s notices, %s steps, %s deliveries before the last relay',
		count(*), count(*) filter (where found_at < '2026-01-01'), count(*) filter (where found_at >= '2026-01-01'),
		(select count(*) from jiancha.signals where state = 'unfounded'), (select count(*) from jiancha.letter),
		(select count(*) from jiancha.notice), (select count(*) from jiancha.step), (select count(*) from jiancha.step where kind = 'delivered'))
	from jiancha.signal});

# scores
is($node->safe_psql('city', q{select count(*) from answered a where what = 'entry' and (select count(*) from jiancha.score_entry e where e.entry_no = a.name) <> 1}), 0, 'every entry that was answered is there, once');
cmp_ok($node->safe_psql('city', q{select count(*) from jiancha.score_sheet}), '>=', $count{score}, 'so is every version of the month');
is($node->safe_psql('city', q{select count(*) from (select version, row_number() over (order by version) as place from jiancha.score_sheet) s where version <> place}), 0, 'versions have no gap');
is($node->safe_psql('city', q{select count(*) from jiancha.score_sheet s where (select count(*) from jiancha.score_result r where r.scheme = s.scheme and r.period = s.period and r.version = s.version and r.subject = 'org') <> 1}),
	0, 'each has its results');
is($node->safe_psql('city', q{select count(*) from jiancha.score_verify('2025-03', 'r1')}), 0, 'the frozen month derives again to the last digit');
# a month that no session came to freeze is frozen now
$node->safe_psql('city', q{select jiancha.score_freeze('2025-03', '2025-04-01 08:00+08', 'r1') where not exists (select from jiancha.score_sheet)});
$node->safe_psql('city', q{select jiancha.score_correct('2025-03', '核对', '末', '2025-04-02 08:00+08', 'r1') where exists (select from jiancha.score_drift('2025-03', 'r1'))});
is($node->safe_psql('city', q{select count(*) from jiancha.score_drift('2025-03', 'r1')}), 0, 'and nothing that was entered is missing in its last version');

# the outbox
my ($status, $err) = run_relay($node, 'city', '--once', '--now', relay_clock(510), '--', gateway($inbox));
is($status, 0, 'the next relay works off what is left') or diag $err;
my @keys = keys_of($node, 'city');
is(states($node, 'city'), 'sms sent ' . @keys, 'all short messages are sent');
my %seen;
$seen{$_}++ for keys_seen($inbox);
is(scalar(grep { !$seen{$_} } @keys), 0, 'each key was seen');
# a reminder that a killed relay took out and did not report is recorded, not sent again, when its due has passed
my %there = map { $_ => 1 } split /\n/, $node->safe_psql('city', 'select key from jiancha.notice');
is(scalar(grep { !$there{$_} } keys %seen), 0, 'and none that is not there');
my %message;
for my $message (messages($inbox))
{
	push @{ $message{ $message->{key} } }, $message->{keys};
}
# what was recorded in between is left out of a message that goes out again; nothing comes in
is(scalar(grep {
		my ($first, @others) = sort { @$b <=> @$a } @$_;
		my %told = map { $_ => 1 } @$first;
		grep { grep { !$told{$_} } @$_ } @others
	} values %message), 0, 'a message that went out twice told nothing else under the same key');
is($node->safe_psql('city', q{
	select count(*) from jiancha.notice n join jiancha.notice_delivery d using (docket_id, notice_id)
	where n.delivers and n.what = 'issued' and n.channel = 'sms' and n.level = 'yellow' and d.state = 'sent' and (
		select count(*) from jiancha.docket k join jiancha.step s using (docket_id)
		where k.kind = 'signal' and k.business_no = n.signal_no and s.kind = 'delivered') <> 1}), 0, 'each card that was told is delivered, once');
cmp_ok($node->safe_psql('city', "select count(*) from jiancha.step where kind = 'delivered'"), '>', $count{relay}, 'and there are such');
diag sprintf '%d short messages to be sent, %d keys seen, %d of them twice or oftener', scalar(@keys), scalar(keys %seen), scalar grep { $_ > 1 } values %seen;

# the seals
is($node->safe_psql('city', "select count(*) from jiancha.verify_seals()"), 0, 'verify_seals() is empty');
$node->safe_psql('city', "select jiancha.seal('$after_all')");
is($node->safe_psql('city', 'select count(*) from jiancha.seal_pending'), 0, 'nothing waits for a seal');
is($node->safe_psql('city', 'select count(*) from (select from jiancha.seal_leaf group by relation, key having count(*) > 1) d'), 0, 'nothing was sealed twice');
is($node->safe_psql('city', 'select count(*) from jiancha.verify_seals()'), 0, 'verify_seals() is empty with all of it sealed');
diag $node->safe_psql('city', q{select format('%s seals over %s rows', count(*), sum(leaves)) from jiancha.seal});
# what the deliveries set in motion
is($node->safe_psql('city', "select count(*) from jiancha.verify('$after_all')"), 0, 'verify() is empty after the deliveries too');
$node->stop;
done_testing();
