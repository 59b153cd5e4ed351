"""What a supervisor leaves on the disk: the log, and single facts."""
import errno
import fcntl
import os
import struct
import time

SEGMENT = 1 << 20
BOUND = 16 << 20
PIECE = 64 << 10
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
    """The log on the disk, in segments named after the offset of their first byte. Several
    supervisors may write to it; a segment that has reached its size is never written again."""

    def __init__(self, directory):
        os.makedirs(directory, 0o700, exist_ok=True)
        self.directory = directory
        self.lock = os.open(self.path(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        self.segment = -1
        self.lost = 0

    def path(self, name):
        return self.directory + "/" + name

    def append(self, stream, data):
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        size = None
        try:
            size = self.enter()
            header = HEADER.pack(stream, time.time_ns() // 1000000, len(data))
            if os.writev(self.segment, (header, data)) < len(header) + len(data):
                raise OSError(errno.ENOSPC, "a part only was written")
        except OSError:
            # The disk is full: the work goes on without its log.
            if size is not None:
                os.ftruncate(self.segment, size)
            self.count(data.count(b"\n"))
        finally:
            fcntl.flock(self.lock, fcntl.LOCK_UN)

    def enter(self):
        """Has a segment open that takes more, and returns its size."""
        if self.segment >= 0:
            here = os.fstat(self.segment)
            if here.st_nlink and here.st_size < SEGMENT:
                return here.st_size
            os.close(self.segment)
            self.segment = -1
        segments = self.segments()
        start, size = segments[-1] if segments else (0, 0)
        if size >= SEGMENT:
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
        total = sum(size for _, size in segments) + SEGMENT + 2 * PIECE
        for start, size in segments:
            if total <= BOUND:
                return
            self.drop(start)
            total -= size

    def sacrifice(self):
        """Makes room for something else, and leaves the newest segment, which may be written."""
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
        """Renamed first: from there on it is ours to count, and not the agent's to deliver."""
        dropping = self.path("dropping")
        try:
            os.rename(self.path("%020d" % start), dropping)
            with open(dropping, "rb") as file:
                self.count(lines_in(file.read()))
            os.unlink(dropping)
        except FileNotFoundError:
            pass  # The agent has delivered it just now.

    def count(self, lines):
        self.lost += lines
        dropped = self.path("dropped")
        try:
            write_whole(dropped, str((number_in(dropped) or 0) + self.lost), False)
            self.lost = 0
        except OSError:
            pass  # The next time, then.


def lines_in(segment):
    lines = at = 0
    while at + HEADER.size <= len(segment):
        end = at + HEADER.size + HEADER.unpack_from(segment, at)[2]
        lines += segment.count(b"\n", at + HEADER.size, end)
        at = end
    return lines
