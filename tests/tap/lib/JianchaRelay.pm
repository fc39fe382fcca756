# The relay under test: an outbox to work off, a gateway that writes down what it gets, relays that are started and killed.
package JianchaRelay;
use strict;
use warnings;
use Exporter 'import';
use Fcntl qw(:flock);
use IPC::Run;
use JSON::PP;
use PostgreSQL::Test::Utils;
use JianchaCity;
use JianchaServer;

our @EXPORT = qw(make_outbox make_relay_role deliver_by_message issue_cards new_inbox gateway messages keys_seen keys_of states run_relay start_relay stop_relay kill_relay wait_for later $open);

# an instant at which the office is open: cards of cases accepted on 2025-04-21 were issued that day
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

# A role for the relay that may do nothing else.
sub make_relay_role
{
	my ($node, $db) = @_;
	$node->safe_psql($db, q{
		create role relay login;
		grant usage on schema jiancha to relay;
		grant execute on function jiancha.take_notices(text, int, timestamptz, interval, text[]),
			jiancha.notice_done(text, text, boolean, text, timestamptz) to relay});
	return;
}

# A pack by which the message to the handler is the delivery of a yellow card, so that its time to answer runs.
sub deliver_by_message
{
	my ($node, $db) = @_;
	$node->safe_psql($db, q{
		select jiancha.define_pack('by_message', 1, '短信送达', '新乡市', '2025-01-01', '试验', parent => 'xinxiang');
		select jiancha.define_recipient('by_message', 1, 'yellow', 'handler', 'sms', '试验', delivers => true);
		update jiancha.record_state set pack = 'by_message'});
	return;
}

# Records, that role, and cases that earn their cards at once.
sub make_outbox
{
	my ($node, $db) = @_;
	make_city($node, $db);
	make_relay_role($node, $db);
	deliver_by_message($node, $db);
	$node->safe_psql($db, q{
		create sequence case_no;
		create procedure issue(cases int) language plpgsql as $$
		declare
			first_no bigint := nextval('case_no');
		begin
			perform setval('case_no', first_no + cases);
			insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, staff_code)
				select 'C-' || i, 'F', 'F-01', '申请人', '2025-04-21 09:00+08', 'F-1' from generate_series(first_no, first_no + cases - 1) i;
			insert into jiancha.case_step (case_no, step_no, kind, at)
				select 'C-' || i, 1, 'accept', '2025-04-21 10:00+08' from generate_series(first_no, first_no + cases - 1) i;
			perform jiancha.sweep('2025-05-06 08:00+08');
		end $$});
	return;
}

# So many cases more with a yellow and a red card each: six notices by short message; a reminder comes too late to be sent.
sub issue_cards
{
	my ($node, $db, $cases) = @_;
	return $node->safe_psql($db, "call issue($cases)");
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
	return split /\n/, $node->safe_psql($db, q{
		select n.key from jiancha.notice n join jiancha.notice_delivery d using (docket_id, notice_id)
		where n.channel = 'sms' and d.state <> 'recorded' order by n.key collate "C"});
}

# The short messages that are to go out, by state: "sms dead 6,sms sent 18".
sub states
{
	my ($node, $db) = @_;
	return $node->safe_psql($db, q{select string_agg(channel || ' ' || state || ' ' || notices, ',' order by state) from jiancha.outbox_state where channel = 'sms' and state <> 'recorded'});
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
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return 1 if $condition->();
		select undef, undef, undef, 0.1;
	}
	return 0;
}

1;
