#!/usr/bin/env python3
"""Publishes the best model of all stages that trained as published.json, if it is good enough."""
import argparse
import json
import pathlib
import sys

from network import accuracy


def candidates(inputs):
    for file in inputs.glob("*/*/model.json"):
        model = json.loads(file.read_text(encoding="utf-8"))
        yield {"stage": file.parts[-3], "accuracy": accuracy(model), **model}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("inputs", type=pathlib.Path)
    arguments.add_argument("--target", type=float, required=True)
    task = arguments.parse_args()
    models = list(candidates(task.inputs))
    best = max(models, key=lambda model: model["accuracy"])
    print(f"the best of {len(models)} is from {best['stage']}: accuracy {best['accuracy']:.3f}")
    if best["accuracy"] < task.target:
        sys.exit(f"publish.py: the accuracy is below {task.target}; nothing is published")
    with open("published.json", "w", encoding="utf-8") as file:
        json.dump({"candidates": len(models), "model": best}, file)


if __name__ == "__main__":
    main()
