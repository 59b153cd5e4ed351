#!/usr/bin/env python3
"""Simulates the reads of one lane of a sequencer, in FASTQ, from a genome with known mutations.

Each lane has a seed of its own, so that the same lane has the same reads in every run. A read is
100 bases of either strand; one base in 200 is read wrongly.
"""
import argparse
import csv
import random
import sys

READS, LENGTH, ERRORS = 800, 100, 1 / 200
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def genome(path):
    with open(path, encoding="utf-8") as lines:
        return "".join(line.strip() for line in lines if not line.startswith(">"))


def mutated(bases, path):
    """From the end to the beginning, so that the positions to come stay valid."""
    with open(path, newline="", encoding="utf-8") as file:
        mutations = sorted(csv.DictReader(file), key=lambda row: int(row["position"]))
    for row in reversed(mutations):
        at, old = int(row["position"]) - 1, row["reference"]
        if not bases.startswith(old, at):
            sys.exit(f"reads.py: the genome has no {old} at position {at + 1}")
        bases = bases[:at] + row["alternative"] + bases[at + len(old):]
    return bases


def read(source, bases):
    begin = source.randrange(len(bases) - LENGTH + 1)
    right = bases[begin : begin + LENGTH]
    if source.random() < 0.5:
        right = right.translate(COMPLEMENT)[::-1]
    return "".join(
        source.choice("ACGT".replace(base, "")) if source.random() < ERRORS else base
        for base in right
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lane", type=int, required=True)
    lane = arguments.parse_args().lane
    source = random.Random(1000 + lane)
    bases = mutated(genome("phix174.fa"), "mutations.csv")
    with open("lane.fastq", "w", encoding="utf-8") as out:
        for number in range(READS):
            out.write(f"@lane{lane}-{number}\n{read(source, bases)}\n+\n{'I' * LENGTH}\n")
    print(f"lane {lane}: {READS} reads, {READS * LENGTH / len(bases):.0f} times the genome")


if __name__ == "__main__":
    main()
