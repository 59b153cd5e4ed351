#!/usr/bin/env python3
"""Joins parameters and results of all indexes of both sweeps, the smallest loss first."""
import csv
import json
from pathlib import Path


def rows():
    for result in Path("inputs").glob("*/*/result.json"):
        sweep, index = result.parts[1:3]
        parameters = json.loads((result.parent / "parameters.json").read_text(encoding="utf-8"))
        values = json.loads(result.read_text(encoding="utf-8"))
        yield {"sweep": sweep, "index": int(index), **parameters, **values}


def main():
    ranking = sorted(rows(), key=lambda row: row["loss"])
    columns = ["sweep", "index", "lr", "epochs", "loss", "accuracy"]
    with open("ranking.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows(ranking)
    with open("best.json", "w", encoding="utf-8") as file:
        json.dump({"best": ranking[0], "tried": len(ranking)}, file)
    print(f"{len(ranking)} tried; the best: {ranking[0]}")


if __name__ == "__main__":
    main()
