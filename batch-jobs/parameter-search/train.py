#!/usr/bin/env python3
"""Trains a logistic regression on generated points with the given learning rate and epochs."""
import argparse
import json
import math
import random

POINTS = 400


def points():
    """Two overlapping clouds, the same for every index."""
    source = random.Random(7)
    for _ in range(POINTS):
        label = source.random() < 0.5
        center = 1.0 if label else -1.0
        yield source.gauss(center, 1.2), source.gauss(-center, 1.2), float(label)


def probability(weights, x, y):
    value = weights[0] * x + weights[1] * y + weights[2]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lr", type=float, required=True)
    arguments.add_argument("--epochs", type=int, required=True)
    task = arguments.parse_args()
    data = list(points())
    weights = [0.0, 0.0, 0.0]
    for _ in range(task.epochs):
        slope = [0.0, 0.0, 0.0]
        for x, y, label in data:
            error = probability(weights, x, y) - label
            for i, value in enumerate((x, y, 1.0)):
                slope[i] += error * value / len(data)
        weights = [w - task.lr * s for w, s in zip(weights, slope)]
    guesses = [(probability(weights, x, y), label) for x, y, label in data]
    loss = -sum(math.log(max(1e-12, p if label else 1 - p)) for p, label in guesses) / len(data)
    accuracy = sum((p > 0.5) == bool(label) for p, label in guesses) / len(data)
    with open("result.json", "w", encoding="utf-8") as file:
        json.dump({"loss": loss, "accuracy": accuracy}, file)
    print(f"lr {task.lr}, {task.epochs} epochs: loss {loss:.4f}, accuracy {accuracy:.3f}")


if __name__ == "__main__":
    main()
