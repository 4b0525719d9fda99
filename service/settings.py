"""What a deployment decides, read once from MALGRAF_* into one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from graph.engine.address import Address
from graph.engine.answer import Limits
from graph.errors import InputError

_ADDRESSES = ("MALGRAF_PUBLIC_URL", "MALGRAF_ENGINE")

_IN_THE_FILE = tuple(f"MALGRAF_{part}" for part in ("PUBLISHER_", "FEEDBACK", "ACCESSIBILITY", "SUPERVISOR", "PRIVACY"))
"""How settings began that are facts of the publisher's file now."""


class SettingsError(InputError):
    """A setting that makes no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One deployment. Seconds, bytes and counts; `public_url` has no slash at its end, and `publisher` names a file."""

    var: Path = Path("var")
    release: str = "current"
    public_url: str = "http://127.0.0.1:8000"
    workers: int = 8
    own_workers: int = 2
    query_seconds: float = float(Limits().seconds)
    query_seconds_most: float = float(Limits().most_seconds)
    query_memory: int = Limits().memory
    result_bytes: int = Limits().result_bytes
    cache_bytes: int = 64 << 20
    client_queries: int = 2
    client_rate: float = 50.0
    federation: str = ""
    engine: str = ""
    engine_user: str = ""
    engine_password: str = field(default="", repr=False)
    engine_token: str = field(default="", repr=False)
    engine_connections: int = 4
    publisher: str = ""


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment: MALGRAF_QUERY_SECONDS sets `query_seconds`, and so on.

    >>> from_environment({"MALGRAF_QUERY_SECONDS": "3"}).query_seconds
    3.0

    Raises SettingsError for a value that cannot be, and for a name that is no setting.
    """
    kinds = {f"MALGRAF_{field.name.upper()}": field for field in fields(Settings)}
    given = {name: value for name, value in environment.items() if name.startswith("MALGRAF_")}
    if unknown := sorted(set(given) - set(kinds)):
        moved = any(name.startswith(_IN_THE_FILE) for name in unknown)
        hint = "what a publisher says of itself is in the file that MALGRAF_PUBLISHER names; " if moved else ""
        raise SettingsError(f"{', '.join(unknown)}: no such setting; {hint}there are: {', '.join(kinds)}")
    return Settings(**{kinds[name].name: _parsed(name, value) for name, value in given.items()})  # type: ignore[arg-type]


def limits(settings: Settings) -> Limits:
    """What a query may cost by these settings."""
    return Limits(
        seconds=settings.query_seconds,
        most_seconds=max(settings.query_seconds, settings.query_seconds_most),
        memory=settings.query_memory,
        result_bytes=settings.result_bytes,
    )


def engine(settings: Settings) -> Address | None:
    """The engine that answers queries, or None where our own workers do."""
    user, password, token = settings.engine_user, settings.engine_password, settings.engine_token
    return Address(url=settings.engine, user=user, password=password, token=token) if settings.engine else None


def federation(settings: Settings) -> tuple[str, ...]:
    """The endpoints that a query may ask with SERVICE.

    >>> federation(Settings(federation="https://a.example/sparql, https://b.example/sparql"))
    ('https://a.example/sparql', 'https://b.example/sparql')
    """
    return tuple(part.strip() for part in settings.federation.split(",") if part.strip())


def _parsed(name: str, value: str) -> object:
    kind = type(getattr(Settings(), name.removeprefix("MALGRAF_").lower()))
    if name in _ADDRESSES and not value.startswith(("http://", "https://")):
        raise SettingsError(f'{name} is "{value}"; it takes an address that begins with http:// or https://')
    try:
        parsed = kind(value.rstrip("/") if name in _ADDRESSES else value)
    except ValueError as error:
        raise SettingsError(f'{name} is "{value}"; it takes a {kind.__name__}') from error
    if isinstance(parsed, int | float) and parsed <= 0 and not (parsed == 0 and name == "MALGRAF_CACHE_BYTES"):
        raise SettingsError(f"{name} is {value}; it takes a number above 0")
    return parsed
