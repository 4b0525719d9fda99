"""What the OpenAPI document says of the API as a whole, in both languages: whose it is, what it is for, its limits."""

from __future__ import annotations

from typing import Any

from graph.namespaces import CC0
from service.api_info import NAME, VERSION
from service.publisher import Licence
from service.served import Served
from service.texts import marked, texts

Json = dict[str, Any]

PURPOSE = (
    marked(
        "The goals of Swedish municipal plans, word for word with their place in the source, and the goals and targets "
        "of the 2030 Agenda that they support: each link with its quote, its strength and how somebody judged it."
    ),
    marked(
        "Nothing but reading is possible, and it needs no key. Every answer says which release it comes from and where "
        "the SPARQL runs that gave it. A release never changes: ask again with `If-None-Match` and the `ETag` that you "
        "have, and 304 says that there is nothing new."
    ),
    marked(
        "Answers are JSON in camelCase and JSON-LD at the same time: `@context` says what each key means. Things are "
        "named by IRIs that lead to their documents, and `self` is the address of a thing in the API. Lists have "
        "pages: `limit` says how many rows each has, `page` which one is meant, and `next` leads to the one after it. "
        "Errors are `application/problem+json` (RFC 9457) and say what would do."
    ),
    marked(
        "The same data is asked in SPARQL at `/sparql`, followed as linked data from the IRIs themselves, and taken "
        "whole as files; `/.well-known/api-catalog` leads to all of it."
    ),
)

LIMITS = marked(
    "A page has at most 200 rows. The API counts no requests of a client; when too many wait it answers 503 with "
    "Retry-After. The SPARQL endpoint is apart: it runs {queries} queries of one client at a time, takes {rate} a "
    "second, answers 429 with Retry-After beyond that, and gives a query {seconds} seconds unless told otherwise. Each "
    "link says who judged it; `/about` says how much a release holds, how it was judged, and what to be careful with."
)

TAGS = {
    "data": marked("What a release holds: plans, their goals, and the 2030 Agenda."),
    "links": marked("What ties plans and goals to each other, and by which words."),
    "agenda": marked("The 2030 Agenda across plans: what they cover, what they leave out, and what goes together."),
    "service": marked("The API itself."),
}

DOCUMENTATION = marked("How the data was made, how good it is, how it is counted and cited")
NO_PROMISE = marked("None is promised: the service is run as well as can be")
SUPPORT = marked("By the contact of this description, where it names one")


def both(text: str, between: str = " · ", **values: object) -> str:
    """A text in Swedish and in English, with values put in.

    >>> both("Plans")
    'Planer · Plans'
    """
    said = [texts("sv").gettext(text), text]
    return between.join(each.format(**values) if values else each for each in dict.fromkeys(said))


def info(served: Served) -> Json:
    """Who answers for the API, what it is for, and what limits it; a contact only where the publisher is known."""
    settings = served.settings
    rates = {"rate": f"{settings.client_rate:g}", "seconds": f"{settings.query_seconds:g}"}
    described: Json = {
        "title": NAME,
        "version": VERSION,
        "summary": both(marked("Municipal goals and the 2030 Agenda")),
        "description": _paragraphs(),
        "license": {"name": str(Licence.CC0), "url": CC0},
        "termsOfService": served.address("/about#licence"),
        "x-limitations": both(LIMITS, "\n\n", queries=settings.client_queries, **rates),
        "x-sla": {"availability": both(NO_PROMISE), "responseTime": both(NO_PROMISE), "support": both(SUPPORT)},
    }
    return described | ({"contact": contact} if (contact := _contact(served)) else {})


def tags() -> list[Json]:
    """What the operations are sorted by."""
    return [{"name": name, "description": both(text)} for name, text in TAGS.items()]


def documentation(served: Served) -> Json:
    """Where people read about the data."""
    return {"description": both(DOCUMENTATION), "url": served.address("/about")}


def _paragraphs() -> str:
    """The purpose in Swedish, and then in English."""
    swedish = texts("sv").gettext
    return "\n\n".join([*(swedish(text) for text in PURPOSE), "## English", *PURPOSE])


def _contact(served: Served) -> Json:
    if not (publisher := served.publisher):
        return {}
    contact = publisher.agent.contact
    name = " · ".join(dict.fromkeys(contact.name.values()))
    return {"name": name, "url": contact.page or publisher.agent.homepage, "email": contact.email}
