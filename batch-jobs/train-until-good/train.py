#!/usr/bin/env python3
"""Trains the network from its beginning, or goes on with a model, and writes model.json."""
import argparse
import json

from network import beginning, points, train_once


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    start = arguments.add_mutually_exclusive_group(required=True)
    start.add_argument("--seed", type=int)
    start.add_argument("--from", dest="earlier", metavar="FILE", help="model.json to go on with")
    arguments.add_argument("--epochs", type=int, required=True)
    task = arguments.parse_args()
    if task.earlier:
        with open(task.earlier, encoding="utf-8") as file:
            model = json.load(file)
    else:
        model = beginning(task.seed)
    data = list(points("training", 200))
    for _ in range(task.epochs):
        train_once(model, data)
    with open("model.json", "w", encoding="utf-8") as file:
        json.dump(model, file)
    print(f"seed {model['seed']}: {model['epochs']} epochs")


if __name__ == "__main__":
    main()
