"""The system calls that are left to a locked process, as a seccomp filter.

It is a list of what is allowed, not of what is denied: a call that nobody thought of, or that a later
kernel invents, gives EPERM. What is left can compute, ask for memory, write to what is open already, and
open files for reading, because RocksDB opens all tables of a large store but the first 16 when a query
first needs them. No socket, process or thread can be made; SERVICE ends here.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import struct
import sys
from collections.abc import Iterator

from graph.engine.kernel import syscall
from graph.errors import EngineError

_X86_64, _AARCH64 = 0, 1
_MACHINES = {"x86_64": (_X86_64, 0xC000003E), "aarch64": (_AARCH64, 0xC00000B7)}

_ALLOWED = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "sendto": (44, 206),  # only over the socket that is open already
    "recvfrom": (45, 207),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "sysinfo": (99, 179),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "readahead": (187, 213),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "restart_syscall": (219, 128),
    "set_robust_list": (273, 99),  # this and rseq: RocksDB's threads may be no further than their birth
    "fadvise64": (221, 223),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "preadv": (295, 69),
    "getcpu": (309, 168),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "rseq": (334, 293),
}
_OPENAT, _FCNTL = (257, 56), (72, 25)
_TGKILL = (234, 131)  # how abort() ends its own process; its exit status tells the parent why

_SECCOMP = (317, 277)
_SET_MODE_FILTER, _ALL_THREADS = 1, 1

_LOAD, _AND, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06
_KILL_PROCESS, _ALLOW, _DENY = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
_AT_NUMBER, _AT_ARCHITECTURE, _AT_ARGUMENTS = 0, 4, 16
_ALL_BITS = 0xFFFFFFFF


def deny_system_calls() -> None:
    """Leave every thread of this process, from now on, only the calls of the list; there is no way back."""
    machine, architecture = _machine()
    instructions = b"".join(_filter(machine, architecture))
    code = ctypes.create_string_buffer(instructions, len(instructions))
    program = struct.pack("@HP", len(instructions) // 8, ctypes.addressof(code))
    passed = ctypes.create_string_buffer(program, len(program))
    # not prctl: RocksDB has threads of its own by now, and only this call reaches them
    unreached = syscall(_SECCOMP[machine], _SET_MODE_FILTER, _ALL_THREADS, ctypes.addressof(passed))
    if unreached:
        raise EngineError(f"no sandbox: thread {unreached} could not be locked in")


def _machine() -> tuple[int, int]:
    found = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if found is None:
        raise EngineError(
            f"no sandbox for {sys.platform} on {platform.machine()}; "
            "query workers run on Linux with seccomp, on x86_64 or aarch64",
        )
    return found


def _filter(machine: int, architecture: int) -> Iterator[bytes]:
    yield _instruction(_LOAD, _AT_ARCHITECTURE)
    yield _instruction(_JUMP_IF_EQUAL, architecture, equal=1)
    yield _instruction(_RETURN, _KILL_PROCESS)
    yield _instruction(_LOAD, _AT_NUMBER)
    for numbers in _ALLOWED.values():
        yield _instruction(_JUMP_IF_EQUAL, numbers[machine], otherwise=1)
        yield _instruction(_RETURN, _ALLOW)
    yield from _allow_with(_OPENAT[machine], 2, (os.O_RDONLY,), ignored=os.O_CLOEXEC | os.O_LARGEFILE)
    yield from _allow_with(_FCNTL[machine], 1, (fcntl.F_GETFD, fcntl.F_SETFD))
    yield from _allow_with(_TGKILL[machine], 0, (os.getpid(),))
    yield _instruction(_RETURN, _DENY)


def _allow_with(number: int, argument: int, values: tuple[int, ...], *, ignored: int = 0) -> Iterator[bytes]:
    """Allow a call if one of its arguments, but for the bits ignored, has one of these values."""
    yield _instruction(_JUMP_IF_EQUAL, number, otherwise=3 + 2 * len(values))
    yield _instruction(_LOAD, _AT_ARGUMENTS + 8 * argument)
    yield _instruction(_AND, _ALL_BITS & ~ignored)
    for value in values:
        yield _instruction(_JUMP_IF_EQUAL, value, otherwise=1)
        yield _instruction(_RETURN, _ALLOW)
    yield _instruction(_RETURN, _DENY)


def _instruction(code: int, value: int, *, equal: int = 0, otherwise: int = 0) -> bytes:
    """Pack one instruction; a jump skips as many of the next as it says, if equal or if not."""
    return struct.pack("@HBBI", code, equal, otherwise, value)
