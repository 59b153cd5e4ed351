"""How the program begins."""
import errno
import fcntl
import os
import signal

F_SETPIPE_SZ = 1031
PIPE = 1 << 20

# What a supervisor survives.
HANDLED = (signal.SIGCHLD, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


class Account:
    """The user the program runs as."""

    def __init__(self, name):
        import pwd

        entry = pwd.getpwnam(name)
        self.name, self.uid, self.gid = name, entry.pw_uid, entry.pw_gid

    def become(self):
        os.initgroups(self.name, self.gid)
        os.setgid(self.gid)
        os.setuid(self.uid)


def read_environment():
    """As the agent sends it; None when the agent has died meanwhile."""
    text = b"".join(iter(lambda: os.read(0, 1 << 16), b""))
    *entries, end = text.split(b"\0")
    return dict(entry.split(b"=", 1) for entry in entries) if end == b"." else None


def pipe(account):
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    try:
        fcntl.fcntl(reading, F_SETPIPE_SZ, PIPE)
    except OSError:
        pass  # Only slower.
    if account:
        # Else the program could not open /dev/stdout.
        os.fchown(writing, account.uid, account.gid)
    return reading, writing


def start(line, environment, account, family, out, err):
    """The process id of the program, the leader of a session and a process group of its own."""
    # A signal that comes before the program has begun is for the program, not for our handlers.
    signals = set(HANDLED)
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        family.leader = pid
        return pid
    try:
        # What Python ignores would stay ignored.
        for number in HANDLED + (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        os.setsid()
        family.join()
        for source, target in ((os.open("/dev/null", os.O_RDONLY), 0), (out, 1), (err, 2)):
            os.dup2(source, target)
        if account:
            account.become()
        execute(line, environment)
    except BaseException as e:
        os.write(2, os.fsencode("%s: %s\n" % (os.fsdecode(line[0]), e)))
    finally:
        os._exit(126)


def execute(line, environment):
    """Never returns; 127 and 126 as a shell has them."""
    code, why = 127, "not found"
    path = environment.get(b"PATH", b"/usr/bin:/bin").split(b":")
    for place in [b""] if b"/" in line[0] else [part + b"/" for part in path]:
        try:
            os.execve(place + line[0], line, environment)
        except OSError as e:
            if e.errno == errno.ENOEXEC:
                execute([b"sh", place + line[0]] + line[1:], environment)
            if e.errno not in (errno.ENOENT, errno.ENOTDIR):
                code, why = 126, e.strerror
    os.write(2, b"%s: %s\n" % (line[0], os.fsencode(why)))
    os._exit(code)
