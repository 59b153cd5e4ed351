#!/usr/bin/env python3
"""One member's share of the series 4 - 4/3 + 4/5 - 4/7 …, step by step, with a checkpoint after each."""
import argparse
import json
import os
import pathlib
import time

TERMS_PER_STEP = 2_000
PAUSE = 0.1


def share(step, index, size):
    """Sum of this member's terms of one step: every size-th one, from its index."""
    first = step * TERMS_PER_STEP * size + index
    terms = range(first, first + TERMS_PER_STEP * size, size)
    return sum((4 if k % 2 == 0 else -4) / (2 * k + 1) for k in terms)


def write(directory, state):
    """Replaces the state at once: a checkpoint never has half of it."""
    new = directory / "new.json"
    new.write_text(json.dumps(state), encoding="utf-8")
    new.rename(directory / "state.json")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--steps", type=int, required=True)
    steps = arguments.parse_args().steps
    index, size = int(os.environ["JOB_ARRAY_INDEX"]), int(os.environ["JOB_ARRAY_SIZE"])
    directory = pathlib.Path(os.environ["SPAWN_CHECKPOINT_DIR"])
    kept = directory / "state.json"
    state = {"step": 0, "sum": 0.0, "began_at": []}
    if kept.exists():
        state = json.loads(kept.read_text(encoding="utf-8"))
    state["began_at"].append(state["step"])
    print(f"attempt {len(state['began_at'])} begins at step {state['step']} of {steps}")
    while state["step"] < steps:
        state["sum"] += share(state["step"], index, size)
        state["step"] += 1
        write(directory, state)
        if state["step"] % 10 == 0:
            print(f"step {state['step']}")
        time.sleep(PAUSE)
    with open(f"part-{index}.json", "w", encoding="utf-8") as file:
        json.dump({"index": index, **state}, file)


if __name__ == "__main__":
    main()
