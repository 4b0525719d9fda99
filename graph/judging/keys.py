"""Keys that a person presses: each at once in a terminal, and one sign after the other where something is piped in."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty

END = ""
"""What is read after the last key, and when somebody interrupts."""

_ESCAPE = b"\x1b"
_AT_ONCE = 0.05  # seconds in which what follows an escape comes, if it is an arrow key and no person


def key() -> str:
    """The next key in lower case; END after the last. Line breaks and blanks are none."""
    try:
        while (sign := _pressed() if sys.stdin.isatty() else sys.stdin.read(1)) in ("\n", "\r", " "):
            pass
    except KeyboardInterrupt:
        return END
    return END if sign == "\x04" else sign.lower()


def line() -> str:
    """The next row without its end; END after the last."""
    try:
        return sys.stdin.readline().strip()
    except KeyboardInterrupt:
        return END


def _pressed() -> str:
    """A key as a terminal hands it over when it is pressed; it shows none."""
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)  # what was typed ahead stays
        return _sign(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _sign(terminal: int) -> str:
    """One sign. An arrow key is one that means nothing: what follows its escape would read as other keys."""
    found = os.read(terminal, 1)
    if found == _ESCAPE:
        _skip_sequence(terminal)
        return "esc"
    for _ in range((found >= b"\xc0") + (found >= b"\xe0") + (found >= b"\xf0")):
        found += os.read(terminal, 1)
    return found.decode("utf-8", errors="replace")


def _skip_sequence(terminal: int) -> None:
    """Pass by what follows an escape: nothing, or "[" or "O", numbers, and one sign that ends it."""
    first = True
    while select.select([terminal], [], [], _AT_ONCE)[0]:
        sign = os.read(terminal, 1)
        if not (first and sign in (b"[", b"O")) and (not sign or b"@" <= sign <= b"~"):
            return
        first = False
