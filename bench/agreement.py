"""How far the two independent readings of the five plans agree, and what became of them.

`python bench/agreement.py` reads bench/readings.tsv (one row for each link that a reader proposed) and the shipped
plan files, and prints F1 between the readers, the share of common links with the same strength, and the judgements.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from graph import planfile
from graph.sources import shipped_plans

Link = tuple[str, str]


def readings() -> dict[str, dict[Link, str]]:
    """For each reader, the strength of every link that the reader proposed."""
    found: dict[str, dict[Link, str]] = {"a": {}, "b": {}}
    with (Path(__file__).parent / "readings.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, dialect="excel-tab"):
            found[row["reader"]][row["element"], row["sdg"]] = row["strength"]
    return found


def judgements() -> dict[Link, str]:
    """What the shipped plan files say of each link."""
    found = {}
    for path in planfile.find(shipped_plans()):
        for node in planfile.read(path).nodes():
            if node["type"] == "Alignment":
                element = str(node["id"]).partition("/alignments/")[0]
                found[element, str(node["sdg"])] = str(node["judgement"])
    return found


def main() -> None:
    """Print the figures."""
    a, b = readings().values()
    common = a.keys() & b.keys()
    same = sum(a[link] == b[link] for link in common)
    print(f"reader a: {len(a)} links, reader b: {len(b)}, both: {len(common)}")
    print(f"F1 between the readers: {2 * len(common) / (len(a) + len(b)):.2f}")
    print(f"same strength where both have the link: {same / len(common):.2f}")
    print(f"after reconciliation: {dict(sorted(Counter(judgements().values()).items()))}")
    neither = [link for link in judgements() if link not in a.keys() | b.keys()]
    print(f"added in reconciliation: {len(neither)} ({', '.join(sdg for _, sdg in neither)})")


if __name__ == "__main__":
    main()
