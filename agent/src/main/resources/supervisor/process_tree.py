"""Processes that a program has started."""
import os

PR_SET_CHILD_SUBREAPER = 36


class ProcessTree:
    """All descendants of the program, also those that have left its Unix process group."""

    def __init__(self, name):
        self.leader = None
        self.cgroup = make_cgroup(name)
        try:
            # Orphaned descendants become children of the supervisor.
            import ctypes

            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        except (ImportError, OSError, AttributeError):
            pass

    def join(self):
        if self.cgroup:
            try:
                with open(self.cgroup + "/cgroup.procs", "w") as file:
                    file.write("0")
            except OSError:
                pass

    def signal(self, number):
        """Sends the signal to each process once: many programs end at once when SIGTERM comes again."""
        group = None
        try:
            if self.leader:
                os.killpg(self.leader, number)
                group = self.leader
        except OSError:
            pass  # The program has not made its group yet, or it is gone.
        for pid in self.members():
            try:
                if not group or os.getpgid(pid) != group:
                    os.kill(pid, number)
            except OSError:
                pass

    def announce(self, number):
        """Sends a signal to the processes that handle it; it would end the others."""
        for pid in self.members():
            try:
                if handles(pid, number):
                    os.kill(pid, number)
            except OSError:
                pass

    def members(self):
        found = descendants(os.getpid())
        for directory, _, _ in os.walk(self.cgroup) if self.cgroup else ():
            try:
                with open(directory + "/cgroup.procs") as file:
                    found.update(int(line) for line in file)
            except OSError:
                pass
        return found

    def remove(self):
        try:
            if self.cgroup:
                os.rmdir(self.cgroup)
        except OSError:
            pass


def handles(pid, number):
    with open("/proc/%d/status" % pid) as file:
        caught = next(line for line in file if line.startswith("SigCgt:"))
    return int(caught.split()[1], 16) >> number - 1 & 1


def make_cgroup(name):
    """Creates a cgroup below the supervisor's in the first hierarchy that allows it, or None."""
    hierarchies = {"": ("unified", "."), "pids": ("pids",), "freezer": ("freezer",),
              "name=systemd": ("systemd",)}
    with open("/proc/self/cgroup") as file:
        lines = [line.rstrip("\n").split(":", 2) for line in file]
    for _, hierarchy, path in sorted(lines, key=lambda line: line[1]):
        for place in hierarchies.get(hierarchy, ()):
            above = "/sys/fs/cgroup/" + place + path.rstrip("/")
            try:
                if os.path.exists(above + "/cgroup.procs"):
                    os.mkdir(above + "/" + name, 0o755)
                    return above + "/" + name
            except OSError:
                pass
    return None


def descendants(ancestor):
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open("/proc/" + entry + "/stat", "rb") as file:
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
            except OSError:
                continue
            if state != b"Z":
                children.setdefault(int(parent), []).append(int(entry))
    found, pending = set(), [ancestor]
    while pending:
        offspring = children.get(pending.pop(), [])
        found.update(offspring)
        pending += offspring
    return found
