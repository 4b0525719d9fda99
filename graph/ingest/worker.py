"""A process that reads one document, which may be made to harm, and ends.

    python -I -m graph.ingest.worker NAME SECONDS <DOCUMENT >ANSWER

It imports what it needs, locks itself in, and only then looks at a byte of the document: from there on it can compute,
read its input and write its output, but open no socket, start no process and write no file; nor read any, where Linux
has Landlock (from 5.13). What an older one lets it read, it can tell nobody (graph/engine/sandbox.py has the locks).
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from graph.engine import sandbox
from graph.engine.landlock import read_only_beneath
from graph.engine.seccomp import deny_system_calls
from graph.errors import DocumentError, EngineError
from graph.ingest import extracting, limits, passing, warming

_INPUT, _OUTPUT = 0, 1
_CHUNK = 1 << 20


def main(name: str, seconds: str) -> None:
    """Answer with the document, or with what is wrong with it."""
    sandbox.die_with_parent()
    warming.warm()
    try:
        lock(int(seconds))
    except (EngineError, OSError) as error:
        _answer(passing.pack_fault(f"cannot be read here: {error}"))
        return
    _answer(_read(name))


def lock(seconds: int) -> None:
    """Give up what reading does not need, and computing after so many seconds; there is no way back."""
    sandbox.leave_no_core()
    sandbox.limit_memory(sandbox.AddressSpace.watch().size() + limits.MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_FSIZE, limits.OUTPUT_BYTES)
    _limit(resource.RLIMIT_NOFILE, limits.OPEN_FILES)
    sandbox.gain_no_privilege()
    read_only_beneath(Path(os.devnull))
    deny_system_calls()


def _read(name: str) -> bytes:
    try:
        return passing.pack(extracting.extract(name, _content()))
    except DocumentError as error:
        return passing.pack_fault(str(error))
    except MemoryError:
        return passing.pack_fault(needs_more_memory())
    except RecursionError:
        return passing.pack_fault("is nested too deep; save it again, as PDF or .docx")


def needs_more_memory() -> str:
    """What is said of a document that is too much, whoever notices it."""
    return (
        f"needs more than {limits.MEMORY_BYTES >> 20} MB of memory; give the plan alone, without pictures and annexes"
    )


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


def _content() -> bytes:
    content = bytearray()
    while piece := os.read(_INPUT, _CHUNK):
        content += piece
        if len(content) > limits.FILE_BYTES:
            raise DocumentError(limits.TOO_LARGE)
    return bytes(content)


def _answer(answer: bytes) -> None:
    left = memoryview(answer)
    while left:
        left = left[os.write(_OUTPUT, left) :]


if __name__ == "__main__":
    main(*sys.argv[1:])
