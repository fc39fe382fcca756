/*
 * child.c
 *		The command that sends a message: started without a shell, watched, ended when its time is up.
 */
#define _GNU_SOURCE
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* between SIGTERM and SIGKILL */
#define GRACE_MS 5000

/* standard input of the command: a file without a name, so that a command which does not read blocks nobody */
static int
input_file(const char *json)
{
	FILE	   *file = tmpfile();
	int			fd = -1;

	if (file == NULL)
		return -1;
	if (fputs(json, file) != EOF && fputc('\n', file) != EOF && fflush(file) == 0)
		fd = dup(fileno(file));
	fclose(file);
	if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0)
	{
		close(fd);
		fd = -1;
	}
	return fd;
}

bool
child_start(const Options *options, Slot *slot)
{
	int			in = input_file(slot->message.json);
	int			err[2] = {-1, -1};

	slot->error[0] = '\0';
	slot->late = false;
	slot->ok = false;
	slot->err_fd = -1;
	if (in < 0 || fcntl(in, F_SETFD, FD_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0 || (slot->pid = fork()) < 0)
	{
		snprintf(slot->error, sizeof(slot->error), "cannot start a command: %s", strerror(errno));
		if (in >= 0)
			close(in);
		if (err[0] >= 0)
		{
			close(err[0]);
			close(err[1]);
		}
		return false;
	}
	if (slot->pid == 0)
	{
		int			null = open("/dev/null", O_WRONLY);
		sigset_t	none;

		/* a group of its own: what it started ends with it */
		setpgid(0, 0);
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		signal(SIGPIPE, SIG_DFL);
		dup2(in, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(err[1], STDERR_FILENO);
		if (null > STDERR_FILENO)
			close(null);
		execvp(options->command[0], options->command);
		dprintf(STDERR_FILENO, "cannot run \"%s\": %s", options->command[0], strerror(errno));
		_exit(127);
	}
	setpgid(slot->pid, slot->pid);
	close(in);
	close(err[1]);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	slot->err_fd = err[0];
	slot->kill_at = monotonic_ms() + (int64_t) options->timeout_s * 1000;
	slot->state = SLOT_RUNNING;
	return true;
}

void
child_read(Slot *slot)
{
	char		buffer[4096];
	ssize_t		got;

	while ((got = read(slot->err_fd, buffer, sizeof(buffer))) > 0)
	{
		size_t		have = strlen(slot->error);
		size_t		room = sizeof(slot->error) - 1 - have;
		size_t		take = (size_t) got < room ? (size_t) got : room;

		memcpy(slot->error + have, buffer, take);
		slot->error[have + take] = '\0';
	}
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
	{
		close(slot->err_fd);
		slot->err_fd = -1;
	}
}

/* one line, valid UTF-8 up to the end: the server takes nothing else */
static void
clean(char *text)
{
	unsigned char *to = (unsigned char *) text;

	for (unsigned char *p = to; *p != '\0';)
	{
		int			len = *p < 0x80 ? 1 : (*p & 0xE0) == 0xC0 && *p >= 0xC2 ? 2 : (*p & 0xF0) == 0xE0 ? 3 : (*p & 0xF8) == 0xF0 && *p <= 0xF4 ? 4 : 0;
		int			good = len > 0;

		for (int i = 1; i < len && good; i++)
			good = (p[i] & 0xC0) == 0x80;
		/* no overlong form, no surrogate, nothing above U+10FFFF */
		if (good && ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F)))
			good = 0;
		if (!good)
		{
			*to++ = '?';
			p++;
		}
		else if (len == 1)
		{
			*to++ = *p < ' ' || *p == 0x7F ? ' ' : *p;
			p++;
		}
		else
		{
			memmove(to, p, len);
			to += len;
			p += len;
		}
	}
	while (to > (unsigned char *) text && to[-1] == ' ')
		to--;
	*to = '\0';
}

void
child_over(Slot *slot, int status, const Options *options)
{
	char		why[100];
	char		said[ERROR_LEN];

	if (slot->err_fd >= 0)
	{
		child_read(slot);
		if (slot->err_fd >= 0)
			close(slot->err_fd);
		slot->err_fd = -1;
	}
	/* what it left running would go on under nobody's eyes */
	kill(-slot->pid, SIGKILL);
	slot->state = SLOT_OVER;
	slot->ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (slot->ok)
		return;
	if (slot->late)
		snprintf(why, sizeof(why), "took longer than %d s", options->timeout_s);
	else if (WIFEXITED(status))
		snprintf(why, sizeof(why), "exit status %d", WEXITSTATUS(status));
	else
		snprintf(why, sizeof(why), "ended by signal %d", WTERMSIG(status));
	clean(slot->error);
	snprintf(said, sizeof(said), "%s", slot->error);
	snprintf(slot->error, sizeof(slot->error), "%s%s%.280s", why, *said ? ": " : "", said);
	clean(slot->error);
}

void
child_check_time(Slot *slot, int64_t now)
{
	if (now < slot->kill_at)
		return;
	kill(-slot->pid, slot->late ? SIGKILL : SIGTERM);
	slot->late = true;
	slot->kill_at = now + GRACE_MS;
}
