/*
 * options.c
 *		Command line of jiancha-relay.
 */
#include "relay.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef JIANCHA_VERSION
#define JIANCHA_VERSION "unknown"
#endif

static const char usage[] =
"jiancha-relay hands the messages in the outbox of jiancha to a command or to a spool directory.\n"
"\n"
"  jiancha-relay [OPTION]... -- COMMAND [ARGUMENT]...\n"
"  jiancha-relay [OPTION]... --spool DIR\n"
"\n"
"COMMAND is run once a message, without a shell, with the message as a JSON object on standard input (keys key,\n"
"channel, address, staff, name, attempt, notices, text, keys, signals). Exit status 0 means sent; anything else, or\n"
"more time than --timeout, means failed, and the message is tried again later under the same key.\n"
"With --spool each message is a file DIR/<key>.json, complete as soon as it has that name.\n"
"\n"
"  -d, --dbname=CONNINFO   connection string of libpq (default: PGHOST, PGDATABASE, ...)\n"
"  -w, --worker=NAME       name of this relay (default: host name and process id)\n"
"  -c, --channels=LIST     channels to work off, separated by commas (default: sms,screen)\n"
"  -n, --max-children=N    commands at once, 1 to 256 (default: 8)\n"
"  -t, --timeout=SECONDS   time limit of a command, 1 to 3600 (default: 60)\n"
"  -p, --poll=SECONDS      look at least this often, 1 to 3600 (default: 30)\n"
"  -1, --once              work off what is due and end; status 1 if a message failed\n"
"      --now=TIMESTAMP     begin at this instant instead of the server's clock; for drills and tests\n"
"      --help, --version\n"
"\n"
"SIGTERM or SIGINT: takes nothing more, waits for running commands, reports them and ends; a second one kills them.\n";

static void
complain(const char *what, const char *value)
{
	fprintf(stderr, "jiancha-relay: %s%s%s%s\nTry \"jiancha-relay --help\".\n", what, value ? ": \"" : "", value ? value : "", value ? "\"" : "");
	exit(2);
}

static int
number(const char *name, const char *text, int low, int high)
{
	char	   *end;
	long		value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || value < low || value > high)
	{
		fprintf(stderr, "jiancha-relay: --%s must be a number from %d to %d, not \"%s\"\n", name, low, high, text);
		exit(2);
	}
	return (int) value;
}

/* sms,screen as {sms,screen}; only letters and underscores, so that it needs no quoting */
static const char *
channel_array(const char *list)
{
	char	   *array = malloc(strlen(list) + 3);

	if (array == NULL)
		complain("out of memory", NULL);
	if (*list == '\0' || strspn(list, "abcdefghijklmnopqrstuvwxyz_,") != strlen(list))
		complain("--channels must be names separated by commas", list);
	sprintf(array, "{%s}", list);
	return array;
}

void
read_options(int argc, char **argv, Options *options)
{
	static const struct option names[] = {
		{"dbname", required_argument, NULL, 'd'},
		{"worker", required_argument, NULL, 'w'},
		{"channels", required_argument, NULL, 'c'},
		{"max-children", required_argument, NULL, 'n'},
		{"timeout", required_argument, NULL, 't'},
		{"poll", required_argument, NULL, 'p'},
		{"once", no_argument, NULL, '1'},
		{"spool", required_argument, NULL, 's'},
		{"now", required_argument, NULL, 'N'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{NULL, 0, NULL, 0}
	};
	static char worker[300];
	char		host[256] = "";
	int			option;

	memset(options, 0, sizeof(*options));
	options->conninfo = "";
	options->channels = "{sms,screen}";
	options->max_children = 8;
	options->timeout_s = 60;
	options->poll_s = 30;

	while ((option = getopt_long(argc, argv, "+d:w:c:n:t:p:1", names, NULL)) != -1)
	{
		switch (option)
		{
			case 'd':
				/* a bare name is a database, as for psql */
				if (strchr(optarg, '=') == NULL && strstr(optarg, "://") == NULL)
				{
					char	   *conninfo = malloc(strlen(optarg) * 2 + 16);
					char	   *p = conninfo;

					if (conninfo == NULL)
						complain("out of memory", NULL);
					p += sprintf(p, "dbname='");
					for (const char *c = optarg; *c != '\0'; c++)
					{
						if (*c == '\'' || *c == '\\')
							*p++ = '\\';
						*p++ = *c;
					}
					strcpy(p, "'");
					options->conninfo = conninfo;
				}
				else
					options->conninfo = optarg;
				break;
			case 'w':
				options->worker = optarg;
				break;
			case 'c':
				options->channels = channel_array(optarg);
				break;
			case 'n':
				options->max_children = number("max-children", optarg, 1, MAX_CHILDREN);
				break;
			case 't':
				options->timeout_s = number("timeout", optarg, 1, 3600);
				break;
			case 'p':
				options->poll_s = number("poll", optarg, 1, 3600);
				break;
			case '1':
				options->once = true;
				break;
			case 's':
				options->spool = optarg;
				break;
			case 'N':
				options->now = optarg;
				break;
			case 'h':
				fputs(usage, stdout);
				exit(0);
			case 'V':
				puts("jiancha-relay " JIANCHA_VERSION);
				exit(0);
			default:
				fputs("Try \"jiancha-relay --help\".\n", stderr);
				exit(2);
		}
	}

	if (options->spool != NULL)
	{
		struct stat dir;

		if (optind < argc)
			complain("give either --spool or a command, not both", argv[optind]);
		if (stat(options->spool, &dir) != 0 || !S_ISDIR(dir.st_mode) || access(options->spool, W_OK | X_OK) != 0)
			complain("not a directory that can be written to", options->spool);
	}
	else if (optind < argc)
		options->command = &argv[optind];
	else
		complain("give a command or --spool DIR", NULL);

	if (options->worker == NULL || *options->worker == '\0')
	{
		(void) gethostname(host, sizeof(host) - 1);
		snprintf(worker, sizeof(worker), "%s/%ld", host, (long) getpid());
		options->worker = worker;
	}
}
