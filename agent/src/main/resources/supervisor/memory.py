"""Processes that the kernel has killed since memory was exhausted."""

PLACES = {"": "/sys/fs/cgroup%s/memory.events", "memory": "/sys/fs/cgroup/memory%s/memory.oom_control"}


class OutOfMemoryKills:
    """Those in the supervisor's cgroup; of the whole machine where it has no such counter."""

    def __init__(self):
        self.counter = next((c for c in counters() if read(c) is not None), None)
        self.before = self.read()

    def read(self):
        return (self.counter and read(self.counter)) or 0

    def have_happened(self):
        return self.read() > self.before


def counters():
    with open("/proc/self/cgroup") as file:
        for line in sorted(file):
            _, hierarchy, path = line.rstrip("\n").split(":", 2)
            place = PLACES.get(hierarchy)
            if place:
                yield place % path.rstrip("/")
    yield "/proc/vmstat"


def read(counter):
    """The number behind oom_kill, or None."""
    try:
        with open(counter) as file:
            for line in file:
                name, _, number = line.partition(" ")
                if name == "oom_kill":
                    return int(number)
    except (OSError, ValueError):
        pass
    return None
