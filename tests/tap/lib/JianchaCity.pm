# Records and cases for the tests, through the same calls and views that people use.
package JianchaCity;
use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Utils;

our @EXPORT = qw(make_city add_due_cases add_running_cases count_cards wait_cards break_engine mend_engine verify_count without_letter snapshot_records);

our (%cases, %org);

# The extension and its records, with one organisation, the people of its duties and one matter of five working days.
# The trial run is over: cards are issued, with their letters and notices. Options: region, org.
sub make_city
{
	my ($node, $db, %option) = @_;
	my $region = $option{region} || '410700';
	my $org = $org{$node->name} = $option{org} || 'F';
	$node->safe_psql($db, qq{
		create extension jiancha;
		select * from jiancha.setup('$region', 'xinxiang')});
	$node->safe_psql($db, q{
		insert into jiancha.org (org_code, name, parent_code) values ('ORG', '发改委', null);
		insert into jiancha.staff (staff_code, org_code, name, mobile)
			values ('ORG-1', 'ORG', '承办', '13900000001'), ('ORG-2', 'ORG', '领导', '13900000002'), ('ORG-3', 'ORG', '派驻', '13900000003');
		insert into jiancha.duty_assignment (org_code, duty, staff_code) values ('ORG', 'supervising_leader', 'ORG-2'), ('ORG', 'stationed_body', 'ORG-3');
		insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit)
			values ('ORG-01', 'ORG', '企业投资项目备案', 5, 'working_day', 20, 'working_day');
		select jiancha.go_live('2025-01-01 00:00+08', '市政府令第1号')} =~ s/ORG/$org/gr);
	return;
}

sub add_cases
{
	my ($node, $db, $count, $at, %option) = @_;
	my $org = $option{org} || $org{ $node->name } || 'F';
	my $first = $cases{$db} || 0;
	$cases{$db} = $first + $count;
	my ($from, $to) = ($first + 1, $first + $count);
	$node->safe_psql($db, qq{
		insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel, staff_code)
			select '$db-' || i, '$org', '$org-01', '申请人' || i, $at, 'window', '$org-1' from generate_series($from, $to) i;
		insert into jiancha.case_step (case_no, step_no, kind, at)
			select '$db-' || i, 1, 'accept', $at from generate_series($from, $to) i});
	return;
}

# So many cases more, each long past its limit, so that every rule of the pack has a card for it.
sub add_due_cases
{
	my ($node, $db, $count, %option) = @_;
	return add_cases($node, $db, $count, q{timestamptz '2025-03-03 09:00+08'}, %option);
}

# Cases whose limit is still to come.
sub add_running_cases
{
	my ($node, $db, $count) = @_;
	return add_cases($node, $db, $count, q{now() - interval '1 minute'});
}

my $count_cards = q{select count(distinct case_no) from jiancha.signals where state <> 'unfounded'};

# Cases that have cards which stand.
sub count_cards
{
	my ($node, $db) = @_;
	return $node->safe_psql($db, $count_cards);
}

# Wait until so many cases have cards. A number of sweeps says less: they may all have been before the cases came.
sub wait_cards
{
	my ($node, $db, $count) = @_;
	return $node->poll_query_until($db, "select ($count_cards) >= $count");
}

# From now on each sweep that finds something to do fails, until mended; what is due then is left.
sub break_engine
{
	my ($node, $db) = @_;
	$node->safe_psql($db, 'alter table jiancha.clock rename to clock_away');
	return;
}

sub mend_engine
{
	my ($node, $db) = @_;
	$node->safe_psql($db, 'alter table jiancha.clock_away rename to clock');
	return;
}

# Differences between what is earned now and what is there.
sub verify_count
{
	my ($node, $db) = @_;
	return $node->safe_psql($db, 'select count(*) from jiancha.verify(now())');
}

# Cards that went out without what goes with them: a letter, a docket to be answered in, somebody who is told; or twice.
# Letters whose numbers have a gap.
sub without_letter
{
	my ($node, $db) = @_;
	return $node->safe_psql($db, q{
		select (select count(*) from jiancha.signals s
				where s.issued_at is not null and s.level in ('yellow', 'red') and (select count(*) from jiancha.letter l where l.signal_no = s.signal_no and l.on_issue) <> 1)
			+ (select count(*) from jiancha.signals s
				where s.issued_at is not null and s.answer_clock is not null
					and not exists (select from jiancha.docket k where k.kind in ('signal', 'report') and k.business_no = s.signal_no))
			+ (select count(*) from jiancha.signals s
				where s.issued_at is not null and not exists (select from jiancha.notice n where n.signal_no = s.signal_no and n.what = 'issued'))
			+ (select count(*) from jiancha.letter_counter c
				where last_no <> (select count(*) from jiancha.letter l where l.letter_no like c.word || '〔' || c.year || '〕%'))});
}

# Every row of every record table, one line a row, in an order that does not depend on how it is stored.
sub snapshot_records
{
	my ($node, $db) = @_;
	# one session for all: the server must not start one a table
	return $node->safe_psql($db, q{
		select format('select %L', '== ' || c.relname), format('select t::text from jiancha.%I t order by t::text collate "C"', c.relname)
		from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'jiancha' and c.relkind = 'r' order by c.relname \gexec});
}

1;
