"""The calls into the Linux kernel that Python's own library lacks."""

from __future__ import annotations

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, value: int) -> None:
    """Change a property of this process."""
    _checked(_libc.prctl(option, *map(ctypes.c_ulong, (value, 0, 0, 0))))


def syscall(number: int, *arguments: int) -> int:
    """Make a system call that has no function of its own in the C library; pointers are plain addresses."""
    result: int = _libc.syscall(*map(ctypes.c_long, (number, *arguments)))
    return _checked(result)


def _checked(result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
