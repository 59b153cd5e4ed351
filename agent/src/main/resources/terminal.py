"""Runs one program for a person who is elsewhere, at a real terminal or through pipes.

usage: terminal.py COLUMNS ROWS PROGRAM [ARGUMENT...]      0 0: no terminal

On standard input and output are frames: a letter, the number of bytes in four bytes, the bytes.
In:  i what was typed   e nothing more will be   w another size: columns and rows, two bytes each
Out: o and e what the program wrote   x how it ended, EXIT_n or SIGNAL_n, the last frame
The end of standard input, and SIGTERM, say that the person has gone: SIGHUP for the program.
Output is read no faster than it is taken, input taken no faster than the program reads it.
"""

import errno
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PIECE = 32 << 10
PATIENCE = 5


class Gone(Exception):
    """The person has gone."""


def gone(*_):
    raise Gone


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def execute(line):
    for number in (signal.SIGPIPE, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execvp(line[0], line)
    except OSError as problem:
        os.write(2, f"{line[0]}: {problem.strerror}\n".encode())
        os._exit(127)


def start_terminal(line, columns, rows):
    child, terminal = pty.fork()
    if child == 0:
        resize(0, columns, rows)
        execute(line)
    return child, terminal, {terminal: b"o"}


def start_pipes(line):
    (in_read, in_write), (out_read, out_write), (err_read, err_write) = (os.pipe() for _ in range(3))
    child = os.fork()
    if child == 0:
        os.setsid()
        for number, end in enumerate((in_read, out_write, err_write)):
            os.dup2(end, number)
        execute(line)
    for end in (in_read, out_write, err_write):
        os.close(end)
    return child, in_write, {out_read: b"o", err_read: b"e"}


def say(letter, data):
    frame = memoryview(letter + struct.pack(">I", len(data)) + data)
    while frame:
        try:
            frame = frame[os.write(1, frame) :]
        except BrokenPipeError:
            raise Gone from None


class Session:
    def __init__(self, line, columns, rows):
        self.is_terminal = columns > 0
        start = start_terminal(line, columns, rows) if self.is_terminal else start_pipes(line)
        self.child, self.input, self.outputs = start
        os.set_blocking(self.input, False)
        self.frames = b""
        self.typed = b""
        self.ended = False

    def run(self):
        """Until the program ends; returns its status."""
        while True:
            self.turn()
            child, status = os.waitpid(self.child, os.WNOHANG)
            if child:
                # What it left behind may hold its output open for ever: what is there is enough.
                while self.outputs and self.turn(0):
                    pass
                return status

    def turn(self, timeout=1000):
        """Waits for something to happen and does it; false if nothing did."""
        poll = select.poll()
        full = len(self.typed) > PIECE
        poll.register(0, 0 if full else select.POLLIN)
        poll.register(CHILD_ENDED, select.POLLIN)
        for output in self.outputs:
            poll.register(output, select.POLLIN)
        wants = bool(self.typed) and self.input is not None
        if wants and self.input not in self.outputs:
            poll.register(self.input, select.POLLOUT)
        elif wants:
            poll.modify(self.input, select.POLLIN | select.POLLOUT)
        happened = False
        for descriptor, event in poll.poll(timeout):
            if descriptor == CHILD_ENDED:
                os.read(CHILD_ENDED, PIECE)
                continue
            if descriptor == 0:
                self.listen(full)
                continue
            happened = True
            if descriptor == self.input and event & (select.POLLOUT | select.POLLERR):
                self.pass_on()
            if descriptor in self.outputs and event & (select.POLLIN | select.POLLHUP):
                self.tell(descriptor)
        return happened

    def listen(self, full):
        data = b"" if full else os.read(0, PIECE)
        if not data:
            raise Gone
        self.frames += data
        while len(self.frames) >= 5:
            letter, size = self.frames[:1], struct.unpack(">I", self.frames[1:5])[0]
            if len(self.frames) < 5 + size:
                return
            self.obey(letter, self.frames[5 : 5 + size])
            self.frames = self.frames[5 + size :]

    def obey(self, letter, data):
        if letter == b"i":
            self.typed += data
        elif letter == b"e" and self.is_terminal:
            self.typed += b"\x04"
        elif letter == b"e":
            self.ended = True
        elif letter == b"w" and self.is_terminal:
            resize(self.input, *struct.unpack(">HH", data))
        self.close_input_when_done()

    def pass_on(self):
        try:
            self.typed = self.typed[os.write(self.input, self.typed) :]
        except BlockingIOError:
            return
        except OSError:
            # It reads no more.
            self.typed = b""
            self.ended = self.ended or not self.is_terminal
        self.close_input_when_done()

    def close_input_when_done(self):
        if self.ended and not self.typed and self.input is not None:
            os.close(self.input)
            self.input = None

    def tell(self, descriptor):
        try:
            data = os.read(descriptor, PIECE)
        except BlockingIOError:
            return
        except OSError as problem:
            # So a terminal tells that nobody is at its other side any more.
            if problem.errno != errno.EIO:
                raise
            data = b""
        if data:
            say(self.outputs[descriptor], data)
        else:
            del self.outputs[descriptor]

    def hang_up(self):
        """Returns the program's status, or None for one that goes on all the same."""
        if self.is_terminal:
            self.outputs = {}
        if self.input is not None:
            os.close(self.input)
        for number in (signal.SIGHUP, signal.SIGCONT):
            try:
                os.killpg(self.child, number)
            except ProcessLookupError:
                pass
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            child, status = os.waitpid(self.child, os.WNOHANG)
            if child:
                return status
            self.discard()
        return None

    def discard(self):
        """A pipe that nobody reads would kill what still has something to do."""
        poll = select.poll()
        for output in self.outputs:
            poll.register(output, select.POLLIN)
        for descriptor, _ in poll.poll(50):
            if not os.read(descriptor, PIECE):
                del self.outputs[descriptor]


def text(status):
    if os.WIFSIGNALED(status):
        return f"SIGNAL_{os.WTERMSIG(status)}"
    return f"EXIT_{os.WEXITSTATUS(status)}"


CHILD_ENDED, wake = os.pipe()
for end in (CHILD_ENDED, wake):
    os.set_blocking(end, False)
signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
signal.signal(signal.SIGCHLD, lambda *_: None)
session = Session(sys.argv[3:], int(sys.argv[1]), int(sys.argv[2]))
try:
    signal.signal(signal.SIGTERM, gone)
    status = session.run()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
except Gone:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    status = session.hang_up()
try:
    say(b"x", text(status).encode() if status is not None else b"SIGNAL_1")
except Gone:
    pass
