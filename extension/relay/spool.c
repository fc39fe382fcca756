/*
 * spool.c
 *		One file a message, for a network that no gateway reaches: somebody carries the directory over.
 *
 * The file is written under another name and renamed when it is on disk, so that who looks for *.json never sees half a
 * message. The name is the message's key: a message that is written twice is one file.
 */
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool
write_all(int fd, const char *text, size_t len)
{
	while (len > 0)
	{
		ssize_t		done = write(fd, text, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		text += done;
		len -= done;
	}
	return true;
}

void
spool_write(const Options *options, Slot *slot)
{
	char		part[4096];
	char		whole[4096];
	int			fd;
	int			dir;

	slot->state = SLOT_OVER;
	slot->ok = false;
	if (snprintf(part, sizeof(part), "%s/.%s.%ld", options->spool, slot->message.key, (long) getpid()) >= (int) sizeof(part) ||
		snprintf(whole, sizeof(whole), "%s/%s.json", options->spool, slot->message.key) >= (int) sizeof(whole))
	{
		snprintf(slot->error, sizeof(slot->error), "name too long in the spool directory");
		return;
	}
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || !write_all(fd, slot->message.json, strlen(slot->message.json)) || !write_all(fd, "\n", 1) || fsync(fd) != 0)
	{
		snprintf(slot->error, sizeof(slot->error), "cannot write to the spool directory: %s", strerror(errno));
		if (fd >= 0)
		{
			close(fd);
			unlink(part);
		}
		return;
	}
	close(fd);
	if (rename(part, whole) != 0)
	{
		snprintf(slot->error, sizeof(slot->error), "cannot write to the spool directory: %s", strerror(errno));
		unlink(part);
		return;
	}
	dir = open(options->spool, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || fsync(dir) != 0)
		snprintf(slot->error, sizeof(slot->error), "cannot write to the spool directory: %s", strerror(errno));
	else
		slot->ok = true;
	if (dir >= 0)
		close(dir);
}
