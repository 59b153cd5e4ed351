#!/usr/bin/env python3
"""Index 0 hands out ranges of numbers; the other indexes count the primes in them.

A connection carries one JSON document a line: the worker sends {"worker": INDEX}, then the
leader a range [first, last), the worker its count, and so on until the leader ends.
"""
import json
import math
import os
import queue
import socket
import sys
import threading
import time
from pathlib import Path

PEERS = Path(os.environ.get("PEERS", "/etc/spawn/job-array-peers.json"))
PORT = 29502
LIMIT, RANGES = 200_000, 20
SECONDS = 120


def address_of_leader():
    """From the peers file, once the members know each other."""
    deadline = time.monotonic() + SECONDS
    while not PEERS.exists():
        if time.monotonic() > deadline:
            raise OSError(f"{PEERS} did not appear within {SECONDS} s")
        time.sleep(0.2)
    peers = json.loads(PEERS.read_text(encoding="utf-8"))
    return next(peer["ip"] for peer in peers if peer["index"] == 0)


def primes(first, last):
    """How many primes there are from first to last - 1."""
    return sum(
        all(number % divisor for divisor in range(2, math.isqrt(number) + 1))
        for number in range(max(2, first), last)
    )


def send(connection, document):
    connection.sendall(json.dumps(document).encode() + b"\n")


def hand_out(connection, ranges, results):
    """One worker's connection: a range that is not answered is handed out again."""
    with connection, connection.makefile(encoding="utf-8") as lines:
        worker = json.loads(lines.readline())["worker"]
        while True:
            given = ranges.get()
            try:
                send(connection, given)
                results.put((worker, json.loads(lines.readline())))
            except (OSError, ValueError) as problem:
                print(f"leader: worker {worker} is lost, {given} is handed out again: {problem}")
                ranges.put(given)
                return


def accept(listener, ranges, results):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=hand_out, args=(connection, ranges, results), daemon=True).start()


def lead():
    ranges, results = queue.Queue(), queue.Queue()
    for part in range(RANGES):
        ranges.put([LIMIT * part // RANGES, LIMIT * (part + 1) // RANGES])
    with socket.create_server((address_of_leader(), PORT)) as listener:
        threading.Thread(target=accept, args=(listener, ranges, results), daemon=True).start()
        answers = [results.get(timeout=SECONDS) for _ in range(RANGES)]
    by_worker = {}
    for worker, _ in answers:
        by_worker[worker] = by_worker.get(worker, 0) + 1
    found = sum(count for _, count in answers)
    with open("primes.json", "w", encoding="utf-8") as file:
        json.dump({"below": LIMIT, "primes": found, "ranges_by_worker": by_worker}, file)
    print(f"leader: {found} primes below {LIMIT}; ranges by worker: {by_worker}")


def serve(index, leader):
    """Answers as long as the leader asks."""
    with socket.create_connection((leader, PORT)) as connection:
        with connection.makefile(encoding="utf-8") as lines:
            send(connection, {"worker": index})
            for line in lines:
                first, last = json.loads(line)
                send(connection, primes(first, last))
                print(f"worker {index}: counted from {first} to {last}")


def work(index):
    """Connects again when the leader does not answer: it may have begun a second attempt."""
    while True:
        try:
            serve(index, address_of_leader())
        except OSError as problem:
            print(f"worker {index}: no leader: {problem}")
        time.sleep(0.5)


def main():
    index = int(os.environ["JOB_ARRAY_INDEX"])
    try:
        lead() if index == 0 else work(index)
    except queue.Empty:
        sys.exit(f"primes.py: no worker answered for {SECONDS} s")
    except OSError as problem:
        sys.exit(f"primes.py: {problem}")


if __name__ == "__main__":
    main()
