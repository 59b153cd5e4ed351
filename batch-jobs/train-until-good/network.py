"""A network with one hidden layer, and the points that it learns: no straight line divides them."""
import math
import random

HIDDEN, RATE = 6, 0.3


def points(seed, count):
    """Clouds around four corners; the label says whether the signs of the corner are the same."""
    source = random.Random(seed)
    for _ in range(count):
        x, y = source.choice((-1, 1)), source.choice((-1, 1))
        yield x + source.gauss(0, 0.35), y + source.gauss(0, 0.35), float(x == y)


def beginning(seed):
    source = random.Random(seed)
    return {
        "seed": seed,
        "epochs": 0,
        "hidden": [[source.uniform(-1, 1) for _ in range(3)] for _ in range(HIDDEN)],
        "out": [source.uniform(-1, 1) for _ in range(HIDDEN + 1)],
    }


def answer(model, x, y):
    """What the hidden layer says, and the probability that the signs are the same."""
    hidden = [math.tanh(a * x + b * y + c) for a, b, c in model["hidden"]]
    value = model["out"][-1] + sum(w * h for w, h in zip(model["out"], hidden))
    return hidden, 1 / (1 + math.exp(-value))


def train_once(model, data):
    """One epoch: all points, then one step down the slope."""
    hidden_slopes = [[0.0] * 3 for _ in range(HIDDEN)]
    out_slopes = [0.0] * (HIDDEN + 1)
    for x, y, label in data:
        hidden, guess = answer(model, x, y)
        error = (guess - label) / len(data)
        out_slopes[-1] += error
        for i, value in enumerate(hidden):
            out_slopes[i] += error * value
            inner = error * model["out"][i] * (1 - value * value)
            for j, part in enumerate((x, y, 1.0)):
                hidden_slopes[i][j] += inner * part
    model["out"] = [w - RATE * s for w, s in zip(model["out"], out_slopes)]
    model["hidden"] = [
        [w - RATE * s for w, s in zip(*pair)] for pair in zip(model["hidden"], hidden_slopes)
    ]
    model["epochs"] += 1


def accuracy(model):
    """The share of right answers for points that are not used for training."""
    held_out = list(points("held out", 400))
    right = sum((answer(model, x, y)[1] > 0.5) == bool(label) for x, y, label in held_out)
    return right / len(held_out)
