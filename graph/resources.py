"""Finds the files that ship with Målgraf, in a checkout as in an installed wheel."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def shipped(*parts: str) -> Path:
    """The path of a shipped file or folder, such as `shipped("ontology", "sdg.ttl")`.

    >>> shipped("ontology", "malgraf.ttl").is_file()
    True
    """
    return Path(str(resources.files("graph"))).parent.joinpath(*parts)
