"""Lets the heat of one part of the rod spread, with closed ends, and writes heat-PART.json."""

import json
import os
import sys

STEPS = 200
RATE = 0.2


def spread(old):
    last = len(old) - 1
    return [
        t + RATE * (old[max(i - 1, 0)] - 2 * t + old[min(i + 1, last)])
        for i, t in enumerate(old)
    ]


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        grid = json.load(source)
    temperatures = grid["temperatures"]
    before = sum(temperatures)
    for _ in range(STEPS):
        temperatures = spread(temperatures)
    result = {
        "part": grid["part"],
        "array": os.environ["JOB_ARRAY_NAME"],
        "heat_before": before,
        "heat_after": sum(temperatures),
        "difference": max(temperatures) - min(temperatures),
    }
    with open(f"heat-{grid['part']}.json", "w", encoding="utf-8") as out:
        json.dump(result, out)
    print(f"part {grid['part']}: difference {result['difference']:.4f}")


main()
