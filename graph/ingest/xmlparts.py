"""The parts of a Word file as XML, read so that a hostile one costs no more than an honest one.

lxml (BSD) is told to expand no entity, load no other file and stop at its own limits; a document type, which is where
entities come from and which Word never writes, is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from lxml import etree

from graph.errors import DocumentError

MOST_PARTS = 5_000
PART_BYTES = 64 << 20
"""Of one part, unpacked."""
ALL_BYTES = 192 << 20
"""Of all parts that are read, unpacked."""
RATIO = 150
"""How many bytes one packed byte may become; Word's XML packs 5 to 20 to one."""
_SMALL = 1 << 20
"""A part below this may be packed as tight as it likes."""
DEEPEST = 200
"""Elements within elements."""
_ENCRYPTED = 0x1
_OTHERS = {
    "application/vnd.oasis.opendocument": "is an OpenDocument file (.odt, .odp, .ods); save it as .docx",
    "ppt/presentation.xml": "is a PowerPoint file (.pptx); save it as PDF, or its text as .docx",
    "xl/workbook.xml": "is an Excel file (.xlsx); save the sheet as .docx or PDF",
    "xl/workbook.bin": "is an Excel file (.xlsb); save the sheet as .docx or PDF",
    "META-INF/container.xml": "is an e-book (.epub); save it as .docx or PDF",
    "Index/Document.iwa": "is a Pages file (.pages); export it as .docx or PDF",
}
_DAMAGED = "is damaged: {}; open it in Word, and save it again as .docx"


class Package:
    """The parts of a file, by name; each is unpacked when it is asked for, and counted."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise DocumentError(_DAMAGED.format("it is no whole zip file")) from error
        self._entries = {entry.filename: entry for entry in self._archive.infolist()}
        self._left = ALL_BYTES
        if len(self._archive.infolist()) > MOST_PARTS:
            raise DocumentError(f"has more than {MOST_PARTS} parts, which no Word file has; save it again as .docx")
        self._refuse_others()

    def part(self, name: str) -> etree._Element | None:
        """A part's root element; None where there is no such part."""
        entry = self._entries.get(name)
        return _parse(name, self._unpack(entry)) if entry is not None else None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to within the package: by id, the last word of the type, and the name of the part."""
        path = PurePosixPath(name)
        root = self.part(str(path.parent / "_rels" / f"{path.name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, _target(path.parent, relation.get("Target", "")))
        return found

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & _ENCRYPTED:
            raise DocumentError("is encrypted with a password; save it without one")
        most = min(PART_BYTES, self._left)
        try:
            with self._archive.open(entry) as part:
                content = part.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise DocumentError(_DAMAGED.format(f"{entry.filename} cannot be unpacked")) from error
        self._left -= len(content)
        if len(content) > most or (len(content) > _SMALL and len(content) > RATIO * max(entry.compress_size, 1)):
            raise DocumentError("unpacks to far more than a Word file does (a zip bomb?); save it again as .docx")
        return content

    def _refuse_others(self) -> None:
        kinds = list(self._entries)
        if "mimetype" in self._entries:
            kinds.append(self._unpack(self._entries["mimetype"])[:100].decode("ascii", errors="replace"))
        for sign, fault in _OTHERS.items():
            if any(kind.startswith(sign) for kind in kinds):
                raise DocumentError(fault)
        if "[Content_Types].xml" not in self._entries:
            raise DocumentError("is a zip archive; unpack it, and give the document in it")


def _target(folder: PurePosixPath, target: str) -> str:
    """The name of a part, as another part in this folder calls it."""
    parts: list[str] = []
    for step in (PurePosixPath(target.lstrip("/")) if target.startswith("/") else folder / target).parts:
        if step == "..":
            del parts[-1:]
        else:
            parts.append(step)
    return "/".join(parts)


def _parse(name: str, content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(_fault(name, error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(f"has a document type with entities in {name}, as no Word file has; save it again as .docx")
    refuse_deep(root)
    return root


def _fault(name: str, error: Exception) -> str:
    said = str(error)
    if "entit" in said.lower():
        return f"has entities in {name}, as no Word file has; save it again as .docx"
    if "depth" in said.lower():
        return f"is nested too deep in {name}; save it again as .docx"
    return _DAMAGED.format(f"{name} is no whole XML")


def refuse_deep(root: etree._Element) -> None:
    """Raises DocumentError for elements nested deeper than any document has them."""
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > DEEPEST:
            raise DocumentError(
                f"is nested more than {DEEPEST} elements deep; save it again, or its text as a text file"
            )
