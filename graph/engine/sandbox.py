"""Locks the current process in, for good: with less memory, files and system calls than it was born with.

The store is opened first, because that needs what is taken away afterwards. Where the locks do not exist
the process refuses to go on.
"""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.engine.kernel import prctl
from graph.engine.landlock import read_only_beneath
from graph.engine.seccomp import deny_system_calls

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_SPARE_FILES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressSpace:
    """How much this process maps; it stays readable when no other file is."""

    statm: int

    @classmethod
    def watch(cls) -> AddressSpace:
        """Keep the kernel's figures open."""
        return cls(statm=os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC))

    def size(self) -> int:
        """Count the bytes mapped now."""
        return int(os.pread(self.statm, 64, 0).split()[0]) * resource.getpagesize()


def lock(*, store_path: Path, memory: int) -> AddressSpace:
    """Take every step while it can still be taken; `memory` is on top of what is mapped already."""
    mapped = AddressSpace.watch()
    leave_no_core()
    limit_memory(mapped.size() + memory)
    limit_files(store_path)
    gain_no_privilege()
    read_only_beneath(store_path)
    deny_system_calls()
    return mapped


def die_with_parent() -> None:
    """End when the thread that started this process ends, whatever this process is doing."""
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def yield_to_others(niceness: int) -> None:
    """Let everybody else go first, and be the first to go when the machine is out of memory."""
    os.nice(niceness)
    with suppress(OSError):  # advice to the kernel, not a lock
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def leave_no_core() -> None:
    """Write no core file, and let nobody attach."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    prctl(_PR_SET_DUMPABLE, 0)


def limit_memory(ceiling: int) -> None:
    """Map no more than so many bytes in all."""
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def limit_files(store_path: Path) -> None:
    """Allow as many open files as the store has, besides those open now: RocksDB opens some tables late."""
    files = _SPARE_FILES + sum(len(list(place.iterdir())) for place in (Path("/proc/self/fd"), store_path))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def gain_no_privilege() -> None:
    """Give up setuid programs, for which the kernel lets the next two locks be closed by anybody."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
