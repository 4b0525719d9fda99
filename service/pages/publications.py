"""Publications: the releases by when each was published, what it changed, and what of it can still be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph import release
from graph.description import RELEASE
from graph.history import Publication
from graph.namespaces import CC0
from graph.release import Release
from graph.rows import Row
from service.citation import EDITORS
from service.files import File
from service.forms import Form
from service.languages import Language
from service.manifests import manifest
from service.metadata import NAME
from service.notes import notes
from service.pages.plain import numbers
from service.served import Served
from service.signposts import signposts
from service.texts import texts

LANGUAGES: tuple[Language, ...] = ("sv", "en")
WITHDRAWN = "WITHDRAWN"
"""As the EU's list of statuses has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A release as it was published once; `publication` is None where its folder was copied here without a history."""

    digest: str
    publication: Publication | None
    kept: bool

    @property
    def withdrawn(self) -> bool:
        """Whether it can be had no more, since something in it had to go."""
        return self.publication is not None and self.publication.withdrawn

    @property
    def version(self) -> str:
        """Its version, or how its digest begins."""
        return self.publication.version if self.publication else self.digest[:12]

    @property
    def day(self) -> date | None:
        """When it was published."""
        return self.publication.at.date() if self.publication else None


def every(served: Served) -> list[Published]:
    """All of them, the newest first; at the end those of which nobody knows when it was."""
    kept = [each.digest for each in release.every(served.settings.var)]
    known = served.history.publications()
    dated = [Published(digest=each.digest, publication=each, kept=each.digest in kept) for each in reversed(known)]
    others = [digest for digest in kept if digest not in {each.digest for each in known}]
    return dated + [Published(digest=digest, publication=None, kept=True) for digest in others]


def around(served: Served, found: Release) -> tuple[Published, Published | None, Published | None]:
    """A release as it was published last, with the ones before and after it, each of which has one place in time."""
    latest: dict[str, Published] = {}
    for each in every(served):
        latest.setdefault(each.digest, each)
    place, dated = list(latest).index(found.digest), [each for each in latest.values() if each.publication]
    before = dated[place + 1] if place + 1 < len(dated) else None
    after = dated[place - 1] if 0 < place < len(dated) else None
    return latest[found.digest], before, after


def made(served: Served, published: Published) -> Published:
    """A release as it was published first, which is when it was made."""
    return replace(published, publication=served.history.first_of(published.digest))


def changed(served: Served, published: Published) -> Mapping[str, str]:
    """What a publication changed, in words, by language; nothing where its day is not known."""
    if published.publication is None:
        return {}
    counts = served.history.counts(published.publication.number)
    return {language: notes(counts, language) for language in LANGUAGES}


def row(served: Served, published: Published) -> Row:
    """What there is to say of a publication."""
    digest = published.digest
    said: Row = {"id": _identity(served, published), "type": "dcat:Dataset", "release": digest}
    if published.publication:
        said |= {"version": published.version, "published": published.publication.at.date().isoformat()}
        said["versionNotes"] = changed(served, published)
    if published.withdrawn:
        said["status"] = WITHDRAWN
    if published.kept and not published.withdrawn:
        said["landingPage"] = served.address(f"/release/{digest}")
        said["downloadURL"] = served.address(f"/releases/{digest}/dataset.nq")
    return said


def described(served: Served, found: Release, listed: Sequence[File], page: str) -> Row:
    """A release with the files that a page at this address lists."""
    latest, before, _ = around(served, found)
    said = row(served, made(served, latest)) | {"title": texts("sv").gettext(NAME), "license": CC0}
    if latest.publication:
        said["versionNotes"] = changed(served, latest)  # since the version before it, as it is now
    if before:
        said["previousVersion"] = RELEASE + before.digest
    counts = numbers(manifest(found)["counts"])
    return {**said, "manifest": {"counts": counts}, "distribution": [file.row(page) for file in listed]}


def posts(form: Form, found: Release, address: str, listed: Sequence[File]) -> Iterator[str]:
    """Where the page of a release leads a machine, beside its other forms: who has made it, and the whole of it.

    Its tables and the files of its plans stay out: many a proxy takes no more than 4 kB of headers.
    """
    yield signposts(RELEASE + found.digest, address, form.media_type)
    yield f'<{EDITORS}>; rel="author"'
    yield from items(file for file in listed if file.dump.compressed)


def items(listed: Iterable[File]) -> Iterator[str]:
    """Files as the parts of what a page is about."""
    return (f'<{file.path}>; rel="item"; type="{file.media_type}"' for file in listed)


def state(served: Served) -> str:
    """All that a page about releases depends on."""
    kept = sorted(each.digest for each in release.every(served.settings.var))
    return repr((served.publisher, served.history, kept))


def _identity(served: Served, published: Published) -> str:
    """The release, or where it was published again, that publication of it: a thing has one day and one version."""
    first, this = served.history.first_of(published.digest), published.publication
    return f"{RELEASE}{published.digest}" + (f"#{this.number}" if first and this and this != first else "")
