"""Manifests: what each release holds, read from its folder once, since a release never changes."""

from __future__ import annotations

from functools import lru_cache

from graph.release import Manifest, Release


@lru_cache(32)  # more than a page names; each has a line for every plan
def manifest(found: Release) -> Manifest:
    """What a release holds. Raises CorruptReleaseError."""
    return found.manifest
