/*
 * relay.h
 *		What the files of jiancha-relay share.
 *
 * The relay takes messages from the outbox of one database and hands each to a command or a spool directory. It keeps
 * nothing of its own: what it took and did not report is taken again when the claim has run out, so each message goes
 * out at least once, under a key that is the same at each try.
 */
#ifndef JIANCHA_RELAY_H
#define JIANCHA_RELAY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define MAX_CHILDREN 256
#define ERROR_LEN 400

typedef struct Options
{
	const char *conninfo;
	const char *worker;			/* name under which messages are claimed */
	const char *channels;		/* as an array of SQL: {sms,screen} */
	const char *now;			/* instant that the relay begins at, NULL: the server's clock */
	const char *spool;			/* directory, NULL: run command */
	char	  **command;		/* argv, ends with NULL */
	int			max_children;
	int			timeout_s;		/* time limit of a command */
	int			poll_s;			/* look at least this often */
	bool		once;
} Options;

typedef struct Message
{
	char	   *key;
	char	   *json;
	int			attempt;
} Message;

typedef enum SlotState
{
	SLOT_FREE = 0,
	SLOT_RUNNING,
	SLOT_OVER					/* ended, not reported yet */
} SlotState;

typedef struct Slot
{
	SlotState	state;
	Message		message;
	pid_t		pid;
	int			err_fd;			/* standard error of the command, -1: closed */
	int64_t		kill_at;		/* monotonic ms: when to signal it next */
	bool		late;			/* was told to end */
	bool		ok;
	char		error[ERROR_LEN];
} Slot;

/* relay.c */
extern int64_t monotonic_ms(void);
extern void say(const char *format,...) __attribute__((format(printf, 1, 2)));

/* options.c: fills options or exits with a usage message (status 2) or after --help, --version (status 0) */
extern void read_options(int argc, char **argv, Options *options);

/* database.c; all but db_socket and db_close return false when the connection is lost */
extern bool db_connected(void);
extern bool db_connect(const Options *options);
extern int	db_socket(void);
extern void db_close(void);

/* reads what has arrived; *woken: whether a notification was among it */
extern bool db_read(bool *woken);

/* takes up to max messages into message[]; *count of them */
extern bool db_take(const Options *options, int max, Message *message, int *count);

/* reports one message */
extern bool db_report(const Options *options, const char *key, bool ok, const char *error);

/* child.c */
/* starts the command for slot->message; false: it could not, slot->error says why */
extern bool child_start(const Options *options, Slot *slot);

/* keeps the beginning of what the command writes to its standard error */
extern void child_read(Slot *slot);

/* after its end: sets ok and error */
extern void child_over(Slot *slot, int status, const Options *options);

/* SIGTERM when its time is up, SIGKILL some seconds later */
extern void child_check_time(Slot *slot, int64_t now);

/* spool.c: writes slot->message as a file named after its key, whole or not at all; sets ok and error */
extern void spool_write(const Options *options, Slot *slot);

#endif							/* JIANCHA_RELAY_H */
