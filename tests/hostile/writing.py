"""How a hostile text is written: something, again and again, as often as fits."""

from __future__ import annotations

from itertools import count

DEEP = 100_000

PAIRS = "?a ?b ?c . ?d ?e ?f"
CROSS = f"{PAIRS} . ?g ?h ?i"
"""Every triple with every triple, and with every triple once more."""
ANY = "(<x:p>|!<x:p>|^<x:p>)"
"""A path of one step, whatever it is, in either direction."""


def nested(text: str, opening: str, middle: str, closing: str, length: int) -> str:
    """A text with @ replaced by something within brackets within brackets, as deep as fits."""
    room = length - len(text) - len(middle)
    depth = min(DEEP, room // len(opening + closing))
    return text.replace("@", opening * depth + middle + closing * depth)


def repeated(text: str, part: str, length: int, between: str = "") -> str:
    """A text with @ replaced by a part, as often as fits; # in it is the number of the repetition."""
    size, parts = len(text), []
    for number in count():
        parts.append(part.replace("#", str(number)))
        size += len(parts[-1]) + len(between)
        if size > length or number > DEEP:
            return text.replace("@", between.join(parts[:-1]))
    raise AssertionError


def grown(first: str, step: str, times: int) -> str:
    """The length of what becomes of a value by so many steps, in each of which @ is what it was before."""
    steps = "".join(f"BIND({step.replace('@', f'?v{n}')} AS ?v{n + 1}) " for n in range(times))
    return f"SELECT (STRLEN(STR(?v{times})) AS ?n) {{ BIND({first} AS ?v0) {steps}}}"


def padded(text: str, character: str, length: int) -> str:
    """A text with @ replaced by so many characters that its length is exactly the one that is asked for."""
    return text.replace("@", character * (length - len(text) + 1))
