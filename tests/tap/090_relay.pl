# jiancha-relay: a command a message, failures and dead letters, a server that goes and comes back, a spool directory.
use strict;
use warnings;
use JianchaServer;
use JianchaRelay;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_server('main');
$node->start;
$node->safe_psql('postgres', 'create database city');
make_outbox($node, 'city');

# usage
for my $case (
	[ [], qr/give a command or --spool DIR/ ],
	[ [ '--spool', '/nowhere' ], qr/not a directory that can be written to: "\/nowhere"/ ],
	[ [ '--timeout', '0', '--', 'true' ], qr/--timeout must be a number from 1 to 3600, not "0"/ ],
	[ [ '--channels', 'sms;drop', '--', 'true' ], qr/--channels must be names separated by commas: "sms;drop"/ ],
	[ [ '--spool', '/tmp', '--', 'true' ], qr/give either --spool or a command/ ])
{
	my ($arguments, $wanted) = @$case;
	my ($status, $err) = run_relay($node, 'city', @$arguments);
	ok($status == 2 && $err =~ $wanted, "refused: @$arguments") or diag "status $status: $err";
}

# one message a person, and each is reported
issue_cards($node, 'city', 3);
my $inbox = new_inbox();
my ($status, $err) = run_relay($node, 'city', '--once', '--now', $open, '--', gateway($inbox));
is($status, 0, 'works off what is due') or diag $err;
is(states($node, 'city'), 'sms sent 18', 'all short messages are sent');
is_deeply([ sort(keys_seen($inbox)) ], [ keys_of($node, 'city') ], 'each notice was seen by the command');
is(scalar(messages($inbox)), 3, 'in one message a person');
is($node->safe_psql('city', "select count(*) from jiancha.step where kind = 'delivered'"), '3', 'a card that was sent counts as delivered');

# failures: an exit status, a command that is not there, one that takes too long, one that dies
my %failure = (
	'exit status' => [ qr/exit status 3: no route/, '/bin/sh', '-c', 'echo no route >&2; exit 3' ],
	'no command' => [ qr/exit status 127: cannot run "\/nowhere\/sms"/, '/nowhere/sms' ],
	'too long' => [ qr/took longer than 1 s/, '/bin/sh', '-c', 'sleep 600' ],
	'a signal' => [ qr/ended by signal 9/, '/bin/sh', '-c', 'kill -9 $$' ],
	'bytes that are no UTF-8' => [ qr/exit status 1: \?\?/, '/bin/sh', '-c', 'printf "\377\300" >&2; exit 1' ]);
my $minutes = 0;
issue_cards($node, 'city', 1);
for my $name (sort keys %failure)
{
	my ($wanted, @command) = @{ $failure{$name} };
	($status, $err) = run_relay($node, 'city', '--once', '--timeout', 1, '--now', later($minutes), '--', @command);
	ok($status == 1 && $err =~ /failed at try \d+: $wanted/, "fails: $name") or diag "status $status: $err";
	like($node->safe_psql('city', "select string_agg(distinct error, ',') from jiancha.notice_delivery where state in ('failed', 'dead')"), $wanted, "kept: $name");
	$minutes += 100;
}
is(states($node, 'city'), 'sms dead 6,sms sent 18', 'after notice_attempts tries a message is dead');
is($node->safe_psql('city', 'select count(*) from jiancha.dead_notices'), '6', 'dead notices are seen');
is($node->safe_psql('city', "select count(*) from jiancha.phone_list where why = 'not_reached'"), '6', 'and stand on the telephone list');
is($node->safe_psql('city', "select jiancha.revive_notices('" . later(0) . "')"), '6', 'they can be revived');

# spool: whole files, named after the message
my $spool = PostgreSQL::Test::Utils::tempdir;
($status, $err) = run_relay($node, 'city', '--once', '--now', later(1), '--spool', $spool);
is($status, 0, 'spools') or diag $err;
my @files = glob "$spool/*.json";
is(scalar(@files), 3, 'a file a message');
is(scalar(() = glob "$spool/.*.[0-9]*"), 0, 'nothing half written is left');
like(slurp_file($files[0]), qr/^\{.*"key": "(\w+)".*\}\n$/, 'a message is one line of JSON');
is(states($node, 'city'), 'sms sent 24', 'spooled is sent');

# the relay stays while the server goes: it waits for notifications, is cut off, comes back
$inbox = new_inbox();
my $relay = start_relay($node, 'city', '--now', $open, '--poll', 3600, '--', gateway($inbox));
# a poll of an hour: only the notification can have woken it
ok(wait_for(sub { $node->safe_psql('postgres', "select count(*) from pg_stat_activity where usename = 'relay' and query ~ 'take_notices'") eq '1' }), 'listens');
issue_cards($node, 'city', 2);
ok(wait_for(sub { states($node, 'city') eq 'sms sent 36' }), 'a notification wakes it');
kill_server($node);
$node->start;
issue_cards($node, 'city', 2);
ok(wait_for(sub { states($node, 'city') eq 'sms sent 48' }), 'it comes back after a crash of the server');
$node->restart;
issue_cards($node, 'city', 1);
ok(wait_for(sub { states($node, 'city') eq 'sms sent 54' }), 'and after a restart');
is(stop_relay($relay, 'TERM'), 0, 'SIGTERM ends it');
my %seen = map { $_ => 1 } keys_seen($inbox);
is(scalar(keys %seen), 30, 'nothing was lost');

# SIGTERM while a command runs: it is waited for, and reported
issue_cards($node, 'city', 1);
my $gate = PostgreSQL::Test::Utils::tempdir . '/gate';
$relay = start_relay($node, 'city', '--now', $open, '--', '/bin/sh', '-c', "touch $gate.running; until test -e $gate; do sleep 0.1; done");
ok(wait_for(sub { -e "$gate.running" }), 'a command runs');
kill 'TERM', $relay->{pid};
append_to_file($gate, '');
is(stop_relay($relay), 0, 'drains');
is(states($node, 'city'), 'sms sent 60', 'what ran at SIGTERM was reported');

# without rights nothing goes
$node->safe_psql('city', 'create role stranger login; grant usage on schema jiancha to stranger');
($status, $err) = run_relay($node, "dbname=city user=stranger", '--once', '--', 'true');
ok($status == 1 && $err =~ /cannot take messages: .*permission denied for function take_notices/, 'a role without EXECUTE is refused') or diag "status $status: $err";

$node->stop;
done_testing();
