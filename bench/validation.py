"""What remembering parsed queries saves: the five plans validated by stock pySHACL and as graph/shacl.py has it.

`python bench/validation.py` runs both in turn, three times each, and prints CPU seconds and their ratio; the two
reports are compared and must be equal.
"""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import json, sys, time
if sys.argv[1] == "stock":
    import importlib.metadata as metadata
    real = metadata.version
    metadata.version = lambda name: "0" if name == "pyshacl" else real(name)  # graph/shacl.py then stands aside
from graph import shacl, validate
from graph.sources import gather, shipped_plans
sources = gather([shipped_plans()])
subjects = [s for s in validate.subjects(sources.plan_files, sources.vocabularies) if s.source.plan_file]
jobs = [validate._Job.of(subject) for subject in subjects]
began = time.process_time()
results = [shacl.results(job.data, job.shapes) for job in jobs]
print(json.dumps([time.process_time() - began, results]))
"""


def run(kind: str) -> tuple[float, object]:
    """CPU seconds and results of one run in a process of its own."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, kind], check=True, capture_output=True, text=True)
    seconds, results = json.loads(done.stdout)
    return float(seconds), results


def main() -> None:
    """Print the figures."""
    pairs = [(run("stock"), run("remembering")) for _ in range(3)]
    assert all(stock[1] == ours[1] for stock, ours in pairs), "the reports differ"  # noqa: S101
    stock, ours = (min(pair[which][0] for pair in pairs) for which in (0, 1))
    print(f"stock pySHACL: {stock:.1f} s CPU for five plans; remembering parsed queries: {ours:.1f} s")
    print(f"ratio: {stock / ours:.1f}; the reports are equal")


if __name__ == "__main__":
    main()
