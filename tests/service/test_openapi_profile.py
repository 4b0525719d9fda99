"""Sweden's REST API profile 1.2.0: what of it can be seen in the OpenAPI document, rule by rule, in our words.

The rules are those that Digg's own checker, diggsweden/rest-api-profil-lint-processor, looks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.openapi import document as made

Json = dict[str, Any]
Rule = Callable[[Json], Iterator[object]]

METHODS = ("get", "head")
CAMEL = r"[a-z]+([A-Z][a-z]*)*"
PROBLEM = ("type", "title", "status", "detail", "instance")
PERSONAL = {"pnr", "personalidentitynumber", "personnummer", "personnr", "ssn", "socialsecuritynumber"}
OTHERS = {"@context", "sha256"}
"""Keys that JSON-LD and the ontology have given their names; AME.04 and AME.07 are recommendations."""


@pytest.fixture(scope="module")
def profiled(portal: TestClient) -> Json:
    """The document of a service at an address of its own, whose publisher is known."""
    assert isinstance(portal.app, FastAPI)
    assert portal.portal
    served = portal.app.state.served
    settings = replace(served.settings, public_url="https://malgraf.example")
    found: Json = portal.portal.call(made, portal.app, replace(served, settings=settings))
    return found


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, item in document["paths"].items():
        yield from ((f"{method} {path}", item[method]) for method in METHODS)


def parameters(document: Json, place: str) -> Iterator[Json]:
    yield from (each for _, one in operations(document) for each in one.get("parameters", ()) if each["in"] == place)


def responses(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Each answer of each operation, where it refers to a component that one."""
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            component = response.get("$ref", "").rpartition("/")[2]
            yield name, status, document["components"]["responses"][component] if component else response


def properties(document: Json) -> set[str]:
    return {name for schema in document["components"]["schemas"].values() for name in schema.get("properties", ())}


