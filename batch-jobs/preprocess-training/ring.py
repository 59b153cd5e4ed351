"""The members of an array as a ring: each holds a connection from the one before and one to the next."""
import socket
import struct
import time

CONNECT_SECONDS = 60
ANSWER_SECONDS = 60
HELLO = struct.Struct("!8sII")
MAGIC = b"ringsum1"


class RingBroken(Exception):
    """A member is missing or lost; the message names its index and address."""


class Ring:
    """Sums vectors over all members.

    addresses: one host per member, in order of their index; all of them use the same port.
    """

    def __init__(self, addresses, index, port):
        self.size = len(addresses)
        self.index = index
        self._addresses = addresses
        self._port = port
        if self.size > 1:
            listener = socket.create_server((addresses[index], port))
            with listener:
                self._next = self._dial((index + 1) % self.size)
                self._previous = self._answer(listener, (index - 1) % self.size)

    def sum(self, vector):
        """The sum of all members' vectors, the same to the last bit on each of them.

        A ring all-reduce: in size - 1 rounds each chunk goes around and is added up, in another
        size - 1 rounds the sums go around. Whatever the number of members, each sends less than
        two vectors.
        """
        bounds = [len(vector) * part // self.size for part in range(self.size + 1)]
        chunks = [list(vector[a:b]) for a, b in zip(bounds, bounds[1:])]
        for turn in range(self.size - 1):
            incoming = (self.index - turn - 1) % self.size
            theirs = self._pass_on(chunks[(self.index - turn) % self.size], len(chunks[incoming]))
            chunks[incoming] = [a + b for a, b in zip(chunks[incoming], theirs)]
        for turn in range(self.size - 1):
            incoming = (self.index - turn) % self.size
            chunks[incoming] = self._pass_on(
                chunks[(self.index - turn + 1) % self.size], len(chunks[incoming]))
        return [value for chunk in chunks for value in chunk]

    def close(self):
        if self.size > 1:
            self._next.close()
            self._previous.close()

    def _pass_on(self, chunk, incoming):
        try:
            self._next.sendall(struct.pack(f"!{len(chunk)}d", *chunk))
        except OSError as problem:
            raise RingBroken(f"{self._name(self.index + 1)} takes nothing more: {problem}")
        return struct.unpack(f"!{incoming}d", self._receive(self._previous, incoming * 8))

    def _receive(self, connection, length):
        data = bytearray()
        try:
            while len(data) < length:
                part = connection.recv(length - len(data))
                if not part:
                    raise RingBroken(f"{self._name(self.index - 1)} closed its connection")
                data += part
        except OSError as problem:
            raise RingBroken(f"{self._name(self.index - 1)} sends nothing: {problem}")
        return bytes(data)

    def _dial(self, index):
        """Retries, because other members may start some seconds later."""
        deadline = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                connection = socket.create_connection((self._addresses[index], self._port), 5)
                break
            except OSError as problem:
                if time.monotonic() > deadline:
                    raise RingBroken(
                        f"{self._name(index)} did not answer for {CONNECT_SECONDS} s: {problem}")
                time.sleep(0.1)
        connection.settimeout(ANSWER_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(HELLO.pack(MAGIC, self.index, self.size))
        return connection

    def _answer(self, listener, index):
        """Closes connections without the right greeting, for example of a port scanner."""
        deadline = time.monotonic() + CONNECT_SECONDS
        while time.monotonic() < deadline:
            listener.settimeout(max(0.1, deadline - time.monotonic()))
            try:
                connection, _ = listener.accept()
            except socket.timeout:
                break
            connection.settimeout(5)
            try:
                greeting = HELLO.unpack(self._receive(connection, HELLO.size))
            except RingBroken:
                connection.close()
                continue
            if greeting == (MAGIC, index, self.size):
                connection.settimeout(ANSWER_SECONDS)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
            connection.close()
        raise RingBroken(f"{self._name(index)} did not call for {CONNECT_SECONDS} s")

    def _name(self, index):
        place = index % self.size
        return f"member {place} ({self._addresses[place]}:{self._port})"
