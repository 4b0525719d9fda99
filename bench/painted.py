"""How soon Chromium has painted a page, from the moment that it is asked for: at full speed and at a quarter of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench import servers

TIMES = 5
SLOWER = (1, 4)
PORT = 7121
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
# The second frame after the load is the first that shows all of it.
_PAINTED = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)


def lines(folder: Path, paths: Sequence[str]) -> list[str]:
    """A line for each page of the release of a folder."""
    with _server(folder) as address, _page() as page:
        return [_line(page, address, path) for path in paths]


def _line(page: Page, address: str, path: str) -> str:
    session = page.context.new_cdp_session(page)
    taken = []
    for rate in SLOWER:
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        taken.append(median(_milliseconds(page, address + path) for _ in range(TIMES)))
    return f"  {path:16}" + ", ".join(
        f"painted after {spent:.0f} ms{f' with a CPU {rate} times slower' if rate > 1 else ''}"
        for rate, spent in zip(SLOWER, taken, strict=True)
    )


def _milliseconds(page: Page, address: str) -> float:
    page.goto(address)
    return float(page.evaluate(_PAINTED))


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS])
        yield browser.new_page(viewport={"width": 1360, "height": 900})
        browser.close()


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    for server in servers.ours(folder, PORT, "ours", {}):
        yield f"http://127.0.0.1:{server.port}"
