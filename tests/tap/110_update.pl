# An update of the extension: the records are brought on step by step, nothing is lost, and what comes out is the same as made anew. As long as
# there is but one version, the next one is made here; from the first release on, each released version takes its place.
use strict;
use warnings;
use JianchaServer;
use JianchaCity;
use PostgreSQL::Test::Utils;
use Test::More;

my $dir = $PostgreSQL::Test::Utils::tmp_check . '/update';
mkdir $dir;
system('cp', '-Rp', "$ENV{TESTDIR}/build", "$dir/build") == 0 or die 'cannot copy the build';
my $versions = `$ENV{TESTDIR}/tap/next_version $ENV{TESTDIR}/tree $dir`;
is($?, 0, 'the next version is built') or BAIL_OUT('no next version');
my ($was, $next) = $versions =~ /^(\S+) (\S+)$/;
my $root = "$dir/root";
my $scripts = JianchaServer::pg_config_value('--sharedir') . '/extension';

my $node = new_server('main', settings => <<'CONF');
shared_preload_libraries = 'jiancha'
jiancha.databases = 'city'
jiancha.sweep_interval = '200ms'
CONF

# the update script, as it is drafted from both install scripts, installed by make as a release would
$node->append_conf('postgresql.conf', extension_settings($root));
$node->start;
{
	local %ENV = (%ENV, JIANCHA_ROOT => $root, PGHOST => $node->host, PGPORT => $node->port, PGUSER => 'postgres');
	my ($draft, $err) = ('', '');
	$ENV{PGUSER} = getpwuid($>);
	ok(IPC::Run::run([ "$dir/next/sql/updates/draft", "$ENV{TESTDIR}/build/jiancha--$was.sql" ], '>', \$draft, '2>', \$err), 'sql/updates/draft finds nothing to be done by hand')
	  or diag $err, $draft =~ /^(-- by hand:.*)$/mg;
	like($draft, qr/CREATE OR REPLACE FUNCTION jiancha\._case_intake_statement/, 'it has the changed function');
	like($draft, qr/CREATE OR REPLACE FUNCTION jiancha\._next_word/, 'and the new one');
	mkdir "$dir/next/sql/updates";
	append_to_file("$dir/next/sql/updates/jiancha--$was--$next.sql", $draft);
	command_ok([ 'make', '-s', '-C', "$dir/build", '-f', "$dir/next/Makefile", 'with_llvm=no', "PG_CONFIG=" . ($ENV{PG_CONFIG} || 'pg_config'), 'install', "DESTDIR=$root" ], 'make install takes the script along');
	ok(-f "$root$scripts/jiancha--$was--$next.sql", 'it is there');
}
$node->append_conf('postgresql.conf', extension_settings());
$node->restart;

# the old version at work
$node->safe_psql('postgres', 'create database city');
make_city($node, 'city');
$node->safe_psql('city', q{create role clerk login; select jiancha.grant_access('clerk', 'F');
	create role reader; grant select on jiancha.signals to reader; create index dba_step_document on jiancha.step (document_no)});
