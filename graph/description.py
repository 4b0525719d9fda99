"""What a release says of itself: VoID statistics, and the description of the SPARQL service that answers from it.

The statistics are counted once, when the release is made, by the CONSTRUCT queries in graph/void; the release is `<>`
in them. Nodes have IRIs made of what they count, so that the same release is described in the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from pyoxigraph import Literal, NamedNode, QueryTriples, RdfFormat, Store, Triple, parse

from graph.engine import embedded
from graph.namespaces import ROOT, expand, shorten
from graph.resources import shipped

RELEASE = ROOT + "release/"

Triples = frozenset[Triple]


def statistics(store: Store, digest: str) -> bytes:
    """The VoID description of the release in a store, as sorted N-Triples."""
    found: set[Triple] = set()
    for path in sorted(shipped("graph", "void").glob("*.rq")):
        result = store.query(path.read_text(encoding="utf-8"), base_iri=RELEASE + digest)
        assert isinstance(result, QueryTriples)  # noqa: S101 - a query of ours that is no CONSTRUCT is a bug
        found |= set(result)
    return "".join(sorted(f"{triple} .\n" for triple in found)).encode()


def read(content: bytes) -> Triples:
    """The triples of what `statistics` wrote."""
    return frozenset(quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES))


def used(void: Triples) -> dict[str, int]:
    """The classes and properties that a prefix shortens, with how many things or triples have each."""
    kinds = {expand("void:class"), expand("void:property")}
    counts = {expand("void:entities"), expand("void:triples")}
    numbers = {t.subject: int(t.object.value) for t in void if t.predicate in counts and isinstance(t.object, Literal)}
    named = [
        (t.subject, shorten(t.object.value)) for t in void if t.predicate in kinds and isinstance(t.object, NamedNode)
    ]
    found: dict[str, int] = {}
    for subject, name in named:
        if not name.startswith("http"):
            found[name] = max(found.get(name, 0), numbers.get(subject, 0))
    return found


def of_dataset(void: Triples, digest: str, *, endpoint: str, dump: str) -> Triples:
    """The statistics, and where this release is asked and fetched."""
    dataset = NamedNode(RELEASE + digest)
    addresses = {"void:sparqlEndpoint": endpoint, "void:dataDump": dump}
    return void | {Triple(dataset, expand(name), NamedNode(address)) for name, address in addresses.items()}


def of_service(dataset: Triples, digest: str, *, endpoint: str) -> Triples:
    """What the endpoint is and can, with the dataset that it answers from."""
    text = shipped("graph", "void", "service.ttl").read_bytes()
    service = {quad.triple for quad in parse(text, format=RdfFormat.TURTLE, base_iri=endpoint)}
    answers = Triple(NamedNode(endpoint), expand("sd:defaultDataset"), NamedNode(RELEASE + digest))
    return dataset | service | {answers}


def written(triples: Iterable[Triple], media_type: str) -> bytes:
    """Triples in one of the formats of graphs, sorted."""
    output = BytesIO()
    embedded.write_triples(sorted(triples, key=str), media_type, output)
    return output.getvalue()
