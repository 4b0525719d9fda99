"""StratML: a plan as a strategic plan of ISO 17469 and ANSI/AIIM 22:2017, for those who exchange plans in it. Pure.

A focus area becomes a Goal, and a goal below it an Objective. A goal right under the plan is a Goal too; a goal below
a goal has no room in the other's Objective and becomes the next one, with its number and what it is a part of. Only an
Objective has room for performance indicators: those of a Goal or of the plan are told in words. Nothing is made up:
what the schema demands and the plan lacks is empty, and since a plan gives years and StratML takes days, its years
stand in words. Links to Agenda 2030 have no element of their own; each accepted one is told with its quote and with
whose judgement it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from graph.namespaces import SDG
from graph.plangraph import Element, Labels, PlanGraph, label, local
from graph.signs import for_xml

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def written(plan: PlanGraph, labels: Labels) -> bytes:
    """The StratML document of a plan, the same bytes for the same plan.

    `labels` tell what its municipality, SDG targets and reviewers are called.
    """
    root = ET.Element("PerformancePlanOrReport", {"xmlns": NAMESPACE, "Type": "Strategic_Plan"})
    _add(root, "Name", plan.value(plan.iri, "dcterms:title"))
    _add(root, "OtherInformation", "\n".join(_about_plan(plan, labels)))
    core = ET.SubElement(root, "StrategicPlanCore")
    _whose(core, plan, labels)
    for goal, objectives in _goals(plan):
        _goal(core, plan, labels, goal, objectives)
    _administrative(root, plan)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def identifier(iri: str) -> str:
    """What identifies a thing in StratML, where an IRI does not fit: it takes an xsd:ID.

    >>> identifier("https://w3id.org/malgraf/id/plan/ale/strategisk-plan")
    '_4e55fdf9-cae3-5039-a850-d32b414ff64e'
    """
    return f"_{uuid.uuid5(uuid.NAMESPACE_URL, iri)}"


def _goals(plan: PlanGraph) -> Iterator[tuple[Element, Sequence[Element]]]:
    """Each element that becomes a Goal, with those below it that become its Objectives."""
    for top in plan.elements:
        if "." not in top.number:
            yield top, [each for each in plan.elements if each.number.startswith(f"{top.number}.")]


def _whose(core: ET.Element, plan: PlanGraph, labels: Labels) -> None:
    """The municipality, and its vision."""
    municipality = plan.value(plan.iri, "dcterms:publisher")
    organization = ET.SubElement(core, "Organization")
    _add(organization, "Name", label(labels, municipality, "sv"))
    _add(organization, "Identifier", identifier(municipality))
    if iri := plan.value(plan.iri, "mg:vision"):
        vision = ET.SubElement(core, "Vision")
        _add(vision, "Description", plan.value(iri, "mg:statement"))
        _add(vision, "Identifier", identifier(iri))


def _goal(core: ET.Element, plan: PlanGraph, labels: Labels, top: Element, below: Sequence[Element]) -> None:
    goal = ET.SubElement(core, "Goal")
    _add(goal, "Name", top.label)
    _add(goal, "Description", plan.value(plan.value(top.iri, "mg:direction"), "mg:statement"))
    _add(goal, "Identifier", identifier(top.iri))
    _add(goal, "SequenceIndicator", top.number)
    _add(goal, "OtherInformation", "\n".join([*_about_element(plan, labels, top), *_measured(plan, labels, top.iri)]))
    known = {each.iri: each for each in below}
    for element in below:
        _objective(goal, plan, labels, element, known.get(element.parent))


def _objective(goal: ET.Element, plan: PlanGraph, labels: Labels, element: Element, above: Element | None) -> None:
    objective = ET.SubElement(goal, "Objective")
    _add(objective, "Name", element.label)
    _add(objective, "Identifier", identifier(element.iri))
    _add(objective, "SequenceIndicator", element.number)
    part = [f"Del av {above.number}: {above.label}"] if above else []
    _add(objective, "OtherInformation", "\n".join([*part, *_about_element(plan, labels, element)]))
    for value in plan.values(element.iri, "mg:targetValue"):
        _target(objective, plan, value)
    for indicator in plan.values(element.iri, "mg:indicator"):
        _indicator(objective, plan, labels, indicator)


def _target(objective: ET.Element, plan: PlanGraph, value: str) -> None:
    """A target value of a goal itself: what it measures is not said, only its unit."""
    found = ET.SubElement(objective, "PerformanceIndicator")
    _add(found, "MeasurementDimension", "")
    _add(found, "UnitOfMeasurement", plan.value(value, "mg:unit"))
    _add(found, "Identifier", identifier(value))
    _result(ET.SubElement(found, "MeasurementInstance"), plan, value)
    _add(found, "OtherInformation", value)


def _indicator(objective: ET.Element, plan: PlanGraph, labels: Labels, iri: str) -> None:
    targets, observations = plan.values(iri, "mg:targetValue"), plan.values(iri, "mg:observation")
    units = {plan.value(value, "mg:unit") for value in targets}
    found = ET.SubElement(objective, "PerformanceIndicator")
    _add(found, "MeasurementDimension", plan.value(iri, "skos:prefLabel"))
    _add(found, "UnitOfMeasurement", units.pop() if len(units) == 1 else "")
    _add(found, "Identifier", identifier(iri))
    for sdg in plan.values(iri, "mg:sdgIndicator"):
        relationship = ET.SubElement(found, "Relationship")
        _add(relationship, "ReferentIdentifier", sdg)
        _add(relationship, "Name", label(labels, sdg, "sv"))
    if targets or observations:
        instance = ET.SubElement(found, "MeasurementInstance")
        for value in targets:
            _result(instance, plan, value)
        for observation in observations:
            actual = ET.SubElement(instance, "ActualResult")
            _add(actual, "NumberOfUnits", plan.value(observation, "mg:value"))
            _add(actual, "Description", _observed(plan, labels, observation))
    _add(found, "OtherInformation", "\n".join(_about_indicator(plan, iri)))


def _result(instance: ET.Element, plan: PlanGraph, value: str) -> None:
    """A target result: a number only where it is just that one, for "more than 1500" is not 1500."""
    result = ET.SubElement(instance, "TargetResult")
    if number := plan.value(value, "mg:value"):
        _add(result, "NumberOfUnits", number)
    if wording := plan.value(value, "mg:wording"):
        _add(ET.SubElement(result, "Descriptor"), "DescriptorValue", wording)
    _add(result, "Description", _told(plan, value))


def _administrative(root: ET.Element, plan: PlanGraph) -> None:
    source = plan.value(plan.iri, "dcterms:source")
    administrative = ET.SubElement(root, "AdministrativeInformation")
    _add(administrative, "Identifier", identifier(plan.iri))
    if day := plan.value(source, "dcterms:modified") or plan.value(source, "dcterms:issued"):
        _add(administrative, "PublicationDate", day)
    if address := plan.value(source, "schema:url"):
        _add(administrative, "Source", address)


def _about_plan(plan: PlanGraph, labels: Labels) -> Iterator[str]:
    source = plan.value(plan.iri, "dcterms:source")
    yield plan.iri
    if file := plan.value(source, "mg:fileName"):
        yield f"Avläst ur {file}, SHA-256 {plan.value(source, 'mg:sha256')}"
    if day := plan.value(source, "dcterms:issued"):
        yield f"Publicerad {day}"
    if period := _years(plan, plan.value(plan.iri, "dcterms:temporal")):
        yield f"Planperiod: {period}"
    if term := plan.value(plan.value(plan.iri, "mg:vision"), "mg:sourceTerm"):
        yield f"Planens ord för visionen: {term}"
    yield from _measured(plan, labels, plan.iri)
    yield (
        "Kopplingarna till Agenda 2030 är bedömningar av den som nämns vid var och en, inte uppgifter av kommunen, "
        "om inget annat står där; maskinella förslag som ingen har godtagit är inte med."
    )
    yield (
        "The links to the 2030 Agenda are judgements of whoever is named at each, no statements of the municipality "
        "unless it says so there; suggestions of a machine that nobody has accepted are left out."
    )


def _years(plan: PlanGraph, period: str) -> str:
    first, last, extended = (plan.value(period, name) for name in ("dcat:startDate", "dcat:endDate", "mg:extendedTo"))
    years = f"{first}–{last}" if first and last else f"från {first}" if first else f"till {last}" if last else ""
    return ", ".join(filter(None, (years, f"förlängd till {extended}" if extended else "")))


def _about_element(plan: PlanGraph, labels: Labels, element: Element) -> Iterator[str]:
    yield element.iri
    if term := plan.value(element.iri, "mg:sourceTerm"):
        yield f"Planens ord: {term}"
    if term := plan.value(plan.value(element.iri, "mg:direction"), "mg:sourceTerm"):
        yield f"Planens ord för inriktningen: {term}"
    for alignment in plan.alignments(element.iri):
        if local(plan.value(alignment, "mg:judgement")) == "accepted":
            yield _linked(plan, labels, alignment)


def _linked(plan: PlanGraph, labels: Labels, alignment: str) -> str:
    """A link to Agenda 2030: how strong, to what, by which words, and who says so."""
    sdg, reviewer = plan.value(alignment, "mg:sdg"), plan.value(alignment, "mg:reviewer")
    strength = _STRENGTHS[local(plan.value(alignment, "mg:strength"))]
    quotes = ", ".join(f"”{plan.value(each, 'oa:exact')}”" for each in plan.evidence(alignment))
    code = "" if sdg == _AGENDA else f", {local(sdg)}"
    own = "" if local(reviewer) == "ownMunicipality" else ", inte kommunen"
    stated = " Källan nämner det själv." if local(plan.value(alignment, "mg:justification")) == "stated" else ""
    return (
        f"Agenda 2030{code}: {strength} ”{label(labels, sdg, 'sv')}” ({sdg}). Citat: {quotes}.{stated} "
        f"Bedömt av {label(labels, reviewer, 'sv')} ({reviewer}) {plan.value(alignment, 'mg:judged')}{own}."
    )


_AGENDA = SDG.removesuffix("/")
_STRENGTHS = {"direct": "stöder direkt", "contributing": "bidrar till"}


def _measured(plan: PlanGraph, labels: Labels, iri: str) -> Iterator[str]:
    """In words, what has no element where it stands: the target values and indicators of a Goal, or of the plan."""
    for value in plan.values(iri, "mg:targetValue"):
        yield f"Målvärde: {_told(plan, value)}"
    for indicator in plan.values(iri, "mg:indicator"):
        yield f"Indikator: {plan.value(indicator, 'skos:prefLabel')}"
        yield from _about_indicator(plan, indicator)
        yield from (f"Global indikator: {sdg}" for sdg in plan.values(indicator, "mg:sdgIndicator"))
        yield from (f"Målvärde: {_told(plan, value)}" for value in plan.values(indicator, "mg:targetValue"))
        for seen in plan.values(indicator, "mg:observation"):
            yield f"Utfall: {plan.value(seen, 'mg:value')} ({_observed(plan, labels, seen)})"


def _about_indicator(plan: PlanGraph, iri: str) -> Iterator[str]:
    yield iri
    if measured := plan.value(iri, "mg:measuredBy"):
        yield f"Mäts av: {measured}"
    if kpi := plan.value(iri, "mg:koladaKpi"):
        yield f"Nyckeltal i Kolada: {kpi}"


def _told(plan: PlanGraph, value: str) -> str:
    """A target value in words, with the plan's own."""
    low, high = plan.value(value, "mg:minimum"), plan.value(value, "mg:maximum")
    bounds = f"{low}–{high}" if low and high else f"minst {low}" if low else f"högst {high}" if high else ""
    more = plan.value(value, "mg:moreThan")
    said = (plan.value(value, "mg:value"), bounds, f"mer än {more}" if more else "", plan.value(value, "mg:unit"))
    due = plan.value(value, "mg:due")
    number = " ".join(filter(None, (*said, plan.value(value, "mg:wording"), f"senast {due}" if due else "")))
    return f"{number}. Citat: " + ", ".join(f"”{plan.value(each, 'oa:exact')}”" for each in plan.evidence(value))


def _observed(plan: PlanGraph, labels: Labels, observation: str) -> str:
    place = label(labels, plan.value(observation, "mg:refArea"), "sv")
    return ", ".join(filter(None, (plan.value(observation, "mg:refPeriod"), place)))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = for_xml(text.replace("\r\n", "\n").replace("\r", "\n"))
