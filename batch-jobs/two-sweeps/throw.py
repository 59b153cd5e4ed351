#!/usr/bin/env python3
"""Estimates pi by points thrown at random into a square: the share that falls into the circle."""
import argparse
import json
import random

POINTS = 200_000


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, required=True)
    seed = arguments.parse_args().seed
    source = random.Random(seed)
    inside = sum(source.random() ** 2 + source.random() ** 2 < 1 for _ in range(POINTS))
    estimate = 4 * inside / POINTS
    with open("estimate.json", "w", encoding="utf-8") as file:
        json.dump({"pi": estimate}, file)
    print(f"seed {seed}: {inside} of {POINTS} points inside, pi is about {estimate}")


if __name__ == "__main__":
    main()
