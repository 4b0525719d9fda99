"""Pen: numbers of an SVG in few digits, and the shapes that several charts draw."""

from __future__ import annotations


def number(value: float) -> str:
    """A number with at most one decimal.

    >>> number(2.04), number(-0.01), number(10.25)
    ('2', '0', '10.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def ribbon(start: tuple[float, float, float], stop: tuple[float, float, float]) -> str:
    """A band from one edge to another, level at both ends; each edge is x, top and bottom.

    >>> ribbon((0, 0, 2), (10, 4, 6))
    'M0 0C5 0 5 4 10 4V6C5 6 5 2 0 2Z'
    """
    x, top, bottom = map(number, start)
    far, far_top, far_bottom = map(number, stop)
    middle = number((start[0] + stop[0]) / 2)
    there = f"{middle} {top} {middle} {far_top} {far} {far_top}"
    back = f"{middle} {far_bottom} {middle} {bottom} {x} {bottom}"
    return f"M{x} {top}C{there}V{far_bottom}C{back}Z"
