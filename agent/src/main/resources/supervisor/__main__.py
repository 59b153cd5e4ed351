"""Parent of one program of the work; outlives the agent, and writes down how the program ended.

usage: python3 -I -S supervisor STATE PART MIRROR USER PROGRAM [ARGUMENT...]

The program's environment comes on standard input: NAME=value, each ended by a zero byte, then a
dot. What it writes becomes records in STATE/log (LogRecord in the contract), and the bytes alone
go to MIRROR as well, unless that is "-". USER is who it runs as, "-" for our own. Its end becomes
"exit 3" or "signal 9" in STATE/PART.exit.

SIGTERM ends the program if STATE/PART.stop is there, which holds the grace in seconds. What the
program leaves behind at its end is logged, and found at a stop, for as long as it lives.
"""
import fcntl
import os
import select
import signal
import struct
import sys
import time

import program
from family import Family
from spool import PIECE, Spool, number_in, write_whole

FIONREAD = 0x541B

# Seconds a machine may take to go down after a SIGTERM that nobody announced. What ends meanwhile
# was cut off: only if the machine still stands afterwards, the end was the program's own.
GOING_DOWN = 15
NEVER = float("inf")


class Supervisor:
    def __init__(self, state, part, mirror, account):
        self.state = state
        self.part = part
        self.account = account
        self.spool = Spool(state + "/log")
        self.mirror = -1
        if mirror != "-":
            self.mirror = os.open(mirror, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        self.family = Family("spored-%s-%d" % (part, os.getpid()))
        self.streams = {}
        self.poll = select.poll()
        self.leader = self.status = None
        self.childless = self.recorded = False
        self.terminated = False
        self.kill_at = NEVER
        self.going_down = 0
        self.rounds = self.since = 0

    def fact(self, name):
        return "%s/%s.%s" % (self.state, self.part, name)

    def listen(self):
        self.wake, wake = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        for number in program.HANDLED:
            signal.signal(number, self.terminate if number == signal.SIGTERM else lambda *_: None)
        self.poll.register(self.wake, select.POLLIN)
        if self.family.cgroup:
            write_whole(self.fact("cgroup"), self.family.cgroup, False)
        write_whole(self.fact("pid"), "%d\n" % os.getpid(), False)

    def terminate(self, *_):
        self.terminated = True

    def start(self, line, environment):
        (out, out_end), (err, err_end) = program.pipe(self.account), program.pipe(self.account)
        for fd, name in ((out, b"o"), (err, b"e")):
            self.streams[fd] = name
            self.poll.register(fd, select.POLLIN)
        self.leader = program.start(
            line, environment, self.account, self.family, out_end, err_end
        )
        os.close(out_end)
        os.close(err_end)

    def supervise(self):
        while not (self.recorded and self.childless and not self.streams):
            for fd, _ in sorted(self.poll.poll(self.patience())):
                self.empty_wake() if fd == self.wake else self.read(fd, program.PIPE)
            self.reap()
            self.follow_signals()
            if self.has_ended():
                self.record()
            self.gather()

    def patience(self):
        if self.kill_at < NEVER:
            return 50
        return 500 if self.going_down or self.status is not None and not self.recorded else None

    def empty_wake(self):
        try:
            os.read(self.wake, PIECE)
        except BlockingIOError:
            pass

    def read(self, fd, most):
        """What is there, but no more than that: whoever writes without end must not hold us."""
        while most > 0:
            try:
                data = os.read(fd, PIECE)
            except BlockingIOError:
                return
            if not data:
                del self.streams[fd]
                self.poll.unregister(fd)
                os.close(fd)
                return
            self.spool.append(self.streams[fd], data)
            self.copy(data)
            most -= len(data)

    def copy(self, data):
        try:
            if self.mirror >= 0:
                os.write(self.mirror, data)
        except OSError:
            pass  # The disk is full.

    def gather(self):
        """Lets many small writes come together, for reading each costs more than the writing."""
        now = time.monotonic()
        if now - self.since > 0.1:
            self.since, self.rounds = now, 0
        self.rounds += 1
        if self.rounds > 10:
            time.sleep(0.01)

    def reap(self):
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == self.leader:
                    # By hand: waitstatus_to_exitcode is not in the Python of older images.
                    signaled = os.WIFSIGNALED(status)
                    self.status = -os.WTERMSIG(status) if signaled else os.WEXITSTATUS(status)
                    # From here on the number may be somebody else's.
                    self.family.leader = None
        except ChildProcessError:
            self.childless = True

    def follow_signals(self):
        if self.terminated:
            self.terminated = False
            grace = number_in(self.fact("stop"))
            if grace is None:
                self.going_down = time.monotonic()
            elif self.kill_at == NEVER:
                self.kill_at = time.monotonic() + grace
                if grace:
                    self.family.signal(signal.SIGTERM)
                    self.family.signal(signal.SIGCONT)
        if time.monotonic() >= self.kill_at:
            self.family.signal(signal.SIGKILL)

    def has_ended(self):
        if self.status is None or self.recorded:
            return False
        now = time.monotonic()
        if self.kill_at < NEVER:
            return self.childless or not self.family.members() or now > self.kill_at + 1
        if self.going_down and os_ends():
            sys.exit()
        return not self.going_down or now > self.going_down + GOING_DOWN

    def record(self):
        """What was written before the end comes before the end."""
        for fd in list(self.streams):
            there = fcntl.ioctl(fd, FIONREAD, b"\0" * 4)
            self.read(fd, struct.unpack("i", there)[0])
        word = "signal %d\n" % -self.status if self.status < 0 else "exit %d\n" % self.status
        try:
            write_whole(self.fact("exit"), word, True)
            self.recorded = True
        except OSError:
            # The disk is full: how it ended is worth more than how it began. The next round, then.
            self.spool.sacrifice()


def os_ends():
    with open("/proc/1/comm") as file:
        return file.read().startswith("systemd-shutdow")


def main(state, part, mirror, user, *line):
    environment = program.read_environment()
    if environment is None:
        return
    if os.getpid() != os.getsid(0):
        os.setsid()
    account = None if user == "-" else program.Account(user)
    supervisor = Supervisor(state, part, mirror, account)
    supervisor.listen()
    supervisor.start([os.fsencode(word) for word in line], environment)
    supervisor.supervise()
    supervisor.family.remove()


main(*sys.argv[1:])
