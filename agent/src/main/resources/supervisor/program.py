"""Starts the program."""
import errno
import fcntl
import os
import signal
import struct
import termios

F_SETPIPE_SZ = 1031
PIPE = 1 << 20

# Added to the score by which the kernel chooses a process to kill: 30 % of the memory.
OOM_SCORE = 300

# Signals that do not end a supervisor.
HANDLED = (signal.SIGCHLD, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


class Account:
    """User that the program runs as."""

    def __init__(self, name):
        import pwd

        entry = pwd.getpwnam(name)
        self.name, self.uid, self.gid = name, entry.pw_uid, entry.pw_gid

    def become(self):
        os.initgroups(self.name, self.gid)
        os.setgid(self.gid)
        os.setuid(self.uid)


def read_environment():
    """Reads the environment from standard input; None when the agent died meanwhile."""
    text = b"".join(iter(lambda: os.read(0, 1 << 16), b""))
    *entries, end = text.split(b"\0")
    return dict(entry.split(b"=", 1) for entry in entries) if end == b"." else None


def pipe(account):
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    try:
        fcntl.fcntl(reading, F_SETPIPE_SZ, PIPE)
    except OSError:
        pass # A smaller pipe only costs throughput.
    if account:
        # Otherwise the program could not open /dev/stdout.
        os.fchown(writing, account.uid, account.gid)
    return reading, writing


def streams(kind, account):
    """Returns the ends to read with their letters, and the program's ends of stdout and stderr."""
    if kind == "terminal":
        reading, writing = terminal(account)
        return {reading: b"o"}, writing, writing
    reading, writing = pipe(account)
    if kind == "split":
        reading_err, writing_err = pipe(account)
        return {reading: b"o", reading_err: b"e"}, writing, writing_err
    # Only one pipe keeps the order of both.
    return {reading: b"o"}, writing, writing


def terminal(account):
    reading, writing = os.openpty()
    os.set_blocking(reading, False)
    settings = termios.tcgetattr(writing)
    settings[1] &= ~termios.ONLCR  # Line ends reach the log as they are written.
    termios.tcsetattr(writing, termios.TCSANOW, settings)
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    if account:
        os.fchown(writing, account.uid, account.gid)
    return reading, writing


def start(line, environment, account, process_tree, out, err):
    """Starts the program as leader of a new session and returns its process id."""
    # A signal before exec must reach the program, not the supervisor's handlers.
    signals = set(HANDLED)
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        process_tree.leader = pid
        return pid
    try:
        # Signals that Python ignores would stay ignored after exec.
        for number in HANDLED + (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        os.setsid()
        if os.isatty(out):
            fcntl.ioctl(out, termios.TIOCSCTTY, 0)
        process_tree.join()
        prefer_when_memory_is_out()
        for source, target in ((os.open("/dev/null", os.O_RDONLY), 0), (out, 1), (err, 2)):
            os.dup2(source, target)
        if account:
            account.become()
        execute(line, environment)
    except BaseException as e:
        os.write(2, os.fsencode("%s: %s\n" % (os.fsdecode(line[0]), e)))
    finally:
        os._exit(126)


def prefer_when_memory_is_out():
    """Lets the kernel kill processes of the work before the agent, which tells of it."""
    try:
        with open("/proc/self/oom_score_adj", "r+") as file:
            score = int(file.read())
            file.seek(0)
            file.write(str(min(1000, score + OOM_SCORE)))
    except (OSError, ValueError):
        pass


def execute(line, environment):
    """Never returns; exits with 127 or 126 as a shell does."""
    code, reason = 127, "not found"
    path = environment.get(b"PATH", b"/usr/bin:/bin").split(b":")
    for place in [b""] if b"/" in line[0] else [part + b"/" for part in path]:
        try:
            os.execve(place + line[0], line, environment)
        except OSError as e:
            if e.errno == errno.ENOEXEC:
                execute([b"sh", place + line[0]] + line[1:], environment)
            if e.errno not in (errno.ENOENT, errno.ENOTDIR):
                code, reason = 126, e.strerror
            elif os.path.exists(place + line[0]):
                reason = "the interpreter in its first line is not on this machine"
    os.write(2, b"%s: %s\n" % (line[0], os.fsencode(reason)))
    os._exit(code)