def paged(document: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    """The operations that have pages, with their parameters by name."""
    for name, operation in operations(document):
        known = {each["name"]: each for each in operation.get("parameters", ())}
        if {"page", "offset"} & known.keys():
            yield name, known


def missing(found: Json, *names: str) -> Iterator[str]:
    yield from (name for name in names if not found.get(name))


def parts(document: Json) -> Iterator[str]:
    """The parts of paths that are words and no parameters."""
    yield from (part for path in document["paths"] for part in path.split("/") if part and "{" not in part)


def servers(document: Json) -> list[str]:
    return [server["url"] for server in document["servers"]]


def unlike(pattern: str, found: Iterator[str] | list[str] | set[str]) -> Iterator[str]:
    yield from (each for each in found if not re.fullmatch(pattern, each))


def in_both_languages(document: Json) -> Iterator[object]:
    """Swedish and English words, in the whole and in each operation, tag and parameter."""
    texts = [document["info"]["description"], *(tag["description"] for tag in document["tags"])]
    texts += [operation["description"] for _, operation in operations(document)]
    texts += [operation["summary"] for _, operation in operations(document)]
    texts += [each["description"] for place in ("query", "path") for each in parameters(document, place)]
    yield from (text for text in texts if len(re.split(r" · |\n\n", text)) < 2)


RULES: dict[str, tuple[str, Rule]] = {
    "DOK.01": ("documentation is online", lambda d: missing(d["externalDocs"], "description", "url")),
    "DOK.03": (
        "whose it is, on what terms",
        lambda d: iter(
            [
                *missing(d["info"], "title", "version", "description", "termsOfService"),
                *missing(d["info"].get("contact", {}), "name", "url", "email"),
                *missing(d["info"].get("license", {}), "name", "url"),
            ]
        ),
    ),
    "DOK.06": ("in Swedish and in English", in_both_languages),
    "DOK.08": (
        "what level of service there is",
        lambda d: missing(d["info"]["x-sla"], "availability", "responseTime", "support"),
    ),
    "DOK.09": ("what limits it", lambda d: missing(d["info"], "x-limitations")),
    "DOK.11": ("what it is for", lambda d: missing(d["info"], "description")),
    "DOK.15": (
        "an example of every JSON answer",
        lambda d: (
            (name, status, kind)
            for name, status, response in responses(d)
            for kind, content in response.get("content", {}).items()
            if not {"example", "examples"} & content.keys()
        ),
    ),
    "DOK.15, requests": (
        "an example of every parameter",
        lambda d: (
            each["name"]
            for place in ("query", "path")
            for each in parameters(d, place)
            if not each["schema"].get("examples")
        ),
    ),
    "DOK.17": ("OpenAPI 3", lambda d: unlike(r"3\.\d+\.\d+", [d["openapi"]])),
    "DOK.19": (
        "each operation is described",
        lambda d: (name for name, each in operations(d) if not each.get("description")),
    ),
    "DOK.20": (
        "each answer is described",
        lambda d: (name for name, _, each in responses(d) if not each.get("description")),
    ),
    "DOT.04": (
        "days as RFC 3339 has them",
        lambda d: unlike(r"\d{4}-\d{2}-\d{2}", [d["components"]["examples"]["getApiInfo"]["value"]["apiReleased"]]),
    ),
    "RES.02": (
        "no person's number as a parameter",
        lambda d: iter(PERSONAL & {each["name"].lower() for each in parameters(d, "query")}),
    ),
    "RES.06": ("lower case and hyphens", lambda d: unlike("[a-z0-9]+(-[a-z0-9]+)*", parts(d))),
    "MOG.01": (
        "methods as HTTP means them",
        lambda d: (path for path, item in d["paths"].items() if "get" not in item),
    ),
    "MOG.02": (
        "two methods for each thing",
        lambda d: (path for path, item in d["paths"].items() if set(item) != {"get", "head"}),
    ),
    "UFN.01": ("protocol, host, api, version", lambda d: unlike(r"https://[^/]+/[^/]+/v\d+", servers(d))),
    "UFN.02": ("https on its own port", lambda d: unlike(r"https://[^/:]+(:443)?/.*", servers(d))),
    "UFN.05": ("no address that is too long", lambda d: (path for path in d["paths"] if len(path) > 1500)),
    "UFN.07": ("plain characters in addresses", lambda d: unlike(r"[a-z0-9~.-]+", parts(d))),
    "UFN.08": ("hyphens between words", lambda d: unlike(r"[^._,~]+", parts(d))),
    "UFN.09": (
        "no underscore in a path",
        lambda d: (each for each in parameters(d, "path") if not re.fullmatch(CAMEL, each["name"])),
    ),
    "AME.01": (
        "answers are JSON",
        lambda d: (
            name
            for name, status, each in responses(d)
            if status < "400" and each.get("content") and "application/json" not in each["content"]
        ),
    ),
    "AME.04": ("keys in camelCase", lambda d: unlike(CAMEL, properties(d) - OTHERS)),
    "AME.07": ("keys of letters and digits", lambda d: unlike(r"[a-zA-Z0-9]+", properties(d) - OTHERS)),
    "ARQ.05": ("no data in headers", lambda d: parameters(d, "header")),
    "FEL.01": (
        "a problem has its five parts",
        lambda d: missing(d["components"]["schemas"]["Problem"]["properties"], *PROBLEM),
    ),
    "FEL.02": (
        "errors are problem+json",
        lambda d: (
            (name, status)
            for name, status, each in responses(d)
            if status >= "400" and "content" in each and set(each["content"]) != {"application/problem+json"}
        ),
    ),
    "VER.05": ("v and one number", lambda d: unlike(r".*/v\d+", servers(d))),
    "VER.06": ("what the API is", lambda d: missing(d["paths"], "/api-info")),
    "FNS.01": ("parameters in camelCase", lambda d: unlike(CAMEL, (each["name"] for each in parameters(d, "query")))),
    "FNS.03": (
        "a parameter begins with a letter",
        lambda d: unlike("[a-zA-Z].*", (each["name"] for each in parameters(d, "query"))),
    ),
    "FNS.07": ("pages have a limit", lambda d: (name for name, known in paged(d) if "limit" not in known)),
    "FNS.08": (
        "pages begin with 1",
        lambda d: (name for name, known in paged(d) if known["page"]["schema"]["default"] != 1),
    ),
    "FNS.09": (
        "20 rows unless told",
        lambda d: (name for name, known in paged(d) if known["limit"]["schema"]["default"] != 20),
    ),
    "SAK.01": ("https", lambda d: unlike("https://.*", servers(d))),
    "SAK.09": ("no passwords", lambda d: iter(d["components"].get("securitySchemes", ()))),
    "FOR.02": ("GET has no body", lambda d: (name for name, each in operations(d) if "requestBody" in each)),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_profile_is_kept(profiled: Json, rule: str) -> None:
    """Its faults are none."""
    says, check = RULES[rule]
    assert list(check(profiled)) == [], says


@pytest.mark.parametrize("name", ["q", "plan", "from", "to", "since"])
def test_only_what_a_question_is_about_must_be_given(profiled: Json, name: str) -> None:
    """FNS.05 recommends that parameters are optional; these five are the questions themselves."""
    needed = {each["name"] for each in parameters(profiled, "query") if each["required"]}
    assert name in needed
    assert len(needed) == 5
