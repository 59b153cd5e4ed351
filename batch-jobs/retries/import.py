#!/usr/bin/env python3
"""Imports one part of some records; its exit code tells whether another attempt may help.

The source of part 1 is busy during the first attempt: exit code 75 (EX_TEMPFAIL). A record of
part 2 is no number, today and tomorrow: exit code 1.
"""
import argparse
import json
import sys

TEMPORARY, PERMANENT = 75, 1
PARTS = [["3", "4"], ["10", "20", "30"], ["7", "seven"]]


class Busy(Exception):
    """The source may answer later."""


def records(part, attempt):
    if part == 1 and attempt == 1:
        raise Busy(f"the source of part {part} is busy")
    return [int(record) for record in PARTS[part]]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--part", type=int, required=True)
    arguments.add_argument("--attempt", type=int, required=True)
    task = arguments.parse_args()
    try:
        sum_of_records = sum(records(task.part, task.attempt))
    except Busy as problem:
        print(f"import.py: {problem}", file=sys.stderr)
        sys.exit(TEMPORARY)
    except ValueError as problem:
        print(f"import.py: part {task.part}: {problem}", file=sys.stderr)
        sys.exit(PERMANENT)
    result = {"part": task.part, "attempt": task.attempt, "sum": sum_of_records}
    with open(f"part-{task.part}.json", "w", encoding="utf-8") as file:
        json.dump(result, file)
    print(f"part {task.part}: sum {sum_of_records}, in attempt {task.attempt}")


if __name__ == "__main__":
    main()
