# The relay under test: an outbox to work off, a gateway that writes down what it gets, relays that are started and killed.
package JianchaRelay;
use strict;
use warnings;
use Exporter 'import';
use Fcntl qw(:flock);
use IPC::Run;
use JSON::PP;
use PostgreSQL::Test::Utils;
use JianchaServer;

our @EXPORT = qw(make_outbox issue_cards new_inbox gateway messages keys_seen keys_of states run_relay start_relay stop_relay kill_relay wait_for later $open);

# an instant at which the office is open: red cards of cases accepted on 2025-04-21 were issued that day
our $open = '2025-05-06 09:00+08';

# so many minutes later; the office is open until 17:30
sub later
{
	my ($minutes) = @_;
	return sprintf '2025-05-06 %02d:%02d+08', 9 + int($minutes / 60), $minutes % 60;
}

sub relay_program
{
	my $program = $ENV{PG_CONFIG} || 'pg_config';
	chomp(my $bin = `$program --bindir`);
	return "$ENV{JIANCHA_ROOT}$bin/jiancha-relay";
}

# Records, one organisation with the people of its duties, and a role for the relay that may do nothing else.
sub make_outbox
{
	my ($node, $db) = @_;
	$node->safe_psql($db, q{
		create extension jiancha;
		select * from jiancha.setup('410700', 'xinxiang');
		insert into jiancha.org (org_code, name) values ('F', '发改委');
		insert into jiancha.staff (staff_code, org_code, name, mobile)
			values ('F-1', 'F', '承办', '13900000001'), ('F-2', 'F', '领导', '13900000002'), ('F-3', 'F', '派驻', '13900000003');
		insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('F', 'supervising_leader', 'F-2'), ('F', 'stationed_body', 'F-3');
		insert into jiancha.matter (matter_code, org_code, name, promised_limit, statutory_limit) values ('F-01', 'F', '企业投资项目备案', 5, 20);
		create sequence case_no;
		-- red cards of new cases are issued, in one transaction with their letters and notices, as a sweep does
		create procedure issue(cards int) language plpgsql as $$
		declare
			first_no bigint := nextval('case_no');
			red text[];
		begin
			perform setval('case_no', first_no + cards);
			insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code)
				select 'C-' || i, 'F', 'F-01', '申请人', '2025-04-21 09:00+08', 'F-1' from generate_series(first_no, first_no + cards - 1) i;
			insert into jiancha.case_step (case_no, step_no, kind, at)
				select 'C-' || i, 1, 'accept', '2025-04-21 10:00+08' from generate_series(first_no, first_no + cards - 1) i;
			perform jiancha.sweep('2025-05-06 08:00+08');
			with fresh as (
				insert into jiancha.signal_action (docket_id, rule, clock, cycle, kind, at, level, org_code, actor)
				select s.docket_id, s.rule, s.clock, s.cycle, 'issue', '2025-05-06 08:00+08', s.level, s.org_code, current_user
				from jiancha.signal s
				where s.level = 'red' and s.issued_at is null and not exists (
					select from jiancha.signal_action a where (a.docket_id, a.rule, a.clock, a.cycle) = (s.docket_id, s.rule, s.clock, s.cycle))
				returning docket_id, rule, clock, cycle)
			select array_agg(s.signal_no) into red from fresh f join jiancha.signal s using (docket_id, rule, clock, cycle);
			-- the docket in which the card must be answered
			insert into jiancha.docket_key (kind, business_no, docket_id)
				select 'signal', r.no, (410700::bigint << 43) | nextval('jiancha.docket_seq') from unnest(red) r (no) on conflict do nothing;
			insert into jiancha.docket (docket_id, kind, business_no, org_code, origin_org_code, pack, calendar_code, received_at, state)
				select k.docket_id, 'signal', k.business_no, 'F', 'F', 'xinxiang', 'CN', '2025-05-06 08:00+08', 'received'
				from jiancha.docket_key k where k.kind = 'signal' and k.business_no = any (red) on conflict do nothing;
			perform jiancha._follow_up(red, 'issued', '2025-05-06 08:00+08');
		end $$;
		create role relay login;
		grant usage on schema jiancha to relay;
		grant execute on function jiancha.take_notices(text, int, timestamptz, interval, text[]),
			jiancha.notice_done(text, text, boolean, text, timestamptz) to relay});
	return;
}

# So many red cards more: three notices each, by short message.
sub issue_cards
{
	my ($node, $db, $count) = @_;
	return $node->safe_psql($db, "call issue($count)");
}

# Where the gateway writes what it gets.
sub new_inbox
{
	return PostgreSQL::Test::Utils::tempdir . '/inbox';
}

# The command that takes a message: appends it, whole, as a line.
sub gateway
{
	my ($inbox) = @_;
	return ('/bin/sh', '-c', 'exec flock "$0.lock" sh -c "cat >> \"\$0\"" "$0"', $inbox);
}

sub messages
{
	my ($inbox) = @_;
	return () unless -e $inbox;
	# a gateway killed with its relay's server may have left a line without an end
	return map { eval { decode_json($_) } || () } split /\n/, slurp_file($inbox);
}

sub keys_seen
{
	my ($inbox) = @_;
	return map { @{ $_->{keys} } } messages($inbox);
}

sub keys_of
{
	my ($node, $db) = @_;
	return split /\n/, $node->safe_psql($db, q{select key from jiancha.notice where channel = 'sms' order by key collate "C"});
}

# The short messages by state: "sms dead 3,sms sent 9".
sub states
{
	my ($node, $db) = @_;
	return $node->safe_psql($db, q{select string_agg(channel || ' ' || state || ' ' || notices, ',' order by state) from jiancha.outbox_state where channel = 'sms'});
}

sub command_line
{
	my ($node, $db, @arguments) = @_;
	my $dbname = $db =~ /=/ ? $db : "dbname=$db user=relay";
	return (relay_program(), '--dbname', $dbname . ' host=' . $node->host . ' port=' . $node->port, @arguments);
}

# Runs a relay to its end; its status and what it logged.
sub run_relay
{
	my ($node, $db, @arguments) = @_;
	my ($out, $err) = ('', '');
	IPC::Run::run([ command_line($node, $db, @arguments) ], '<', \undef, '>', \$out, '2>', \$err, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	return ($? >> 8, $err);
}

sub start_relay
{
	my ($node, $db, @arguments) = @_;
	my $pid = fork // die "cannot fork: $!";
	if (!$pid)
	{
		open STDERR, '>>', "$PostgreSQL::Test::Utils::log_path/relay.log";
		open STDOUT, '>&', \*STDERR;
		exec command_line($node, $db, @arguments);
		die "cannot run the relay: $!";
	}
	return { pid => $pid };
}

# Sends the signal, if one is given, waits for the end; its status.
sub stop_relay
{
	my ($relay, $signal) = @_;
	kill $signal, $relay->{pid} if $signal;
	waitpid $relay->{pid}, 0;
	return $?;
}

sub kill_relay
{
	my ($relay) = @_;
	stop_relay($relay, 'KILL');
	return;
}

sub wait_for
{
	my ($condition) = @_;
	for (1 .. 300)
	{
		return 1 if $condition->();
		select undef, undef, undef, 0.1;
	}
	return 0;
}

1;
