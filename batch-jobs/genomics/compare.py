#!/usr/bin/env python3
"""Compares the variants of a VCF file with the mutations that the reads were made with.

Writes variants.json. Exit code 1: a mutation was not found, or something else was.
"""
import argparse
import csv
import json
import sys


def known(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [[int(row["position"]), row["reference"], row["alternative"]]
                for row in csv.DictReader(file)]


def found(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                _, position, _, reference, alternative = line.split("\t")[:5]
                yield [int(position), reference, alternative]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("variants")
    arguments.add_argument("mutations")
    task = arguments.parse_args()
    expected, actual = known(task.mutations), list(found(task.variants))
    result = {
        "found": actual,
        "missing": [one for one in expected if one not in actual],
        "unexpected": [one for one in actual if one not in expected],
    }
    with open("variants.json", "w", encoding="utf-8") as file:
        json.dump(result, file)
    print(f"{len(actual)} variants found, {len(expected)} known: {result}")
    if result["missing"] or result["unexpected"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
