#!/usr/bin/env python3
"""Stage "training": logistic regression, trained by all members of the array together.

Each member takes its share of the shards, computes the gradient on its own rows and adds it to
the others' around the ring (see ring.py), step by step: every member holds the same weights at
every moment. The model looks at the 30 features and their 465 products. Index 0 writes
model.json, with the accuracy on rows that were not used for training.
"""
import json
import math
import os
import sys
import time
from operator import mul
from pathlib import Path

from ring import Ring, RingBroken

PEERS = Path(os.environ.get("PEERS", "/etc/spawn/job-array-peers.json"))
INPUTS = Path(os.environ.get("INPUTS", "inputs/preprocess"))
PORT = 29500
STEPS = int(os.environ.get("STEPS", "500"))
RATE, MOMENTUM, DECAY = 0.05, 0.9, 0.01
PEERS_SECONDS = 60


class BadInput(Exception):
    """The inputs of the stage are unusable."""


def addresses():
    """The members' addresses in order of their index, once all of them are up."""
    deadline = time.monotonic() + PEERS_SECONDS
    while not PEERS.exists():
        if time.monotonic() > deadline:
            raise BadInput(f"{PEERS} did not appear within {PEERS_SECONDS} s")
        time.sleep(0.2)
    peers = json.loads(PEERS.read_text(encoding="utf-8"))
    return [peer["ip"] for peer in sorted(peers, key=lambda peer: peer["index"])]


def shards():
    """All shards of the stage before, in order."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in INPUTS.glob("*/shard-*.json")]
    found.sort(key=lambda shard: shard["shard"])
    if not found:
        raise BadInput(f"no shard in {INPUTS}")
    missing = set(range(found[0]["shards"])) - {shard["shard"] for shard in found}
    if missing:
        raise BadInput(f"shards {sorted(missing)} are missing in {INPUTS}")
    return found


def merged(summaries):
    """Chan's formula: the summary of all rows, from the summaries of the shards."""
    count, mean, m2 = 0, 0.0, 0.0
    for part in summaries:
        if part["count"]:
            total = count + part["count"]
            delta = part["mean"] - mean
            mean += delta * part["count"] / total
            m2 += part["m2"] + delta * delta * count * part["count"] / total
            count = total
    return mean, math.sqrt(m2 / (count - 1))


def inputs(features, scale):
    """Constant, normalised features without their extremes, and the products of each two."""
    z = [max(-3.0, min(3.0, (value - mean) / deviation))
         for value, (mean, deviation) in zip(features, scale)]
    products = [a * b / 3 for i, a in enumerate(z) for b in z[i:]]
    return [1.0] + z + products


def malignant(weights, x):
    """The probability the model gives."""
    score = sum(map(mul, weights, x))
    return 1 / (1 + math.exp(-score)) if score > -700 else 0.0


def gradient(weights, examples, columns):
    """Of the log loss, summed over our rows; the loss itself comes last."""
    errors, loss = [], 0.0
    for x, target in examples:
        probability = malignant(weights, x)
        errors.append(probability - target)
        loss -= math.log(max(1e-12, probability if target else 1 - probability))
    return [sum(map(mul, errors, column)) for column in columns] + [loss]


def train(ring, examples, rows):
    columns = list(zip(*[x for x, _ in examples]))
    weights = [0.0] * len(columns)
    velocity = [0.0] * len(columns)
    for step in range(1, STEPS + 1):
        *sums, loss = ring.sum(gradient(weights, examples, columns))
        for i, total in enumerate(sums):
            slope = total / rows + DECAY * weights[i]
            velocity[i] = MOMENTUM * velocity[i] - RATE * slope
            weights[i] += velocity[i]
        if step % 50 == 0 or step == 1:
            print(f"step {step:4d} of {STEPS}  loss {loss / rows:.4f}", flush=True)
    return weights


def main():
    index = int(os.environ["JOB_ARRAY_INDEX"])
    members = addresses()
    everything = shards()
    names = everything[0]["features"]
    scale = [merged([shard["summary"][name] for shard in everything]) for name in names]

    mine = everything[index::len(members)]
    rows = [row for shard in mine for row in shard["rows"]]
    examples, kept_out = [], []
    for row in rows:
        example = (inputs(row["features"], scale), 1.0 if row["malignant"] else 0.0)
        (kept_out if row["held_out"] else examples).append(example)
    print(f"member {index} of {len(members)}: shards {[shard['shard'] for shard in mine]}, "
          f"{len(examples)} rows to train on, {len(kept_out)} kept out", flush=True)
    if not examples:
        raise BadInput(f"member {index} has no rows to train on: more members than shards")

    ring = Ring(members, index, PORT)
    print(f"ring of {ring.size} closed, each member on port {PORT}", flush=True)
    trained = int(ring.sum([len(examples)])[0])
    weights = train(ring, examples, trained)
    right = sum((malignant(weights, x) > 0.5) == (target > 0.5) for x, target in kept_out)
    right, held_out = (int(value) for value in ring.sum([right, len(kept_out)]))
    ring.close()

    accuracy = right / held_out
    print(f"accuracy {accuracy:.4f}: {right} of {held_out} rows kept out are told right", flush=True)
    if index == 0:
        model = {
            "accuracy": accuracy,
            "rows_trained": trained,
            "rows_held_out": held_out,
            "members": len(members),
            "steps": STEPS,
            "features": names,
            "mean": [mean for mean, _ in scale],
            "deviation": [deviation for _, deviation in scale],
            "weights": weights,
        }
        Path("model.json").write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except (BadInput, RingBroken, OSError, ValueError) as problem:
        sys.exit(f"train.py: {problem}")
