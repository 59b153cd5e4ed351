"""Supervises one program of the work; outlives the agent and records the program's exit.

usage: python3 -I -S supervisor STATE PART MIRROR USER STREAMS PROGRAM [ARGUMENT...]

Standard input carries the program's environment: NAME=value entries, each ended by a zero byte,
then a dot. Its output becomes records in STATE/log (LogRecord in the contract); the plain bytes also go
to MIRROR, unless that is "-". USER is the user to run as, "-" for the supervisor's. STREAMS is "merged"
for one pipe, "split" for two, "terminal" for a pseudo-terminal. The exit is recorded as "exit 3" or
"signal 9" in STATE/PART.exit, with "stopped" behind it if a stop came first, "timeout" if the time
limit in STATE/PART.limit did, or "memory" if it is a failure and the kernel has killed a process
for lack of memory.

SIGTERM stops the program if STATE/PART.stop exists, which holds the grace in seconds. Background
processes of the program are logged, and stopped at a stop, for as long as they live.
"""
import errno
import fcntl
import os
import select
import signal
import struct
import sys
import time

import program
from limit import TimeLimit
from memory import OutOfMemoryKills
from process_tree import ProcessTree
from spool import CHUNK, Spool, number_in, write_whole

FIONREAD = 0x541B

# Seconds a machine may take to shut down after a SIGTERM without a stop file. A program that ends
# meanwhile was cut off by the shutdown; its exit is recorded only if the machine still runs after.
SHUTDOWN_TIMEOUT = 15
NEVER = float("inf")

# poll takes milliseconds in 32 bits.
LONGEST_POLL = 3600 * 1000


