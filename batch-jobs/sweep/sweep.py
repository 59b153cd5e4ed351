#!/usr/bin/env python3
"""One task of a sweep: the Lyapunov exponent of the logistic map at this task's growth rate."""
import argparse
import json
import math

FIRST_RATE, LAST_RATE = 3.5, 4.0
SETTLE, MEASURE = 1_000, 200_000


def lyapunov(rate):
    """Mean of log |f'(x)| along an orbit that has forgotten where it began."""
    x, total = 0.3, 0.0
    for step in range(SETTLE + MEASURE):
        x = rate * x * (1 - x)
        if step >= SETTLE:
            total += math.log(max(1e-300, abs(rate * (1 - 2 * x))))
    return total / MEASURE


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--param-id", type=int, required=True)
    arguments.add_argument("--total-tasks", type=int, required=True)
    arguments.add_argument("--output", required=True)
    task = arguments.parse_args()
    share = task.param_id / max(1, task.total_tasks - 1)
    rate = FIRST_RATE + (LAST_RATE - FIRST_RATE) * share
    exponent = lyapunov(rate)
    result = {"task": task.param_id, "rate": rate, "exponent": exponent, "chaotic": exponent > 0}
    with open(task.output, "w", encoding="utf-8") as file:
        json.dump(result, file)
        file.write("\n")
    print(f"task {task.param_id} of {task.total_tasks}: rate {rate:.4f}, exponent {exponent:+.4f}")


if __name__ == "__main__":
    main()
