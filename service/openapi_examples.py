"""Examples for the OpenAPI document: what this very service answers about the first goal of its release."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.types import Message

from service.envelope import BASE
from service.served import plan_part

Json = dict[str, Any]

OK = 200
REFUSED = {"400": ("/goals?limit=0", ""), "404": ("/plans/ale/none", ""), "406": ("/plans", "image/png")}
"""What is asked, and in which form, to be refused with each status."""
FAILED = {
    "503": ("Service Unavailable", 503, "too many questions about links are waiting; ask again in a moment"),
    "default": ("Internal Server Error", 500, "Something failed here; it has been logged."),
}
"""What cannot be had by asking: title, status and detail."""

_LONGEST = 2


async def examples(app: FastAPI, paths: Iterable[str]) -> dict[str, Json]:
    """An answer for each path that the release has one for."""
    asked = {path: await get(app, address) for path, address in (await addresses(app, paths)).items()}
    return {path: short(answer) for path, (status, answer) in asked.items() if status == OK}


async def problems(app: FastAPI) -> dict[str, Json]:
    """A problem of each status that clients meet."""
    asked = {status: (await get(app, address, accept))[1] for status, (address, accept) in REFUSED.items()}
    return asked | {
        key: {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": f"{BASE}/paths"}
        for key, (title, status, detail) in FAILED.items()
    }


async def addresses(app: FastAPI, paths: Iterable[str]) -> dict[str, str]:
    """An address for each path whose parameters the release has values for."""
    values = await _values(app)
    queries = await _queries(app, values)
    fitting = [path for path in paths if {name for _, name, _, _ in Formatter().parse(path) if name} <= values.keys()]
    return {path: path.format(**values) + queries.get(path, "") for path in fitting}


async def get(app: FastAPI, address: str, accept: str = "") -> tuple[int, Any]:
    """The status and the JSON of an address of the API, asked for within the process."""
    path, _, query = f"{BASE}{address}".partition("?")
    headers = [(b"accept", accept.encode())] if accept else []
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "headers": headers}
    scope |= {"query_string": query.encode(), "root_path": "", "scheme": "http", "server": ("localhost", 80)}
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    return said[0]["status"], json.loads(b"".join(message.get("body", b"") for message in said))


def short(answer: Any) -> Any:
    """An answer with the first of what its lists have: an example need not be long."""
    if isinstance(answer, dict):
        return {key: short(value) for key, value in answer.items()}
    return [short(each) for each in answer[:_LONGEST]] if isinstance(answer, list) else answer


async def _values(app: FastAPI) -> dict[str, str]:
    """Values for the parameters of paths, of the first goal and what it supports; few where there is no goal."""
    found = {"kind": "goals", "number": "1", "code": "11"}
    for row in (await get(app, "/goals?limit=1"))[1]["items"]:
        name = plan_part(row["id"])
        found["municipality"], found["plan"], found["goal"] = name.split("/", 2)
        links = (await get(app, f"/goals/{name}"))[1]["alignments"]
        found["code"] = next((link["sdg"]["notation"] for link in links if "notation" in link["sdg"]), found["code"])
    return found


async def _queries(app: FastAPI, values: Mapping[str, str]) -> dict[str, str]:
    """What the paths take as a query that do not answer without one."""
    plans = [plan_part(row["id"]) for row in (await get(app, "/plans?limit=2"))[1]["items"]]
    digest = (await get(app, "/release"))[1]["release"]
    goal = "/".join(values.get(name, "") for name in ("municipality", "plan", "goal"))
    asked: dict[str, Mapping[str, str | list[str]]] = {
        "/compare": {"plan": plans},
        "/paths": {"from": goal, "to": values["code"]},
        "/plans/{municipality}/{plan}/changes": {"since": digest[:12]},
        "/search": {"q": values["code"]},
    }
    return {path: f"?{urlencode(query, doseq=True)}" for path, query in asked.items()}
