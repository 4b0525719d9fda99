"""Named queries: each question gives the expected answer on the five plans, and takes values without being harmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from graph import query
from graph.context import keys
from graph.engine import embedded
from graph.errors import ParameterError, UnknownQueryError
from graph.matches import searched
from graph.namespaces import ID, PLAN_BASE, SDG
from graph.release import Release
from graph.rows import nested, solutions
from graph.textsearch import TextIndex

EXPECTED = Path(__file__).parent / "expected"

HOUSING = "olofstrom/vision-och-mal/variation-av-bostadsmojligheter"
LASA = "olofstrom/vision-och-mal/barn-kan-lasa"
ASKED: dict[str, query.Values] = {
    "alignments": {"element": "enkoping/langsiktig-plan-2024-2027/forutsattningar-for-samverkan"},
    "bridges": {},
    "class-links": {},
    "cluster-members": {"cluster": "goals/3"},
    "cluster-targets": {"cluster": "goals/3"},
    "clusters": {},
    "coverage": {"plan": "enkoping/langsiktig-plan-2024-2027", "unreviewed": "true"},
    "definitions": {"thing": SDG + "11.7"},
    "describe": {"thing": PLAN_BASE + LASA},
    "element-links": {"element": [LASA, "ale/strategisk-plan/lust-att-lara"]},
    "examples": {},
    "exists": {"thing": ID + "municipality/1440"},
    "figures": {},
    "gaps": {"plan": "koping/kommunens-mal-2020-2027"},
    "goal": {"element": LASA},
    "goals": {"sdg": "11.7"},
    "graph": {"thing": PLAN_BASE + "enkoping/langsiktig-plan-2024-2027"},
    "indicator": {"number": "11.5.1"},
    "indicators": {"sdg": "11.7"},
    "indicators-elsewhere": {"element": HOUSING},
    "likenesses": {},
    "labels": {"thing": [ID + "municipality/1440", PLAN_BASE + LASA, ID + "cluster/goals/1"]},
    "link-figures": {},
    "municipalities": {},
    "neighbours": {"plan": "olofstrom/vision-och-mal"},
    "peers": {},
    "place": {
        "thing": [
            ID + "municipality/1440",
            PLAN_BASE + LASA,
            PLAN_BASE + "ale/strategisk-plan",
            SDG + "11.7",
            SDG + "C200303",
        ]
    },
    "plan": {"plan": "olofstrom/vision-och-mal"},
    "plan-alignments": {"plan": "enkoping/langsiktig-plan-2024-2027"},
    "plan-elements": {"plan": "koping/kommunens-mal-2020-2027"},
    "plan-links": {"plan": "olofstrom/vision-och-mal", "sdg": "11.1"},
    "plans": {},
    "plans-supporting": {"sdg": "11.7", "year": "2026"},
    "related-goals": {"element": "ale/strategisk-plan/lust-att-lara"},
    "sdg": {"sdg": "11"},
    "sdg-indicators": {"element": LASA},
    "search": {"words": "trygga bostäder"},
    "shapes": {},
    "shared-links": {"element": HOUSING},
    "shared-sdg": {"element": HOUSING},
    "statements": {"thing": ID + "county/14"},
    "successors": {"thing": PLAN_BASE + "ale/strategisk-plan/lust-att-lara"},
    "supporters": {"sdg": "11.1"},
    "support-of-goals": {"sdg": "11", "element": [HOUSING, "ale/strategisk-plan/gronomraden-och-offentliga-platser"]},
    "support": {"plan": ["koping/kommunens-mal-2020-2027", "ale/strategisk-plan"]},
    "target-pairs": {"sdg": "11.1"},
    "target-values": {},
    "term-relations": {},
    "terms": {},
    "unreviewed-links": {"element": "koping/kommunens-mal-2020-2027/hallbar-miljo-och-klimat"},
    "values-elsewhere": {"element": HOUSING},
}


@pytest.fixture(scope="module")
def store(shipped: Release) -> Store:
    """The store of the five plans."""
    return embedded.open_store(shipped.store)


def answer(store: Store, texts: TextIndex, name: str) -> str:
    """The answer to a question in the form of its expected file: TSV, or sorted N-Triples."""
    text = searched(query.load(name).bind(ASKED[name]), texts)
    if "CONSTRUCT" not in text:
        return embedded.results(store, text, "text/tab-separated-values").decode()
    triples = embedded.results(store, text, "application/n-triples").decode().splitlines(keepends=True)
    return "".join(sorted(set(triples)))


@pytest.mark.parametrize("name", query.names())
def test_a_question_has_the_expected_answer(store: Store, shipped: Release, name: str) -> None:
    """Each question of graph/queries on the real five plans; the expected answers lie in tests/graph/expected."""
    assert answer(store, shipped.texts, name) == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", query.names())
def test_a_question_runs_as_it_stands_and_explains_itself(store: Store, name: str) -> None:
    """The file is SPARQL without any value given, with a summary in both languages."""
    asked = query.load(name)
    assert asked.summary
    assert asked.summary_sv
    assert asked.summary != asked.summary_sv
    assert embedded.results(store, asked.text)


@pytest.mark.parametrize("name", [name for name in query.names() if name not in ("describe", "graph")])
def test_every_column_unfolds_into_keys_of_the_context(store: Store, name: str) -> None:
    """So that the JSON of every question is JSON-LD, with nothing lost."""
    known = {*keys(), "id", "type", "sv", "en"}
    columns = solutions(embedded.results(store, query.load(name).bind(ASKED[name])))["columns"]
    used = {key for column in columns for key in column.split("_")}
    if name not in ("exists", "statements"):  # these answer the service itself, not the API
        assert used <= known, used - known


def test_columns_unfold() -> None:
    """A path of keys joined by underscores becomes nested JSON; integers become numbers."""
    results = b"""{"head": {"vars": ["id", "area_label_sv", "linkCount"]}, "results": {"bindings": [
        {"id": {"type": "uri", "value": "urn:x"}, "area_label_sv": {"type": "literal", "value": "Skola"},
         "linkCount": {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}]}}"""
    assert nested(solutions(results)) == [{"id": "urn:x", "area": {"label": {"sv": "Skola"}}, "linkCount": 3}]


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("goals", {"sdg": "11.7 } DROP ALL #"}, 'sdg is an SDG goal or target such as 11 or 11.7, not "11.7 } DROP'),
        ("goals", {"municipality": "Ale"}, "municipality is a four-digit municipality code such as 1440"),
        ("goals", {"mal": "x"}, "goals takes no mal; it takes: municipality, plan, sdg, text"),
        ("plan", {"plan": "../../etc/passwd"}, "plan is a plan such as ale/strategisk-plan"),
        ("describe", {"thing": "urn:x> } #"}, "thing is an absolute IRI"),
        ("describe", {"thing": "https://w3id.org/malgraf/id/%"}, "thing is an absolute IRI"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(name: str, values: dict[str, str], text: str) -> None:
    """The error says what the value may be."""
    with pytest.raises(ParameterError) as caught:
        query.load(name).bind(values)
    assert text in str(caught.value)


def test_one_value_never_gets_into_another() -> None:
    """A text that looks like the place of another value stays a text."""
    values = {"text": "VALUES ?sdg { UNDEF }", "sdg": "11"}
    assert '"VALUES ?sdg { UNDEF }"' in query.load("goals").bind(values)


@pytest.mark.parametrize("text", ['"', "\\", '") } UNION { ?id ?p ?o } #', "\n", "åäö", "'''", '"""'])
def test_a_text_value_is_only_ever_a_text(store: Store, shipped: Release, text: str) -> None:
    """Whatever the text holds, the query parses and finds the goals that have it: here none, or few."""
    bound = searched(query.load("goals").bind({"text": text}), shipped.texts)
    found = solutions(embedded.results(store, bound))
    assert len(found["rows"]) < 5


def test_an_unknown_question_names_the_nearest() -> None:
    """A slip of the finger gets a hint."""
    with pytest.raises(UnknownQueryError, match="did you mean goals"):
        query.load("goal-s")


def test_a_page_is_a_part_of_the_rows(store: Store) -> None:
    """LIMIT and OFFSET cut the same order."""
    whole = solutions(embedded.results(store, query.load("goals").bind({})))["rows"]
    page = solutions(embedded.results(store, query.load("goals").bind({}, limit=5, offset=5)))["rows"]
    assert page == whole[5:10]
    assert len(whole) == 42
