"""Adds the heat of all parts, from inputs/heat/INDEX/, and writes summary.json."""

import glob
import json


def main():
    parts = []
    for name in sorted(glob.glob("inputs/heat/*/heat-*.json")):
        with open(name, encoding="utf-8") as source:
            parts.append(json.load(source))
    summary = {
        "parts": len(parts),
        "heat_before": sum(part["heat_before"] for part in parts),
        "heat_after": sum(part["heat_after"] for part in parts),
    }
    with open("summary.json", "w", encoding="utf-8") as out:
        json.dump(summary, out, indent=2)
    print(f"{summary['parts']} parts keep a heat of {summary['heat_after']:.4f}")


main()
