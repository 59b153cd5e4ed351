#!/usr/bin/env python3
"""A member of a ring: takes the message from the one before, signs it, passes it to the next."""
import json
import os
import socket
import sys
import time
from pathlib import Path

HOSTFILE = Path(os.environ.get("HOSTFILE", "/etc/spawn/hostfile"))
PORT = 29501
SECONDS = 60


def send(host, message):
    """Retries, because the next member may start some seconds later."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with socket.create_connection((host, PORT), 5) as connection:
                connection.sendall(json.dumps(message).encode() + b"\n")
                return
        except OSError as problem:
            if time.monotonic() > deadline:
                raise OSError(f"{host}:{PORT} did not answer for {SECONDS} s: {problem}")
            time.sleep(0.1)


def receive(listener):
    listener.settimeout(SECONDS)
    try:
        connection, _ = listener.accept()
    except socket.timeout:
        raise OSError(f"no message came for {SECONDS} s")
    with connection, connection.makefile(encoding="utf-8") as lines:
        connection.settimeout(5)
        return json.loads(lines.readline())


def main():
    index = int(os.environ["JOB_ARRAY_INDEX"])
    hosts = HOSTFILE.read_text(encoding="utf-8").split()
    following = hosts[(index + 1) % len(hosts)]
    signature = {"index": index, "host": hosts[index], "hostname": socket.gethostname()}
    with socket.create_server((hosts[index], PORT)) as listener:
        if index == 0:
            send(following, [signature])
            message = receive(listener)
            Path("ring.json").write_text(json.dumps(message, indent=1) + "\n", encoding="utf-8")
            print(f"the message is back after {len(message)} of {len(hosts)} members:",
                  " -> ".join(stop["hostname"] for stop in message))
            if [stop["index"] for stop in message] != list(range(len(hosts))):
                raise ValueError("it did not pass every member once, in order")
        else:
            message = receive(listener)
            print(f"index {index}: message from {message[-1]['host']}, passed on to {following}")
            send(following, message + [signature])


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as problem:
        sys.exit(f"pass_on.py: {problem}")
