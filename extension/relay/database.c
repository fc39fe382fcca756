/*
 * database.c
 *		The relay's one connection: LISTEN, take, report.
 */
#include "relay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libpq-fe.h"

static PGconn *conn = NULL;
static int64_t began_at = -1;	/* monotonic ms at the first connection: --now runs on from there */

/* libpq's messages end with a newline, and may have several lines */
static const char *
one_line(const char *message)
{
	static char line[600];

	snprintf(line, sizeof(line), "%s", message);
	for (char *p = line; *p != '\0'; p++)
		if (*p == '\n')
			*p = p[1] == '\0' ? '\0' : ' ';
	return line;
}

bool
db_connected(void)
{
	return conn != NULL;
}

int
db_socket(void)
{
	return conn ? PQsocket(conn) : -1;
}

void
db_close(void)
{
	if (conn != NULL)
		PQfinish(conn);
	conn = NULL;
}

static void
notice_processor(void *arg, const char *message)
{
	say("server: %s", one_line(message));
}

/* An error of a statement, or of the connection. A relay that may not do what it wants says so and tries again later. */
static bool
lost(const char *what)
{
	say("%s: %s", what, one_line(PQerrorMessage(conn)));
	db_close();
	return false;
}

static bool
run(const char *what, const char *query)
{
	PGresult   *result = PQexec(conn, query);
	bool		ok = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;

	PQclear(result);
	return ok ? true : lost(what);
}

bool
db_connect(const Options *options)
{
	/* what the connection string says holds over what stands before it */
	const char *keywords[] = {"fallback_application_name", "connect_timeout", "client_encoding", "dbname", NULL};
	const char *values[] = {"jiancha-relay", "10", "UTF8", options->conninfo, NULL};

	db_close();
	conn = PQconnectdbParams(keywords, values, 1);
	if (conn == NULL)
	{
		say("out of memory");
		return false;
	}
	if (PQstatus(conn) != CONNECTION_OK)
		return lost("cannot connect");
	PQsetNoticeProcessor(conn, notice_processor, NULL);
	if (began_at < 0)
		began_at = monotonic_ms();
	return run("cannot listen", "set search_path = pg_catalog; listen jiancha_notice");
}

bool
db_read(bool *woken)
{
	PGnotify   *notify;

	*woken = false;
	if (!PQconsumeInput(conn) || PQstatus(conn) != CONNECTION_OK)
		return lost("connection lost");
	while ((notify = PQnotifies(conn)) != NULL)
	{
		*woken = true;
		PQfreemem(notify);
	}
	return true;
}

/* the instant of a statement: seconds since the beginning, for --now */
static const char *
elapsed(void)
{
	static char text[32];

	snprintf(text, sizeof(text), "%.3f", (double) (monotonic_ms() - began_at) / 1000);
	return text;
}

bool
db_take(const Options *options, int max, Message *message, int *count)
{
	char		max_text[16];
	char		claim[32];
	const char *values[] = {options->worker, max_text, claim, options->channels, options->now, elapsed()};
	PGresult   *result;

	*count = 0;
	snprintf(max_text, sizeof(max_text), "%d", max);
	/* longer than a command may run, so that no other relay takes what is still being sent */
	snprintf(claim, sizeof(claim), "%d seconds", options->timeout_s * 2 + 60);
	result = PQexecParams(conn,
						  "select m ->> 'key', m::text, m ->> 'attempt' from jsonb_array_elements("
						  "jiancha.take_notices($1, $2::int, coalesce($5::timestamptz + $6::float8 * interval '1 second', clock_timestamp()), $3::interval, $4::text[])) m",
						  6, NULL, values, NULL, NULL, 0);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
	{
		PQclear(result);
		return lost("cannot take messages");
	}
	for (int i = 0; i < PQntuples(result) && i < max; i++)
	{
		message[i].key = strdup(PQgetvalue(result, i, 0));
		message[i].json = strdup(PQgetvalue(result, i, 1));
		message[i].attempt = atoi(PQgetvalue(result, i, 2));
		if (message[i].key == NULL || message[i].json == NULL)
		{
			say("out of memory");
			exit(1);
		}
		(*count)++;
	}
	PQclear(result);
	return true;
}

bool
db_report(const Options *options, const char *key, bool ok, const char *error)
{
	const char *values[] = {key, options->worker, ok ? "t" : "f", ok ? NULL : error, options->now, elapsed()};
	PGresult   *result;
	bool		done;

	result = PQexecParams(conn,
						  "select jiancha.notice_done($1, $2, $3::bool, $4, coalesce($5::timestamptz + $6::float8 * interval '1 second', clock_timestamp()))",
						  6, NULL, values, NULL, NULL, 0);
	done = PQresultStatus(result) == PGRES_TUPLES_OK;
	PQclear(result);
	return done ? true : lost("cannot report a message");
}
