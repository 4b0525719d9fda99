"""A real server, started by the command in a process of its own, and what the kernel says of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where it listens, its process, and the file of what it complains of."""

    port: int
    pid: int
    log: Path

    def workers(self) -> set[int]:
        """The processes that it has started, by their numbers."""
        found = Path(f"/proc/{self.pid}/task").glob("*/children")
        return {int(child) for path in found for child in path.read_text(encoding="ascii").split()}

    def strangers(self) -> set[int]:
        """The workers that answer strangers: they let everybody else go first."""
        return {pid for pid in self.workers() if _stat(pid)[16:17] not in ([], ["0"])}

    def awake(self) -> set[int]:
        """The workers that run, or want to."""
        return {pid for pid in self.workers() if _stat(pid)[:1] == ["R"]}

    def memory(self) -> int:
        """The bytes that its own process has to itself, without its workers."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon"))

    def files(self) -> int:
        """How many files and connections it has open."""
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def cpu(self) -> float:
        """The seconds of CPU of its process and of the workers that live."""
        return sum(map(_cpu, {self.pid, *self.workers()}))

    def connect(self, timeout: float = 60) -> socket.socket:
        """A connection to it, for bytes that no HTTP library would send."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)


@contextmanager
def running(var: Path, settings: Mapping[str, str], log: Path) -> Iterator[Server]:
    """`malgraf serve` over a folder of releases, with these MALGRAF_* settings, for as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", str(port)]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MALGRAF_")}
    with log.open("wb") as complaints:
        process = subprocess.Popen([*command, "--var", str(var)], env={**inherited, **settings}, stderr=complaints)
    server = Server(port=port, pid=process.pid, log=log)
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        try:
            server.connect().close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server did not start, and ended with {process.poll()}")


def _cpu(pid: int) -> float:
    return sum(map(int, _stat(pid)[11:13])) / _TICKS


def _stat(pid: int) -> list[str]:
    """What the kernel counts of a process, from its state on; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return []
