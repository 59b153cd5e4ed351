"""Files of a supervisor: the log and single facts."""
import errno
import fcntl
import os
import struct
import time

SEGMENT_SIZE = 1 << 20
LOG_SIZE_LIMIT = 16 << 20
CHUNK = 64 << 10
HEADER = struct.Struct(">cqI")


def write_whole(path, text, durable):
    with open(path + ".new", "w") as file:
        file.write(text)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    os.rename(path + ".new", path)
    if durable:
        directory = os.open(os.path.dirname(path), os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)


def number_in(path):
    try:
        with open(path) as file:
            return int(file.read())
    except (OSError, ValueError):
        return None


class Spool:
    """Log on disk, in segments named after the offset of their first byte. Several
    supervisors may write to it; a full segment is never written again."""

    def __init__(self, directory):
        os.makedirs(directory, 0o700, exist_ok=True)
        self.directory = directory
        self.lock = os.open(self.path(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        self.segment = -1
        self.uncounted = 0

    def path(self, name):
        return self.directory + "/" + name

    def append(self, stream, data):
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        size = None
        try:
            size = self.open_segment()
            header = HEADER.pack(stream, time.time_ns() // 1000000, len(data))
            if os.writev(self.segment, (header, data)) < len(header) + len(data):
                raise OSError(errno.ENOSPC, "incomplete write")
        except OSError:
            # The disk is full: the work continues without its log.
            if size is not None:
                os.ftruncate(self.segment, size)
            self.count(data.count(b"\n"))
        finally:
            fcntl.flock(self.lock, fcntl.LOCK_UN)

    def open_segment(self):
        """Opens a segment that is not full and returns its size."""
        if self.segment >= 0:
            stat = os.fstat(self.segment)
            if stat.st_nlink and stat.st_size < SEGMENT_SIZE:
                return stat.st_size
            os.close(self.segment)
            self.segment = -1
        segments = self.segments()
        start, size = segments[-1] if segments else (0, 0)
        if size >= SEGMENT_SIZE:
            start, size = start + size, 0
            self.make_room(segments)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        self.segment = os.open(self.path("%020d" % start), flags, 0o600)
        return size

    def segments(self):
        names = sorted(name for name in os.listdir(self.directory) if name.isdigit())
        return [(int(name), self.size(name)) for name in names]

    def size(self, name):
        try:
            return os.stat(self.path(name)).st_size
        except FileNotFoundError:
            return 0

    def make_room(self, segments):
        total = sum(size for _, size in segments) + SEGMENT_SIZE + 2 * CHUNK
        for start, size in segments:
            if total <= LOG_SIZE_LIMIT:
                return
            self.drop(start)
            total -= size

    def free_space(self):
        """Drops the oldest segment; never the newest, which may be in use."""
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        try:
            for start, _ in self.segments()[:-1][:1]:
                self.drop(start)
            self.count(0)
        except OSError:
            pass
        finally:
            fcntl.flock(self.lock, fcntl.LOCK_UN)

    def drop(self, start):
        """Renames the segment first: either this process counts it or the agent delivers it."""
        dropping = self.path("dropping")
        try:
            os.rename(self.path("%020d" % start), dropping)
            with open(dropping, "rb") as file:
                self.count(lines_in(file.read()))
            os.unlink(dropping)
        except FileNotFoundError:
            pass  # The agent has delivered it meanwhile.

    def count(self, lines):
        self.uncounted += lines
        dropped = self.path("dropped")
        try:
            write_whole(dropped, str((number_in(dropped) or 0) + self.uncounted), False)
            self.uncounted = 0
        except OSError:
            pass  # Retried at the next count.


def lines_in(segment):
    lines = at = 0
    while at + HEADER.size <= len(segment):
        end = at + HEADER.size + HEADER.unpack_from(segment, at)[2]
        lines += segment.count(b"\n", at + HEADER.size, end)
        at = end
    return lines
