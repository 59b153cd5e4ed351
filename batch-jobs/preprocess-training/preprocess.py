#!/usr/bin/env python3
"""Stage "preprocess": checks this index's share of wdbc.csv and summarises it.

Writes shard-{index}.json: the rows, which of them are kept out for evaluation, and per feature
count, mean and M2 (sum of squared deviations) of the others. Summaries of shards can be merged
without looking at the rows again.
"""
import csv
import hashlib
import json
import math
import os
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent / "wdbc.csv"
HELD_OUT_SHARE = 0.2


def fraction(purpose, row):
    """A number in [0, 1) that is the same for this row on every machine and in every run."""
    digest = hashlib.sha256(f"{purpose} {row}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def checked(line, fields, header):
    if len(fields) != len(header):
        raise ValueError(f"line {line}: {len(fields)} fields, the header has {len(header)}")
    if fields[1] not in ("M", "B"):
        raise ValueError(f"line {line}: diagnosis {fields[1]!r} is neither M nor B")
    features = [float(field) for field in fields[2:]]
    for name, value in zip(header[2:], features):
        if not math.isfinite(value) or value < 0:
            raise ValueError(f"line {line}: {name} is {value}")
    row = int(fields[0])
    return {
        "row": row,
        "malignant": fields[1] == "M",
        "held_out": fraction("held out", row) < HELD_OUT_SHARE,
        "features": features,
    }


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        lines = csv.reader(file)
        header = next(lines)
        rows = [checked(number, fields, header) for number, fields in enumerate(lines, start=2)]
    return header[2:], rows


def summary(values):
    """Welford's method: one pass, no loss of digits."""
    count, mean, m2 = 0, 0.0, 0.0
    for value in values:
        count += 1
        delta = value - mean
        mean += delta / count
        m2 += delta * (value - mean)
    return {"count": count, "mean": mean, "m2": m2}


def main():
    index = int(os.environ["JOB_ARRAY_INDEX"])
    size = int(os.environ["JOB_ARRAY_SIZE"])
    names, rows = read(DATA)
    shuffled = sorted(rows, key=lambda row: fraction("order", row["row"]))
    share = shuffled[index::size]
    known = [row["features"] for row in share if not row["held_out"]]
    shard = {
        "shard": index,
        "shards": size,
        "features": names,
        "summary": {name: summary(column) for name, column in zip(names, zip(*known))},
        "rows": share,
    }
    target = Path(f"shard-{index}.json")
    target.write_text(json.dumps(shard) + "\n", encoding="utf-8")
    print(f"shard {index} of {size}: {len(share)} of {len(rows)} rows are good, "
          f"{len(share) - len(known)} of them kept out, written to {target}")


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as problem:
        sys.exit(f"preprocess.py: {problem}")
