# Messages in Chinese, from a server whose lc_messages is zh_CN.UTF-8.
use strict;
use warnings;
use JianchaServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# A server looks for translations beside its own program, not in the private directory: so the test runs a copy of the
# programs, with links to all else, into which the extension is put.
sub config
{
	my ($option) = @_;
	my $program = $ENV{PG_CONFIG} || 'pg_config';
	chomp(my $value = `$program --$option`);
	return $value;
}

my ($bindir, $pkglibdir, $sharedir, $localedir) = map { config($_) } qw(bindir pkglibdir sharedir localedir);
my $root = $ENV{JIANCHA_ROOT} or die 'JIANCHA_ROOT is not set: use tests/tap/run';
my ($major) = config('version') =~ /(\d+)/;
my $catalogue = "zh_CN/LC_MESSAGES/jiancha-$major.mo";

plan skip_all => 'the server is built without translations' unless config('configure') =~ /--enable-nls/;
plan skip_all => 'the server keeps its programs in no directory named bin' unless $bindir =~ m{/bin$};

# the locale, if need be made for this test alone
my $locale = 'zh_CN.UTF-8';
my $dir = PostgreSQL::Test::Utils::tempdir();
unless (`locale -a 2>/dev/null` =~ /^zh_CN\.utf-?8$/im)
{
	mkdir "$dir/locale";
	plan skip_all => 'the locale zh_CN.UTF-8 is missing and cannot be made: install the package locales'
	  if system("localedef -i zh_CN -f UTF-8 '$dir/locale/$locale' >'$dir/localedef' 2>&1") || !-d "$dir/locale/$locale";
	$ENV{LOCPATH} = "$dir/locale:/usr/lib/locale";
}

sub run_quietly
{
	my (@command) = @_;
	system(@command) == 0 or die "@command: $?";
	return;
}

# links to everything in the directories from, the later over the earlier
sub link_all
{
	my ($to, @from) = @_;
	run_quietly('mkdir', '-p', $to);
	for my $from (@from)
	{
		run_quietly('ln', '-sf', $_, "$to/") for glob "$from/*";
	}
	return;
}

my $install = "$dir/server";
run_quietly('mkdir', '-p', "$install$bindir", "$install$localedir/zh_CN/LC_MESSAGES");
run_quietly('cp', '-RL', "$bindir/.", "$install$bindir");
link_all("$install$pkglibdir", $pkglibdir, "$root$pkglibdir");
link_all("$install$sharedir", $sharedir);
unlink "$install$sharedir/extension";
link_all("$install$sharedir/extension", "$sharedir/extension", "$root$sharedir/extension");
ok(-f "$root$localedir/$catalogue", 'make install installs the Chinese messages');
link_all("$install$localedir/zh_CN/LC_MESSAGES", "$localedir/zh_CN/LC_MESSAGES", "$root$localedir/zh_CN/LC_MESSAGES");

my $node = PostgreSQL::Test::Cluster->new('main', install_path => $install . $bindir =~ s{/bin$}{}r);
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
$node->append_conf('postgresql.conf', "lc_messages = '$locale'\ntimezone = 'Asia/Shanghai'\n");
$node->start;
is($node->safe_psql('postgres', 'show lc_messages'), $locale, 'a server that speaks Chinese');
$node->safe_psql('postgres', q{
	create extension jiancha;
	select * from jiancha.setup('410700', 'xinxiang');
	insert into jiancha.org (org_code, name) values ('zjj', '住房建设局');
	insert into jiancha.matter (matter_code, org_code, name, promised_limit) values ('zjj-01', 'zjj', '施工许可', 5);
	insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
		values ('C-1', 'zjj', 'zjj-01', '申请人', '2025-01-23 09:05+08')});

sub answers
{
	my ($sql, $patterns, $name) = @_;
	my ($code, $out, $err) = $node->psql('postgres', $sql, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
	like("$err$out", $_, $name) for @$patterns;
	return;
}

answers(
	q{insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at)
		values ('C-2', 'gaj', 'zjj-01', '申请人', '2025-01-23 09:05+08')},
	[ qr/JC004: 单位“gaj”未登记/, qr/所在行为“C-2”。/, qr/请先登记：INSERT INTO jiancha\.org/ ],
	'an unknown organisation');
answers(
	q{insert into jiancha.case_step (case_no, kind, at) values ('C-1', 'acept', '2025-01-23 09:30+08')},
	[ qr/JC005: 步骤类型“acept”不存在/, qr/步骤类型见 jiancha\.step_kind。/ ],
	'a step kind');
answers(
	q{select jiancha.add_working_days('2026-12-15', 20)},
	[
		qr/JC001: 日历“CN”的2027年工作日尚未公布/,
		qr/日历公布至2026-12-31；自2026-12-15起计20个工作日需用到2027-01-01。/,
		qr/请用 jiancha\.load_notice\(\) 装入国务院办公厅通知，或用 jiancha\.deadline_estimate\(\) 取暂定日期。/
	],
	'past the horizon');
answers(
	q{select jiancha.define_pack('demo', 1, '示例', '示例', '2025-01-01', '示例');
		select jiancha.define_clock('demo', 1, 'promised', '承诺时限', '{accept}', '{close}', '条款', 'promised');
		select jiancha.define_signal('demo', 1, 'D-1', 'promised', 'red', 'due + 2 working days', '条款')},
	[ qr/JC009: 时点“due \+ 2 working days”在“2”处无法理解/, qr/第7个字符处应为下列之一：more than, at least。/ ],
	'a threshold');
answers(
	q{select jiancha.load_notice('{"notice_no": "示例1号", "days": [{"day": "2025-03-04", "kind": "work"}]}')},
	[ qr/JC010: 通知“示例1号”将2025-03-04安排为调休上班，但该日不是周休日/, qr/2025-03-04是星期2（1为周一）。/ ],
	'a notice with a wrong day');
answers(
	q{update jiancha.step set kind = 'close'; delete from jiancha.case_file},
	[ qr/JC008: “case_file”的行不得修改或删除/, qr/所执行的命令是DELETE。/ ],
	'an append-only table');
answers(
	q{select note from jiancha.worker_status()},
	[qr/jiancha 未预加载：请将其加入 shared_preload_libraries，或调用 jiancha\.start_worker\(\)/],
	'the note of worker_status()');
is($node->safe_psql('postgres', q{set lc_messages = 'C'; select reason ~ '^calendar "CN" is published' from jiancha.deadline_estimate('2026-12-15', 20)}),
	't', 'English for who asks for it');
is($node->safe_psql('postgres', q{select reason from jiancha.deadline_estimate('2026-12-15', 20)}),
	'日历“CN”公布至2026-12-31；自2027-01-01起按周休日和已知节假日推算，调休安排未知', 'the reason of an estimate');
$node->stop;
done_testing();