class Supervisor:
    def __init__(self, state, part, mirror, account):
        self.state = state
        self.part = part
        self.account = account
        self.spool = Spool(state + "/log")
        self.mirror = -1
        if mirror != "-":
            self.mirror = os.open(mirror, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        self.process_tree = ProcessTree("spored-%s-%d" % (part, os.getpid()))
        self.streams = {}
        self.poll = select.poll()
        self.leader = self.status = None
        self.stopped = self.timed_out = False
        self.limit = None
        self.kills = OutOfMemoryKills()
        self.childless = self.recorded = False
        self.terminated = False
        self.kill_at = NEVER
        self.shutdown_since = 0
        self.rounds = self.rounds_since = 0

    def fact(self, name):
        return "%s/%s.%s" % (self.state, self.part, name)

    def install_handlers(self):
        self.wake, wake = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        for number in program.HANDLED:
            signal.signal(number, self.terminate if number == signal.SIGTERM else lambda *_: None)
        self.poll.register(self.wake, select.POLLIN)
        if self.process_tree.cgroup:
            write_whole(self.fact("cgroup"), self.process_tree.cgroup, False)
        write_whole(self.fact("pid"), "%d\n" % os.getpid(), False)

    def terminate(self, *_):
        self.terminated = True

    def start(self, streams, line, environment):
        self.streams, out_end, err_end = program.streams(streams, self.account)
        for fd in self.streams:
            self.poll.register(fd, select.POLLIN)
        self.leader = program.start(
            line, environment, self.account, self.process_tree, out_end, err_end
        )
        for end in {out_end, err_end}:
            os.close(end)
        self.limit = TimeLimit(self.fact("limit"), time.monotonic())

    def supervise(self):
        while not (self.recorded and self.childless and not self.streams):
            for fd, _ in sorted(self.poll.poll(self.poll_timeout())):
                self.drain_wake() if fd == self.wake else self.read(fd, program.PIPE)
            self.reap()
            self.follow_limit()
            self.follow_signals()
            if self.has_ended():
                self.record()
            self.batch_reads()

    def poll_timeout(self):
        if self.kill_at < NEVER:
            return 50
        if self.shutdown_since or self.status is not None and not self.recorded:
            return 500
        if self.status is not None or self.limit.next() == NEVER:
            return None
        return min(LONGEST_POLL, max(0, int((self.limit.next() - time.monotonic()) * 1000) + 1))

    def drain_wake(self):
        try:
            os.read(self.wake, CHUNK)
        except BlockingIOError:
            pass

    def read(self, fd, limit):
        """Reads at most the given number of bytes: an endless writer must not block the loop."""
        while limit > 0:
            try:
                data = os.read(fd, CHUNK)
            except BlockingIOError:
                return
            except OSError as e:
                if e.errno != errno.EIO:
                    raise
                data = b""  # No process has the pseudo-terminal open any more.
            if not data:
                del self.streams[fd]
                self.poll.unregister(fd)
                os.close(fd)
                return
            self.spool.append(self.streams[fd], data)
            self.copy(data)
            limit -= len(data)

    def copy(self, data):
        try:
            if self.mirror >= 0:
                os.write(self.mirror, data)
        except OSError:
            pass  # The disk is full.

    def batch_reads(self):
        """Pauses under many small writes, because a read for each costs more than the write."""
        now = time.monotonic()
        if now - self.rounds_since > 0.1:
            self.rounds_since, self.rounds = now, 0
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
                    # os.waitstatus_to_exitcode is missing in the Python of older images.
                    signaled = os.WIFSIGNALED(status)
                    self.status = -os.WTERMSIG(status) if signaled else os.WEXITSTATUS(status)
                    self.stopped = self.kill_at < NEVER and not self.timed_out
                    # From here on the kernel may reuse the process id.
                    self.process_tree.leader = None
        except ChildProcessError:
            self.childless = True

    def follow_limit(self):
        if self.status is not None or self.kill_at < NEVER:
            return
        if self.limit.takes_announcement(time.monotonic()):
            self.process_tree.announce(self.limit.signal)
        if self.limit.takes_end(time.monotonic()):
            self.timed_out = True
            self.begin_stop(self.limit.grace)

    def begin_stop(self, grace):
        self.kill_at = time.monotonic() + grace
        if grace:
            self.process_tree.signal(signal.SIGTERM)
            self.process_tree.signal(signal.SIGCONT)

    def follow_signals(self):
        if self.terminated:
            self.terminated = False
            grace = number_in(self.fact("stop"))
            if grace is None:
                self.shutdown_since = time.monotonic()
            elif self.kill_at == NEVER:
                self.begin_stop(grace)
        if time.monotonic() >= self.kill_at:
            self.process_tree.signal(signal.SIGKILL)

    def has_ended(self):
        if self.status is None or self.recorded:
            return False
        now = time.monotonic()
        if self.kill_at < NEVER:
            return self.childless or not self.process_tree.members() or now > self.kill_at + 1
        if self.shutdown_since and is_shutting_down():
            sys.exit()
        return not self.shutdown_since or now > self.shutdown_since + SHUTDOWN_TIMEOUT

    def record(self):
        """Logs the output written before the end, then records the exit."""
        for fd in list(self.streams):
            there = fcntl.ioctl(fd, FIONREAD, b"\0" * 4)
            # A pseudo-terminal does not count what is on its way.
            self.read(fd, program.PIPE if os.isatty(fd) else struct.unpack("i", there)[0])
        word = "signal %d" % -self.status if self.status < 0 else "exit %d" % self.status
        if self.timed_out:
            word += " timeout"
        elif self.stopped:
            word += " stopped"
        elif self.status != 0 and self.kills.have_happened():
            word += " memory"
        try:
            write_whole(self.fact("exit"), word + "\n", True)
            self.recorded = True
        except OSError:
            # The disk is full: drop the oldest log for the exit and retry in the next iteration.
            self.spool.free_space()


def is_shutting_down():
    with open("/proc/1/comm") as file:
        return file.read().startswith("systemd-shutdow")


def main(state, part, mirror, user, streams, *line):
    environment = program.read_environment()
    if environment is None:
        return
    if os.getpid() != os.getsid(0):
        os.setsid()
    account = None if user == "-" else program.Account(user)
    supervisor = Supervisor(state, part, mirror, account)
    supervisor.install_handlers()
    supervisor.start(streams, [os.fsencode(word) for word in line], environment)
    supervisor.supervise()
    supervisor.process_tree.remove()


main(*sys.argv[1:])
