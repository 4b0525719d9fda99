"""Peers: whom a plan is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from graph.rows import Row

Peers = Literal["county", "size", "all"]

PEERS: tuple[str, ...] = get_args(Peers)


def peers(rows: Sequence[Row], plan: Row, group: str) -> list[str]:
    """The peers of a plan among the rows of the query `peers`: those of its county, of about its size, or all others.

    Of about its size are plans with half to twice as many goals.
    """
    return [str(each["id"]) for each in rows if each["id"] != plan["id"] and _fits(each, plan, group)]


def _fits(row: Row, plan: Row, group: str) -> bool:
    if group == "county":
        return row["county"] == plan["county"]
    goals = int(str(plan["goalCount"]))
    return group == "all" or goals <= 2 * int(str(row["goalCount"])) <= 4 * goals
