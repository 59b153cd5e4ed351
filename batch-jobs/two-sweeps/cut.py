#!/usr/bin/env python3
"""Estimates pi by slices of a quarter of the circle: each as high as the circle at its middle."""
import argparse
import json
import math


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--slices", type=int, required=True)
    slices = arguments.parse_args().slices
    heights = (math.sqrt(1 - ((i + 0.5) / slices) ** 2) for i in range(slices))
    estimate = 4 * math.fsum(heights) / slices
    with open("estimate.json", "w", encoding="utf-8") as file:
        json.dump({"pi": estimate}, file)
    print(f"{slices} slices: pi is about {estimate}")


if __name__ == "__main__":
    main()
