"""Reads a document of a stranger: PDF, Word, HTML or text, in a process of its own, which can do nothing else.

What is wrong with a file is said with its place, and with what would do. Reading needs the locks of Linux (see
graph/engine/sandbox.py): elsewhere it refuses rather than read without them.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from graph.errors import DocumentError
from graph.ingest import limits, passing
from graph.ingest.document import Document

_TOO_SLOW = "takes more than {} s to read; save it again, as PDF or .docx, without annexes"
_DAMAGED = "is damaged, or made to harm: reading it ended with {}; open it, and save it again as PDF or .docx"
_GAVE_UP = {signal.SIGABRT, signal.SIGILL, signal.SIGTRAP, signal.SIGBUS}
"""How libraries end when they get no more memory."""


def read(path: Path, *, seconds: int = limits.PROCESSOR_SECONDS) -> Document:
    """A document's text and blocks; raises DocumentError for a file that is not there, not read or made to harm.

    `seconds` is how long it may compute.
    """
    try:
        with _open(path) as file, tempfile.TemporaryFile() as output:
            status = _run((path.name, str(seconds)), file, output)
            output.seek(0)
            return _answer(status, output.read(limits.OUTPUT_BYTES), seconds)
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from None


def _open(path: Path) -> IO[bytes]:
    """Open a regular file; anything else could wait for ever."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise DocumentError("is not there; give the path of a PDF, Word, HTML or text file") from None
    except OSError as error:
        raise DocumentError(f"cannot be opened ({error.strerror}); give a file that you may read") from None
    file = os.fdopen(descriptor, "rb") if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
    if file is None:
        os.close(descriptor)
        raise DocumentError("is no file; give the path of a PDF, Word, HTML or text file")
    return _checked(file)


def _checked(file: IO[bytes]) -> IO[bytes]:
    size = os.fstat(file.fileno()).st_size
    if not 0 < size <= limits.FILE_BYTES:
        file.close()
        raise DocumentError(limits.TOO_LARGE if size else "is empty; save the document again")
    return file


def _run(arguments: tuple[str, ...], file: IO[bytes], output: IO[bytes]) -> int:
    """Let the process read; its exit status, or that of a killed one when time is up."""
    command = [sys.executable, "-I", "-m", "graph.ingest.worker", *arguments]
    with subprocess.Popen(  # noqa: S603 - the command is ours
        command, stdin=file, stdout=output, stderr=subprocess.DEVNULL, env={}
    ) as process:
        try:
            return process.wait(limits.WALL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return -signal.SIGXCPU
        except BaseException:
            process.kill()
            raise


def _answer(status: int, answer: bytes, seconds: int) -> Document:
    """What the process says, if it came to say anything."""
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise DocumentError(_TOO_SLOW.format(seconds))
    if -status in _GAVE_UP:
        most = f"more than {limits.MEMORY_BYTES >> 20} MB of memory"
        raise DocumentError(_DAMAGED.format(f"{signal.Signals(-status).name}, as when it needs {most}"))
    if status:
        raise DocumentError(_DAMAGED.format(signal.Signals(-status).name if status < 0 else f"status {status}"))
    try:
        return passing.unpack(answer)
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(_DAMAGED.format(f"no answer ({type(error).__name__})")) from error
