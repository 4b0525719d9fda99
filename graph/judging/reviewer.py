"""Reviewers: the roles in which a person judges, as the ontology names them. A person is never named.

None of them may be called as a key of the JSON-LD context is: `reviewer: municipality` would expand to the key's
property, dcterms:publisher, and no shape would see a reviewer.
"""

from __future__ import annotations

from enum import StrEnum


class Reviewer(StrEnum):
    """A role in which somebody judges alignments."""

    READER = "reader"
    """Somebody who has read the source and does not speak for the municipality."""
    MUNICIPALITY = "ownMunicipality"
    """Somebody who works for the municipality whose plan it is."""
    EDITORS = "editors"


PERSON = Reviewer.READER
"""Who judges where nobody says so: we never claim for a municipality what it has not claimed itself."""
