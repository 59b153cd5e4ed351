#!/usr/bin/env python3
"""Reduces the estimates of all indexes to one mean for each sweep, the nearest to pi first."""
import argparse
import json
import math
import pathlib
import statistics


def summary(stage):
    estimates = [
        json.loads(file.read_text(encoding="utf-8"))["pi"] for file in stage.glob("*/estimate.json")
    ]
    mean = statistics.fmean(estimates)
    return {
        "sweep": stage.name,
        "indexes": len(estimates),
        "mean": mean,
        "error": abs(mean - math.pi),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("inputs", type=pathlib.Path)
    stages = [path for path in arguments.parse_args().inputs.iterdir() if path.is_dir()]
    ranking = sorted((summary(stage) for stage in stages), key=lambda row: row["error"])
    with open("comparison.json", "w", encoding="utf-8") as file:
        json.dump({"sweeps": ranking}, file)
    for row in ranking:
        print(f"{row['sweep']}: {row['mean']:.6f} of {row['indexes']}, {row['error']:.1e} from pi")


if __name__ == "__main__":
    main()
