# kill -9 of the relay, and now and then of the server, at random moments while cards are issued: every notice is seen
# by the gateway at least once, and none is lost.
use strict;
use warnings;
use JianchaServer;
use JianchaRelay;
use Test::More;
use Time::HiRes qw(sleep);

my $seed = $ENV{JIANCHA_SEED} || time;
srand $seed;
diag "seed $seed: repeat with JIANCHA_SEED=$seed";

my $node = new_server('main');
$node->start;
$node->safe_psql('postgres', 'create database city');
make_outbox($node, 'city');

my $inbox = new_inbox();
my ($kills, $crashes, $cards) = (25, 0, 0);
for my $kill (1 .. $kills)
{
	# claims of the relay that was killed have run out: each begins some minutes after the one before
	my $relay = start_relay($node, 'city', '--now', later($kill * 5), '--timeout', 1, '--max-children', 4, '--', gateway($inbox));
	for (1 .. 3)
	{
		issue_cards($node, 'city', 2);
		$cards += 2;
	}
	# the one place where time passes unobserved: the moment is to be random
	sleep rand 0.4;
	kill_relay($relay);
	if ($kill % 8 == 0)
	{
		kill_server($node);
		$node->start;
		$crashes++;
	}
}
is($node->safe_psql('city', 'select count(distinct signal_no) from jiancha.notice'), $cards, "$kills kills, $crashes crashes: a notice for each of $cards cards");
my ($status, $err) = run_relay($node, 'city', '--once', '--now', later($kills * 5 + 30), '--', gateway($inbox));
is($status, 0, 'the next relay works off what is left') or diag $err;
is(states($node, 'city'), 'sms sent ' . 3 * $cards, 'all are sent');
my %seen;
$seen{$_}++ for keys_seen($inbox);
is_deeply([ sort keys %seen ], [ keys_of($node, 'city') ], 'each key was seen, and none that is not there');
my %message;
for my $message (messages($inbox))
{
	$message{ $message->{key} }{ join ' ', sort @{ $message->{keys} } }++;
}
is(scalar(grep { keys %$_ > 1 } values %message), 0, 'a message that went out twice had the same key and the same content');
diag sprintf '%d notices, %d seen twice or oftener', 3 * $cards, scalar grep { $_ > 1 } values %seen;
is($node->safe_psql('city', q{
	select count(*) from (
		select regexp_replace(letter_no, '^(.*)〔(\d+)〕(\d+)号$', '\3')::int as no, row_number() over (partition by regexp_replace(letter_no, '〔.*', '') order by
			regexp_replace(letter_no, '^(.*)〔(\d+)〕(\d+)号$', '\3')::int) as place from jiancha.letter) l where no <> place}), '0',
	'the numbers of the letters have no gap');
$node->stop;
done_testing();
