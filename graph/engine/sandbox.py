"""Locks the current process in, for good: less time, memory, files and system calls than it was born with.

The store is opened first, because afterwards nothing can be opened. Where the locks do not exist the
process refuses to go on.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.engine.seccomp import deny_system_calls

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressSpace:
    """How much this process maps; it stays readable when no file can be opened any more."""

    statm: int

    @classmethod
    def watch(cls) -> AddressSpace:
        """Keep the kernel's figures open."""
        return cls(statm=os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC))

    def size(self) -> int:
        """Count the bytes mapped now."""
        return int(os.pread(self.statm, 64, 0).split()[0]) * resource.getpagesize()


def lock(*, memory: int, niceness: int) -> AddressSpace:
    """Take every step while it can still be taken; `memory` is on top of what is mapped already."""
    mapped = AddressSpace.watch()
    yield_to_others(niceness)
    leave_no_core()
    limit_memory(mapped.size() + memory)
    open_nothing_more()
    deny_system_calls()
    return mapped


def die_with_parent() -> None:
    """End when the thread that started this process ends, whatever this process is doing."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def yield_to_others(niceness: int) -> None:
    """Let everybody else go first, and be the first to go when the machine is out of memory."""
    os.nice(niceness)
    with suppress(OSError):  # advice to the kernel, not a lock
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def leave_no_core() -> None:
    """Write no core file, and let nobody attach."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


def limit_memory(ceiling: int) -> None:
    """Map no more than so many bytes in all."""
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def open_nothing_more() -> None:
    """Allow no further file or socket: RocksDB opened all the tables of the store at the beginning."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, *map(ctypes.c_ulong, (value, 0, 0, 0))) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option} failed")
