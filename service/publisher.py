"""The publisher: who answers for this site and for the plans on it, as one TOML file says.

Catalogues of open data need facts that no release has: an organisation's number, a contact, a licence. What the file
does not say is not stated anywhere. Whoever publishes is an organisation and has a number of its own, from which comes
the IRI by which dataportal.se knows it in every catalogue; so that no person is named, a person's number is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from graph.places import municipalities
from service import facts
from service.facts import Label, Table
from service.settings import Settings, SettingsError

EXAMPLE = Path(__file__).with_name("publisher.example.toml")
"""The file that an operator starts from."""


class PublisherType(StrEnum):
    """What kind of body publishes: the list of ADMS, but for private individuals."""

    ACADEMIA = "Academia-ScientificOrganisation"
    COMPANY = "Company"
    CONSORTIUM = "IndustryConsortium"
    LOCAL = "LocalAuthority"
    NATIONAL = "NationalAuthority"
    NON_GOVERNMENTAL = "NonGovernmentalOrganisation"
    NON_PROFIT = "NonProfitOrganisation"
    REGIONAL = "RegionalAuthority"
    STANDARDS = "StandardisationBody"
    SUPRANATIONAL = "SupraNationalAuthority"

    @property
    def iri(self) -> str:
        """The concept of the list."""
        return f"http://purl.org/adms/publishertype/{self}"


class Licence(StrEnum):
    """On what terms a site publishes, by the name of SPDX: releases say CC0 themselves, and may not be contradicted."""

    CC0 = "CC0-1.0"


class Status(StrEnum):
    """How far a website meets the law on accessibility (2018:1937)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where questions are answered; `municipality` is the code of the one whose own it is, and empty for the site's."""

    name: Label
    email: str
    page: str = ""
    telephone: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """An organisation that publishes, and its contact: the site's where it has none of its own."""

    name: Label
    organisation_number: str
    kind: PublisherType
    homepage: str
    contact: Contact
    description: Label = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The organisation as dataportal.se names it; a contact's IRI is this host's, so the two are never the same."""
        return f"http://dataportal.se/organisation/SE{self.organisation_number.replace('-', '')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessibility:
    """What the publisher has found out about the accessibility of the site; empty where it has not said it."""

    status: Status | None = None
    assessed: date | None = None
    issues: tuple[str, ...] = ()
    feedback: str = ""
    supervisor: str = "Myndigheten för digital förvaltning (Digg)"
    supervisor_page: str = "https://www.digg.se/tdosanmalan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The facts of the file: `agent` publishes the site, `municipalities` are those that publish their own, by code."""

    updated: date
    agent: Agent
    licence: Licence = Licence.CC0
    accessibility: Accessibility = field(default_factory=Accessibility)
    privacy: str = ""
    municipalities: Mapping[str, Agent] = field(default_factory=dict)

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Everybody who publishes here."""
        return (self.agent, *self.municipalities.values())

    def of(self, code: str) -> Agent:
        """Who publishes the plans of a municipality."""
        return self.municipalities.get(code, self.agent)


def stated(settings: Settings) -> Publisher | None:
    """The publisher of the settings, or None where they name no file. Raises SettingsError."""
    return read(Path(settings.publisher)) if settings.publisher else None


def read(path: Path) -> Publisher:
    """The publisher of a file. Raises SettingsError with everything that is wrong with it."""
    root = facts.opened(path)
    contact = _contact(root.table("contact"))
    publisher = Publisher(
        updated=root.needed("updated", facts.day, date.min),
        agent=_agent(root.table("publisher"), contact),
        licence=root.given("licence", facts.among(Licence), Licence.CC0),
        accessibility=_accessibility(root.table("accessibility")),
        privacy=root.table("privacy").given("page", facts.address, ""),
        municipalities=dict(_municipalities(root.table("municipality"), contact)),
    )
    _tell_apart(root, publisher)
    if faults := root.faults():
        raise SettingsError("\n".join(f"{path}: {fault}" for fault in faults))
    return publisher


def placeholders(path: Path) -> tuple[str, ...]:
    """What a file still has of the example that it was made from, and nobody should publish."""
    text = path.read_text(encoding="utf-8-sig")
    stated = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return tuple(word for word in ("(byt ut)", "(replace)", "example.org") if any(word in line for line in stated))


def lines(publisher: Publisher) -> Iterator[str]:
    """What would be published, for the person who wrote the file."""
    yield from _described("publisher", publisher.agent)
    for code, agent in sorted(publisher.municipalities.items()):
        yield from _described(f"plans of {municipalities()[code]['sv']} ({code})", agent)
    yield f"licence of the plans: {publisher.licence}"
    said = publisher.accessibility
    yield f"accessibility: {said.status or 'not stated'}, {len(said.issues)} shortcomings described"
    yield f"privacy: {publisher.privacy or 'not stated'}"
    yield f"updated: {publisher.updated}"


def _described(title: str, agent: Agent) -> Iterator[str]:
    yield f"{title}: {agent.name['sv']}, {agent.kind}, {agent.homepage}"
    yield f"  known to dataportal.se as {agent.iri}"
    yield f"  contact: {agent.contact.name['sv']}, {agent.contact.email}"


def _agent(table: Table, contact: Contact, *, municipal: bool = False) -> Agent:
    taken = table.given if municipal else table.needed
    return Agent(
        name=table.label("name"),
        organisation_number=table.needed("organisation_number", _organisation_number, ""),
        kind=taken("kind", facts.among(PublisherType), PublisherType.LOCAL),
        homepage=table.needed("homepage", facts.address, ""),
        contact=contact,
        description=table.label("description") if table.has("description") else {},
    )


def _contact(table: Table, municipality: str = "") -> Contact:
    return Contact(
        name=table.label("name"),
        email=table.needed("email", facts.email, ""),
        page=table.given("page", facts.address, ""),
        telephone=table.given("telephone", facts.telephone, ""),
        municipality=municipality,
    )


def _municipalities(table: Table, contact: Contact) -> Iterator[tuple[str, Agent]]:
    for code, each in table.tables():
        if code not in municipalities():
            each.fault("", f"is no municipality; it takes one of the {len(municipalities())} codes, such as 1440")
        own = _contact(each.table("contact"), code) if each.has("contact") else contact
        yield code, _agent(each, own, municipal=True)


def _accessibility(table: Table) -> Accessibility:
    unsaid, body = Accessibility(), table.table("supervisor")
    taken = body.needed if table.has("supervisor") else body.given
    said = Accessibility(
        status=table.given("status", facts.among(Status), None),
        assessed=table.given("assessed", facts.day, None),
        issues=table.given("issues", facts.lines, ()),
        feedback=table.given("feedback", facts.address, ""),
        supervisor=taken("name", facts.line, unsaid.supervisor),
        supervisor_page=taken("page", facts.address, unsaid.supervisor_page),
    )
    if said.status is Status.FULL and said.issues:
        table.fault("status", "is full, but issues has some; it takes partial or none")
    if said.status in (Status.PARTIAL, Status.NONE) and not said.issues:
        table.fault("issues", f"has none; where status is {said.status} the law wants to know what is not accessible")
    return said


def _organisation_number(value: object) -> str:
    """An organisation's number with its hyphen, if its last digit is what the others make it (Luhn)."""
    if isinstance(value, str) and re.fullmatch(r"(19|20)\d{6}[-+]?\d{4}", value, re.ASCII):
        raise SettingsError(
            "is a person’s number, by its twelve digits; it takes that of the organisation: NNNNNN-NNNN"
        )
    found = re.fullmatch(r"(\d{6})-?(\d{4})", value, re.ASCII) if isinstance(value, str) else None
    what = "the number of the organisation that publishes: ten digits in quotation marks, NNNNNN-NNNN"
    if not found:
        raise facts.unfit(value, what)
    digits = found[1] + found[2]
    if digits[2] < "2":  # not repeated: what is told stands in logs
        raise SettingsError(f"is a person’s number, by its third digit; it takes {what}")
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    if sum(sum(divmod(number, 10)) for number in doubled) % 10:
        raise facts.unfit(value, f"{what}; by its last digit one of these is mistyped")
    return f"{found[1]}-{found[2]}"


def _tell_apart(root: Table, publisher: Publisher) -> None:
    """An organisation is described alike wherever it is, or catalogues would mix two descriptions of it."""
    seen = {publisher.agent.organisation_number: ("publisher", publisher.agent)}
    for code, agent in publisher.municipalities.items():
        place, other = seen.setdefault(agent.organisation_number, (f"municipality.{code}", agent))
        if agent.organisation_number and replace(other, contact=agent.contact) != agent:
            what = f"has the organisation_number of {place}, but describes it otherwise; correct one of them"
            root.fault(f"municipality.{code}", what)
