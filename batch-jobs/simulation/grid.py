"""Writes one part of a rod as grid.json: the temperature of each of its points."""

import argparse
import json
import math

POINTS = 50


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", type=int, required=True)
    parser.add_argument("--parts", type=int, required=True)
    options = parser.parse_args()

    step = math.pi / (options.parts * POINTS)
    first = options.part * POINTS
    temperatures = [math.sin((first + i) * step) for i in range(POINTS)]
    with open("grid.json", "w", encoding="utf-8") as out:
        json.dump({"part": options.part, "temperatures": temperatures}, out)
    print(f"part {options.part} of {options.parts}: {POINTS} points")


main()
