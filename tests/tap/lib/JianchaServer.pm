# Servers for the tests: clusters that find the extension in the private directory JIANCHA_ROOT.
package JianchaServer;
use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(new_server extension_settings log_text log_count wait_log status wait_status wait_sweep wait_rows kill_process wait_gone kill_server);

sub pg_config_value
{
	my ($option) = @_;
	my $program = $ENV{PG_CONFIG} || 'pg_config';
	chomp(my $value = `$program $option`);
	return $value;
}

# Lines for postgresql.conf with which a server finds the extension, in a root of its own if one is given.
sub extension_settings
{
	my ($root) = @_;
	$root ||= $ENV{JIANCHA_ROOT} or die 'JIANCHA_ROOT is not set: use tests/tap/run';
	my ($major) = pg_config_value('--version') =~ /(\d+)/;
	my $lines = "dynamic_library_path = '$root" . pg_config_value('--pkglibdir') . ":\$libdir'\n";
	$lines .= $major >= 18
	  ? "extension_control_path = '$root" . pg_config_value('--sharedir') . ":\$system'\n"
	  : "extension_destdir = '$root'\n";
	return $lines;
}

# A cluster, not started. settings: further lines of postgresql.conf; init: arguments of init().
sub new_server
{
	my ($name, %option) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ], %{ $option{init} || {} });
	$node->append_conf('postgresql.conf',
		extension_settings() . "timezone = 'Asia/Shanghai'\nautovacuum = off\nrestart_after_crash = on\n" . ($option{settings} || ''));
	return $node;
}

sub log_text
{
	my ($node, $from) = @_;
	return slurp_file($node->logfile, $from || 0);
}

# How often a pattern stands in the server log, from a byte on.
sub log_count
{
	my ($node, $pattern, $from) = @_;
	my $count = () = log_text($node, $from) =~ /$pattern/g;
	return $count;
}

# Poll until the pattern stands in the log from a byte on.
sub wait_log
{
	my ($node, $pattern, $from) = @_;
	my $tries = 10 * $PostgreSQL::Test::Utils::timeout_default;
	for (1 .. $tries)
	{
		return 1 if log_count($node, $pattern, $from);
		select undef, undef, undef, 0.1;
	}
	diag "not in the log: $pattern";
	return 0;
}

# One column of worker_status() for the current database.
sub status
{
	my ($node, $db, $column) = @_;
	return $node->safe_psql($db, "select $column from jiancha.worker_status() where database = current_database()");
}

# Poll until a condition over worker_status() holds for the current database.
sub wait_status
{
	my ($node, $db, $condition) = @_;
	my $there = $node->poll_query_until($db,
		"select coalesce(bool_or($condition), false) from jiancha.worker_status() where database = current_database()");
	diag $node->safe_psql($db, 'select * from jiancha.worker_status()') unless $there;
	return $there;
}

# Poll until a sweep that began after this call has ended: what is due by now has its cards.
sub wait_sweep
{
	my ($node, $db) = @_;
	my $sweeps = status($node, $db, 'sweeps') || 0;
	# the one that is under way may have begun before
	return wait_status($node, $db, "state = 'idle' and sweeps > $sweeps + 1");
}

# Wait until a query gives more than so many rows. One session asks, so that it sees that at once: a sweep does not end meanwhile.
sub wait_rows
{
	my ($node, $db, $query, $rows) = @_;
	my $tries = 200 * $PostgreSQL::Test::Utils::timeout_default;
	my $there = $node->safe_psql($db, qq{
		do \$\$
		begin
			for try in 1 .. $tries loop
				if (select count(*) from ($query) q) > $rows then
					return;
				end if;
				perform pg_sleep(0.005);
				-- an old snapshot would hold up a standby
				commit;
			end loop;
			raise 'not more than $rows rows';
		end \$\$;
		select true});
	return $there eq 't';
}

sub kill_process
{
	my ($signal, $pid) = @_;
	return kill $signal, $pid;
}

# Is a process there, and not only waiting for its parent to take notice of its end?
sub runs
{
	my ($pid) = @_;
	open my $stat, '<', "/proc/$pid/stat" or return 0;
	my $line = <$stat> // '';
	return $line =~ /\) [^ZX] \d+ / ? 1 : 0;
}

# Kill a server with all its processes, and wait for their end.
sub kill_server
{
	my ($node) = @_;
	my $postmaster = $node->{_pid};
	my @pids = ($postmaster);
	# stopped it makes no more processes while they are listed
	kill 'STOP', $postmaster;
	for my $file (glob '/proc/[0-9]*/stat')
	{
		open my $stat, '<', $file or next;
		my $line = <$stat> // '';
		push @pids, $1 if $line =~ /^(\d+) \(.*\) \S (\d+) / && $2 == $postmaster;
	}
	$node->kill9;
	kill 'KILL', @pids;
	for my $pid (@pids)
	{
		wait_gone($pid) or die "process $pid does not end";
	}
	# where nobody takes notice of dead processes their numbers seem to live
	unlink $node->data_dir . '/postmaster.pid', $node->host . '/.s.PGSQL.' . $node->port . '.lock';
	return;
}

# Poll until a process is gone.
sub wait_gone
{
	my ($pid) = @_;
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return 1 unless runs($pid);
		select undef, undef, undef, 0.1;
	}
	return 0;
}

1;
