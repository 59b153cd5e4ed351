"""Runs one program for a remote user, on a pseudo-terminal or through pipes.

usage: terminal.py COLUMNS ROWS PROGRAM [ARGUMENT...]      0 0: no terminal

Standard input and output carry frames: a letter, the length in four bytes, the data.
In:  i input   e end of input   w window size: columns and rows, two bytes each
Out: o stdout   e stderr   x exit as EXIT_n or SIGNAL_n, the last frame
At the end of standard input or at SIGTERM, the client has disconnected: the program gets SIGHUP.
Output is read no faster than the agent takes it, input no faster than the program reads it.
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

CHUNK = 32 << 10
HANGUP_TIMEOUT = 5


class Disconnected(Exception):
    """The client has disconnected."""


def disconnect(*_):
    raise Disconnected


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


def send_frame(letter, data):
    frame = memoryview(letter + struct.pack(">I", len(data)) + data)
    while frame:
        try:
            frame = frame[os.write(1, frame) :]
        except BrokenPipeError:
            raise Disconnected from None


class Session:
    def __init__(self, line, columns, rows):
        self.is_terminal = columns > 0
        start = start_terminal(line, columns, rows) if self.is_terminal else start_pipes(line)
        self.child, self.input, self.outputs = start
        os.set_blocking(self.input, False)
        self.frames = b""
        self.pending_input = b""
        self.input_ended = False

    def run(self):
        """Runs until the program ends and returns its status."""
        while True:
            self.handle_events()
            child, status = os.waitpid(self.child, os.WNOHANG)
            if child:
                # Background processes may hold the output open; send only what is already written.
                while self.outputs and self.handle_events(0):
                    pass
                return status

    def handle_events(self, timeout=1000):
        """Waits for events and handles them; returns whether there was an event of the program."""
        poll = select.poll()
        is_full = len(self.pending_input) > CHUNK
        poll.register(0, 0 if is_full else select.POLLIN)
        poll.register(CHILD_ENDED, select.POLLIN)
        for output in self.outputs:
            poll.register(output, select.POLLIN)
        has_pending = bool(self.pending_input) and self.input is not None
        if has_pending and self.input not in self.outputs:
            poll.register(self.input, select.POLLOUT)
        elif has_pending:
            poll.modify(self.input, select.POLLIN | select.POLLOUT)
        had_event = False
        for descriptor, event in poll.poll(timeout):
            if descriptor == CHILD_ENDED:
                os.read(CHILD_ENDED, CHUNK)
                continue
            if descriptor == 0:
                self.read_input(is_full)
                continue
            had_event = True
            if descriptor == self.input and event & (select.POLLOUT | select.POLLERR):
                self.write_input()
            if descriptor in self.outputs and event & (select.POLLIN | select.POLLHUP):
                self.send_output(descriptor)
        return had_event

    def read_input(self, is_full):
        data = b"" if is_full else os.read(0, CHUNK)
        if not data:
            raise Disconnected
        self.frames += data
        while len(self.frames) >= 5:
            letter, size = self.frames[:1], struct.unpack(">I", self.frames[1:5])[0]
            if len(self.frames) < 5 + size:
                return
            self.handle_frame(letter, self.frames[5 : 5 + size])
            self.frames = self.frames[5 + size :]

    def handle_frame(self, letter, data):
        if letter == b"i":
            self.pending_input += data
        elif letter == b"e" and self.is_terminal:
            self.pending_input += b"\x04"
        elif letter == b"e":
            self.input_ended = True
        elif letter == b"w" and self.is_terminal:
            resize(self.input, *struct.unpack(">HH", data))
        self.close_input_when_done()

    def write_input(self):
        try:
            self.pending_input = self.pending_input[os.write(self.input, self.pending_input) :]
        except BlockingIOError:
            return
        except OSError:
            # The program has closed its input.
            self.pending_input = b""
            self.input_ended = self.input_ended or not self.is_terminal
        self.close_input_when_done()

    def close_input_when_done(self):
        if self.input_ended and not self.pending_input and self.input is not None:
            os.close(self.input)
            self.input = None

    def send_output(self, descriptor):
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return
        except OSError as problem:
            # EIO: the last process has closed the other side of the terminal.
            if problem.errno != errno.EIO:
                raise
            data = b""
        if data:
            send_frame(self.outputs[descriptor], data)
        else:
            del self.outputs[descriptor]

    def hang_up(self):
        """Sends SIGHUP; returns the program's status, or None when it keeps running."""
        if self.is_terminal:
            self.outputs = {}
        if self.input is not None:
            os.close(self.input)
        for number in (signal.SIGHUP, signal.SIGCONT):
            try:
                os.killpg(self.child, number)
            except ProcessLookupError:
                pass
        until = time.monotonic() + HANGUP_TIMEOUT
        while time.monotonic() < until:
            child, status = os.waitpid(self.child, os.WNOHANG)
            if child:
                return status
            self.discard()
        return None

    def discard(self):
        """Reads and drops output: SIGPIPE would kill a program that is still cleaning up."""
        poll = select.poll()
        for output in self.outputs:
            poll.register(output, select.POLLIN)
        for descriptor, _ in poll.poll(50):
            if not os.read(descriptor, CHUNK):
                del self.outputs[descriptor]


def exit_text(status):
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
    signal.signal(signal.SIGTERM, disconnect)
    status = session.run()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
except Disconnected:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    status = session.hang_up()
try:
    send_frame(b"x", exit_text(status).encode() if status is not None else b"SIGNAL_1")
except Disconnected:
    pass
