"""What a nightly harvest costs: the dumps of a release, the catalogue, first and again, and the feed of changes.

    python bench/portal.py --plans 5 300 --out /tmp/bench

prints for each size how long the dumps take beside loading the store (a release makes both once), how large they are;
the catalogue's statements and bytes, the time of the first harvest, of the next, and of one that has it already; and a
page of the feed. Everything is asked for in one process, without a network between. Releases are made by
bench/national.py, and kept below --out.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from httpx2 import Response
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse
from starlette.testclient import TestClient

from bench.links import fresh
from bench.pages import SHIPPED, made
from graph import release
from graph.build import Dataset
from graph.dumps import writing
from graph.engine.embedded import open_store
from service.app import create_app
from service.publisher import EXAMPLE
from service.settings import Settings

NUMBER = "999999-0006"
"""Right by its last digit; it stands for a publisher's."""


def main() -> None:
    """Measure each size in a process of its own, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, nargs="+", default=[SHIPPED], help="the sizes; 5 is the plans that ship")
    parser.add_argument("--out", type=Path, help="where releases are kept; else they are not")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for count in given.plans:
            folder = (given.out or Path(scratch)) / str(count)
            if not (folder / "releases" / "current").exists():
                fresh(made, count, folder)
            print(f"\n{count} plans", flush=True)
            fresh(dumped, folder)
            fresh(harvested, folder)


def dumped(folder: Path) -> None:
    """Print what the dumps of the current release take, and loading its store beside them."""
    found = release.current(folder)
    quads = list(parse(found.dataset.read_bytes(), format=RdfFormat.N_QUADS))
    graphs: dict[str, list[Triple]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    dataset = Dataset(graphs={name: tuple(triples) for name, triples in graphs.items()})
    with tempfile.TemporaryDirectory() as scratch:
        loading = _seconds(lambda: Store(f"{scratch}/store").bulk_extend(quads))
        store = open_store(found.store)
        dumping = _seconds(lambda: writing.write(Path(scratch) / "dumps", dataset, store, quads, found.digest))
    size = sum(dump.size for dump in found.dumps) / 1e6
    print(f"  dumps      {dumping:8.2f} s, {dumping / loading:.1f} times loading the store; ", end="")
    print(f"{len(found.dumps)} files, {size:.1f} MB", flush=True)


def harvested(folder: Path) -> None:
    """Print what a harvest of the current release takes."""
    with tempfile.TemporaryDirectory() as scratch:
        stated = Path(scratch) / "publisher.toml"
        text = EXAMPLE.read_text(encoding="utf-8").replace(
            'organisation_number = ""', f'organisation_number = "{NUMBER}"', 1
        )
        stated.write_text(text, encoding="utf-8")
        app = create_app(Settings(var=folder, workers=1, own_workers=1, publisher=str(stated)))
        with TestClient(app) as client:
            _harvest(client)


def _harvest(client: TestClient) -> None:
    for name, path in (("catalogue", "/datasets/dcat"), ("its feed", "/datasets/feed"), ("plans' feed", "/feed")):
        first, took = _asked(client, path)
        again, known = _asked(client, path)[1], _asked(client, path, first.headers["etag"])[1]
        print(
            f"  {name:14} {first.status_code}, {len(first.content) / 1e6:.2f} MB: first {1000 * took:.0f} ms, ", end=""
        )
        print(f"again {1000 * again:.1f} ms, not modified {1000 * known:.1f} ms", flush=True)


def _asked(client: TestClient, path: str, tag: str = "") -> tuple[Response, float]:
    """An answer, and the seconds that it took."""
    began = time.perf_counter()
    answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
    return answer, time.perf_counter() - began


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
