#!/usr/bin/env python3
"""Measures the accuracy of a model. Exit code 3: it is below the target."""
import argparse
import json
import sys

from network import accuracy

BELOW_TARGET = 3


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("model")
    arguments.add_argument("--target", type=float, required=True)
    task = arguments.parse_args()
    with open(task.model, encoding="utf-8") as file:
        value = accuracy(json.load(file))
    print(f"accuracy {value:.3f}, the target is {task.target}")
    if value < task.target:
        sys.exit(BELOW_TARGET)


if __name__ == "__main__":
    main()
