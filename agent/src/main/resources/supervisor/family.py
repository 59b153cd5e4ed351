"""The processes that a program has started."""
import os

PR_SET_CHILD_SUBREAPER = 36


class Family:
    """Whatever the program has started, also when it has left the program's process group."""

    def __init__(self, name):
        self.leader = None
        self.cgroup = make_cgroup(name)
        try:
            # Who loses its parent becomes our child.
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
        try:
            if self.leader:
                os.killpg(self.leader, number)
        except OSError:
            pass
        for pid in self.members():
            try:
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


def make_cgroup(name):
    """A cgroup below our own in the first hierarchy where we may have one, or None."""
    places = {"": ("unified", "."), "pids": ("pids",), "freezer": ("freezer",),
              "name=systemd": ("systemd",)}
    with open("/proc/self/cgroup") as file:
        lines = [line.rstrip("\n").split(":", 2) for line in file]
    for _, hierarchy, path in sorted(lines, key=lambda line: line[1]):
        for place in places.get(hierarchy, ()):
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
    found, front = set(), [ancestor]
    while front:
        below = children.get(front.pop(), [])
        found.update(below)
        front += below
    return found
