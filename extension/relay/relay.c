/*
 * relay.c
 *		jiancha-relay: the loop.
 *
 * One thread, one connection, up to max_children commands. The loop waits for the server's notification, for commands
 * that end or speak, for signals, and for the next instant at which something must be done; then it reports what is over,
 * takes what is due, and starts it. The connection may go at any time: commands run on, their ends are kept and reported
 * after the next connection.
 */
#define _GNU_SOURCE
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RECONNECT_MS 30000

static Options options;
static Slot slots[MAX_CHILDREN];
static int	wake_pipe[2];
static volatile sig_atomic_t stop_requests = 0;

int64_t
monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
say(const char *format,...)
{
	char		stamp[40];
	time_t		now = time(NULL);
	struct tm	local;
	va_list		args;

	strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S %z", localtime_r(&now, &local));
	fprintf(stderr, "%s jiancha-relay[%ld]: ", stamp, (long) getpid());
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

static void
on_signal(int signal_no)
{
	int			saved = errno;

	if (signal_no != SIGCHLD)
		stop_requests++;
	(void) !write(wake_pipe[1], "", 1);
	errno = saved;
}

static void
set_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal,.sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	sigaction(SIGCHLD, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static int
count_slots(SlotState state)
{
	int			count = 0;

	for (int i = 0; i < options.max_children; i++)
		count += slots[i].state == state;
	return count;
}

static void
free_slot(Slot *slot)
{
	free(slot->message.key);
	free(slot->message.json);
	memset(slot, 0, sizeof(*slot));
	slot->err_fd = -1;
}

/* commands that have ended */
static void
reap(void)
{
	for (int i = 0; i < options.max_children; i++)
	{
		int			status;

		if (slots[i].state == SLOT_RUNNING && waitpid(slots[i].pid, &status, WNOHANG) == slots[i].pid)
			child_over(&slots[i], status, &options);
	}
}

/* tells the server what is over; what it could not be told stays for the next connection; returns how many had failed */
static int
report(void)
{
	int			failed = 0;

	for (int i = 0; i < options.max_children && db_connected(); i++)
	{
		Slot	   *slot = &slots[i];

		if (slot->state != SLOT_OVER || !db_report(&options, slot->message.key, slot->ok, slot->error))
			continue;
		if (!slot->ok)
		{
			failed++;
			say("message %s failed at try %d: %s", slot->message.key, slot->message.attempt, slot->error);
		}
		free_slot(slot);
	}
	return failed;
}

static void
start(const Message *message)
{
	Slot	   *slot = slots;

	while (slot->state != SLOT_FREE)
		slot++;
	slot->message = *message;
	if (options.spool != NULL)
		spool_write(&options, slot);
	else if (!child_start(&options, slot))
		slot->state = SLOT_OVER;
}

/* waits until something happens, at last until at (monotonic ms) */
static void
wait_until(int64_t at, bool *woken)
{
	struct pollfd fds[MAX_CHILDREN + 2];
	Slot	   *speaker[MAX_CHILDREN + 2];
	int			nfds = 0;
	int64_t		wait = at - monotonic_ms();
	char		buffer[64];

	fds[nfds++] = (struct pollfd) {.fd = wake_pipe[0],.events = POLLIN};
	fds[nfds++] = (struct pollfd) {.fd = db_socket(),.events = POLLIN};
	for (int i = 0; i < options.max_children; i++)
	{
		if (slots[i].state == SLOT_RUNNING && slots[i].err_fd >= 0)
		{
			speaker[nfds] = &slots[i];
			fds[nfds++] = (struct pollfd) {.fd = slots[i].err_fd,.events = POLLIN};
		}
	}
	if (poll(fds, nfds, wait < 0 ? 0 : (int) wait) < 0 && errno != EINTR)
	{
		say("poll failed: %s", strerror(errno));
		exit(1);
	}
	while (read(wake_pipe[0], buffer, sizeof(buffer)) > 0)
		;
	for (int i = 2; i < nfds; i++)
		if (fds[i].revents != 0)
			child_read(speaker[i]);
	*woken = false;
	if (db_connected() && fds[1].revents != 0)
		(void) db_read(woken);
}

int
main(int argc, char **argv)
{
	int64_t		look_at = 0;	/* when to take next */
	int64_t		connect_at = 0; /* when to try to connect next */
	int64_t		reconnect_ms = 500;
	bool		was_connected = false;
	bool		tried = false;
	bool		killed = false;
	bool		dry = false;	/* the last taking brought less than was asked for */
	int			failed = 0;

	read_options(argc, argv, &options);
	if (pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
	{
		say("pipe failed: %s", strerror(errno));
		return 1;
	}
	for (int i = 0; i < MAX_CHILDREN; i++)
		slots[i].err_fd = -1;
	set_signals();

	for (;;)
	{
		int64_t		now = monotonic_ms();
		int64_t		until = now + options.poll_s * (int64_t) 1000;
		bool		woken;

		reap();
		for (int i = 0; i < options.max_children; i++)
			if (slots[i].state == SLOT_RUNNING)
				child_check_time(&slots[i], now);

		if (!db_connected())
		{
			/* a connection that was lost, or a server that refuses: less and less often, until something was taken */
			if (was_connected)
			{
				connect_at = now + reconnect_ms;
				reconnect_ms = reconnect_ms * 2 < MAX_RECONNECT_MS ? reconnect_ms * 2 : MAX_RECONNECT_MS;
				was_connected = false;
			}
			if (options.once && tried && count_slots(SLOT_RUNNING) == 0)
				return 1;
			if (now >= connect_at)
			{
				tried = was_connected = true;
				(void) db_connect(&options);
				look_at = 0;
				if (!db_connected())
					continue;
			}
		}
		if (db_connected())
			failed += report();

		if (stop_requests > 1 && !killed)
		{
			killed = true;
			for (int i = 0; i < options.max_children; i++)
				if (slots[i].state == SLOT_RUNNING)
					kill(-slots[i].pid, SIGKILL);
		}
		if (stop_requests > 0 && count_slots(SLOT_RUNNING) == 0 && (count_slots(SLOT_OVER) == 0 || stop_requests > 1 || !db_connected()))
			break;

		if (db_connected() && stop_requests == 0 && now >= look_at && count_slots(SLOT_FREE) > 0)
		{
			Message		message[MAX_CHILDREN];
			int			free_slots = count_slots(SLOT_FREE);
			int			count;

			if (db_take(&options, free_slots, message, &count))
			{
				for (int i = 0; i < count; i++)
					start(&message[i]);
				dry = count < free_slots;
				reconnect_ms = 500;
				/* there may be more as soon as there is room */
				look_at = dry ? monotonic_ms() + options.poll_s * (int64_t) 1000 : 0;
				if (options.once && count == 0 && count_slots(SLOT_FREE) == options.max_children)
					break;
			}
			if (count_slots(SLOT_OVER) > 0)
				continue;
		}
		if (options.once && dry && count_slots(SLOT_FREE) == options.max_children)
			look_at = 0;

		/* the next instant at which something is to be done */
		if (db_connected() && stop_requests == 0 && count_slots(SLOT_FREE) > 0 && look_at < until)
			until = look_at;
		if (!db_connected() && connect_at < until)
			until = connect_at;
		for (int i = 0; i < options.max_children; i++)
			if (slots[i].state == SLOT_RUNNING && slots[i].kill_at < until)
				until = slots[i].kill_at;
		wait_until(until, &woken);
		if (woken)
			look_at = 0;
	}

	db_close();
	return options.once && failed > 0 ? 1 : 0;
}