add_due_cases($node, 'city', 20);
ok(wait_sweep($node, 'city'), 'the old version sweeps');
is(count_cards($node, 'city'), 20, 'cards');
command_ok([ 'pg_dump', '-Fc', '-f', "$dir/old.dump", $node->connstr('city') ], 'a dump of the old version');
my ($number, $compared) = (0, 0);
my ($code, $out, $err);
sub intake
{
	my ($db, $what) = @_;
	$number++;
	my ($code, $out, $err) = $node->psql($db, qq{insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at) values ('U-$number', 'F', 'F-01', '申请人', '2025-03-03 09:00+08');
		insert into jiancha.case_step (case_no, step_no, kind, at) values ('U-$number', 1, 'accept', '2025-03-03 10:00+08')}, extra_params => [ '-U', 'clerk' ]);
	return is("$code $err", '0 ', "$db: a clerk enters a case $what");
}
# the schema, members of the extension included, without what differs from database to database
sub schema
{
	my ($db) = @_;
	my ($out, $err) = run_command([ 'pg_dump', '-s', '--binary-upgrade', $node->connstr($db) ]);
	# what was printed and read again has other parentheses around its ANDs, and its constants are named after their type
	return join '', map { s/[()]//gr =~ s/::(\w+) AS \1\b/::$1/gr =~ s/$/\n/r } grep { !/binary_upgrade|relfrozenxid|relminmxid|setval|WHERE oid|^--|^$|restrict|^ALTER DATABASE/ } split /\n/, $out;
}

# the new software: library first
$node->append_conf('postgresql.conf', extension_settings($root));
$node->restart;
ok(wait_status($node, 'city', "state = 'other version'"), 'a new library beside old functions: the worker waits');
intake('city', 'between make install and the update');
$node->safe_psql('city', "alter extension jiancha update");
is($node->safe_psql('city', q{select extversion from pg_extension where extname = 'jiancha'}), $next, 'ALTER EXTENSION UPDATE');

# records of the version before, served by the new functions
intake('city', 'between the update and setup()');
ok(wait_sweep($node, 'city'), 'the worker sweeps the records of the version before');
is(count_cards($node, 'city'), 22, 'cards for the two new cases');
is(verify_count($node, 'city'), 0, 'verify() is empty');
my $before = schema('city');
my $plan = $node->safe_psql('city', q{select done from jiancha.setup('410700', 'xinxiang', dry_run => true)});
like($plan, qr/brought the records to version \d+:\n.*alter table jiancha\.record_state add column next_note text;/s, 'a dry run shows the DDL');
like($plan, qr/^locks table jiancha\.record_state: .*AccessExclusiveLock/m, 'the locks');
like($plan, qr/^locks \d+ views: AccessExclusiveLock$/m, 'of views too');
like($plan, qr/^dry run: took \d+ ms, and was rolled back$/m, 'and the time');
is(schema('city'), $before, 'and changes nothing');
my $made = $node->safe_psql('city', q{select done from jiancha.setup('410700', 'xinxiang')});
like($made, qr/^brought the records to version \d+$/m, 'setup() brings the records on');

is($node->safe_psql('city', q{select done from jiancha.setup('410700', 'xinxiang')}), 'nothing to do: the records are complete', 'a second time there is nothing to do');
is($node->safe_psql('city', q{select count(*) from jiancha.next_things}), 0, 'the new view is there');
is($node->safe_psql('city', q{select has_table_privilege('reader', 'jiancha.signals', 'select')}), 't', 'grants are kept');
intake('city', 'after setup()');
ok(wait_sweep($node, 'city'), 'the worker goes on');
is(count_cards($node, 'city'), 23, 'with new cases');
is(verify_count($node, 'city'), 0, 'verify() is empty');
is($node->safe_psql('city', 'select count(*) from jiancha.verify_clocks()'), 0, 'verify_clocks() is empty');
is(without_letter($node, 'city'), 0, 'letters and notices too');
my $signals = $node->safe_psql('city', 'select * from jiancha.signals order by signal_no');

# made anew
$node->safe_psql('postgres', 'create database fresh');
make_city($node, 'fresh');
$node->safe_psql('fresh', q{select jiancha.grant_access('clerk', 'F'); grant select on jiancha.signals to reader; create index dba_step_document on jiancha.step (document_no)});
my $fresh = schema('fresh');
cmp_ok(length $fresh, '>', 1000000, 'there is a schema to compare');
ok(same_text('fresh and updated', $fresh, schema('city')), 'updated and made anew are the same text');

# a dump of the version before, restored where the new one is installed: new functions, old records
$node->safe_psql('postgres', 'create database restored');
command_ok([ 'pg_restore', '-j', '2', '-d', $node->connstr('restored'), "$dir/old.dump" ], 'the dump of the old version is restored');
is($node->safe_psql('restored', q{select extversion from pg_extension where extname = 'jiancha'}), $next, 'under the new functions');
($code, $out, $err) = $node->psql('restored', q{select jiancha.sweep('2025-05-06 08:00+08')});
like($err, qr/ERROR:  the records of jiancha have version \d+, and their owner .*HINT:.*jiancha\.setup\(\)/s, 'what works on them says that setup() is to be called');
$node->safe_psql('restored', q{select from jiancha.setup('410700', 'xinxiang'); select from jiancha.resume('试恢复')});
intake('restored', 'after it');
ok(same_text('fresh and restored', $fresh, schema('restored')), 'restored, brought on and made anew are the same text');
$node->safe_psql('restored', q{call jiancha.sweep_all('2025-06-01 00:00+08')});
is(count_cards($node, 'restored'), 21, 'and it is swept');
is($node->safe_psql('restored', q{select count(*) from jiancha.verify('2025-06-01 00:00+08')}), 0, 'verify() is empty');

# a dump of what was updated: what the update granted is in it, so that nobody need call anything
$node->safe_psql('postgres', 'create database again');
command_ok([ 'pg_dump', '-Fc', '-f', "$dir/new.dump", $node->connstr('city') ], 'a dump of the updated version');
command_ok([ 'pg_restore', '-j', '2', '-d', $node->connstr('again'), "$dir/new.dump" ], 'is restored');
intake('again', 'without any call');
is($node->safe_psql('again', 'select * from jiancha.signals order by signal_no'), $signals, 'the same signals');
ok(same_text('fresh and dumped', $fresh, schema('again')), 'dumped, restored and made anew are the same text');
$node->stop;
done_testing();

sub same_text
{
	my ($what, $left, $right) = @_;
	return 1 if $left eq $right;
	my $n = ++$compared;
	append_to_file("$dir/left$n", $left);
	append_to_file("$dir/right$n", $right);
	diag "$what:\n" . `diff $dir/left$n $dir/right$n | head -n 60`;
	return 0;
}
