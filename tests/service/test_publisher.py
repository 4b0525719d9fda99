"""The publisher's file: what is read from it, and every way in which it can be wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from service import publisher
from service.app import create_app
from service.cli import app
from service.publisher import EXAMPLE, Accessibility, Licence, PublisherType, Status, read
from service.settings import Settings, SettingsError

NUMBER = "212000-3005"
OTHER = "556016-0680"
PLAIN = EXAMPLE.read_text(encoding="utf-8").replace('\norganisation_number = ""', f'\norganisation_number = "{NUMBER}"')
FULL = (
    re.sub(r"^#(?=[\w\[])", "", PLAIN, flags=re.MULTILINE)
    .replace('"0000"', '"1440"')
    .replace('organisation_number = ""', f'organisation_number = "{OTHER}"')
    .replace("+46 00 000 00 00", "+46 31-390 06 00")
)

WriteFile = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Write a file, with some of its text replaced, and give its path."""

    def written(text: str, *changes: tuple[str, str]) -> Path:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / "publisher.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def faults(path: Path) -> list[str]:
    """What is wrong with a file, without its name."""
    with pytest.raises(SettingsError) as caught:
        read(path)
    return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]


def test_the_example_wants_nothing_but_the_number_of_who_publishes(write: WriteFile) -> None:
    """A number that nobody has cannot be known, so none is given: the check says what to fill in."""
    (only,) = faults(EXAMPLE)
    assert only.startswith(
        'publisher.organisation_number is ""; it takes the number of the organisation that publishes'
    )
    found = read(write(PLAIN))
    assert found.accessibility == Accessibility()
    assert (found.privacy, found.licence, found.municipalities) == ("", Licence.CC0, {})


def test_everything_that_the_example_offers_is_read(write: WriteFile) -> None:
    """With every optional line in use."""
    found = read(write(FULL))
    assert found.updated == date(2026, 11, 29)
    assert found.agent.iri == "http://dataportal.se/organisation/SE2120003005"
    assert found.agent.kind.iri == "http://purl.org/adms/publishertype/LocalAuthority"
    assert found.agent.description == {"sv": "Vad organisationen är.", "en": "What the organisation is."}
    assert found.agent.contact.telephone == "+46313900600"
    assert found.accessibility.status is Status.PARTIAL
    assert found.accessibility.issues == ("En brist.", "En annan brist.")
    assert found.accessibility.supervisor == "En annan myndighet"
    assert found.privacy == "https://www.example.org/personuppgifter"


def test_a_municipality_publishes_its_own_plans_and_the_site_those_of_all_others(write: WriteFile) -> None:
    """With its own contact, or the site's where it has none."""
    found = read(write(FULL))
    ale, others = found.of("1440"), found.of("1980")
    assert (ale.organisation_number, ale.contact.municipality, ale.contact.email) == (OTHER, "1440", "data@example.net")
    assert (others, others.contact.municipality) == (found.agent, "")
    assert found.agents == (others, ale)
    without = read(write(FULL, ('contact = { name = { sv = "Öppna data" }, email = "data@example.net" }', "")))
    assert without.of("1440").contact == found.agent.contact


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (NUMBER, "212000-3006", 'number is "212000-3006"; it takes the number'),
        (NUMBER, "162120003005", "ten digits in quotation marks"),
        (f'"{NUMBER}"', "2120003005", "number is 2120003005; it takes the number"),
        (NUMBER, "212000-300５", "number is"),
        ('kind = "LocalAuthority"', 'kind = "localauthority"', "did you mean LocalAuthority?"),
        ('kind = "LocalAuthority"', 'kind = "PrivateIndividual(s)"', "it takes one of Academia-Scientific"),
        ('"CC0-1.0"', '"MIT"', 'licence is "MIT"; it takes one of CC0-1.0'),
        ("https://www.example.org/", "www.example.org", "publisher.homepage is"),
        ("https://www.example.org/", "javascript:alert(1)", "an address that begins with http:// or https://"),
        ("https://www.example.org/", "https://kommun.se@example.org/", "publisher.homepage is"),
        ("https://www.example.org/", "https://www.example.org/a b", "publisher.homepage is"),
        ("https://www.example.org/", "https://www.example.org/%zz", "publisher.homepage is"),
        ("https://www.example.org/", "https://www.example.org/<>", "publisher.homepage is"),
        ("data@example.org", "a@b.se?bcc=c@d.se", "contact.email is"),
        ("data@example.org", "data@example", "an address such as data@example.org"),
        ('sv = "Exempelkommunen (byt ut)", ', "", "publisher.name.sv is missing"),
        (
            '{ sv = "Exempelkommunen (byt ut)", en = "The Example Municipality (replace)" }',
            '"Ale"',
            'publisher.name is "Ale"; it takes { sv',
        ),
        ("Exempelkommunen (byt ut)", " ", 'publisher.name.sv is " "; it takes a text'),
        ("Exempelkommunen (byt ut)", "Ale\\u0007", "without control characters"),
        ("sv = ", "se = ", "publisher.name.se is not known; there are: sv, en"),
        ("updated = 2026-11-29", "updated = 2026-11-29T12:00:00", "updated is"),
        ("updated = 2026-11-29", "", "updated is missing"),
        ("updated = ", "contakt = 1\nupdated = ", "contakt is not known; there are: contact, updated, publisher"),
        ("[contact]", "[kontakt]", "kontakt is not known"),
        ('status = "partial"', 'status = "wholly"', "it takes one of full, partial, none"),
        ('status = "partial"', 'status = "full"', "accessibility.status is full, but issues has some"),
        ('issues = ["En brist.", "En annan brist."]', "", "accessibility.issues has none"),
        (
            'issues = ["En brist.", "En annan brist."]',
            "issues = []",
            "accessibility.issues has none; where status is partial",
        ),
        ('issues = ["En brist.", "En annan brist."]', 'issues = "En brist."', "it takes a list of texts"),
        ("assessed = 2026-11-29", 'assessed = "i går"', 'assessed is "i går"; it takes a day'),
        ('{ name = "En annan myndighet", page', "{ page", "accessibility.supervisor.name is missing"),
        ("+46 31-390 06 00", "031-390 06 00", "contact.telephone is"),
        ('"1440"', '"144"', "municipality.144 is no municipality; it takes one of the 290 codes"),
        ('"1440"', '"1441b"', "municipality.1441b is no municipality"),
        (NUMBER, "19811228-9874", "publisher.organisation_number is a person’s number"),
        (OTHER, NUMBER, "municipality.1440 has the organisation_number of publisher, but describes it otherwise"),
    ],
)
def test_a_fault_says_where_it_is_what_is_wrong_and_what_would_do(
    write: WriteFile, old: str, new: str, said: str
) -> None:
    """One change of a file that is right."""
    found = faults(write(FULL, (old, new)))
    assert any(said in fault for fault in found), found


def test_all_faults_are_told_at_once(write: WriteFile) -> None:
    """Those of values, of keys that are missing and of keys that nobody knows."""
    found = faults(write(PLAIN, (NUMBER, "1"), ("email", "epost"), ('"https://www.example.org/"', "1")))
    assert [fault.split(" ")[0] for fault in found] == [
        "contact.email",
        "contact.epost",
        "publisher.organisation_number",
        "publisher.homepage",
    ]


def test_a_persons_number_is_refused_and_not_repeated(write: WriteFile) -> None:
    """What is told of the file stands in logs. Nobody has this number, of the 32nd day of a 13th month."""
    (found,) = faults(write(PLAIN, (NUMBER, "001332-9802")))
    assert "is a person’s number" in found
    assert "9802" not in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"updated = = 1", "it is no TOML in UTF-8"),
        (b'a = "\xe5"', "it is no TOML in UTF-8"),
        (b"", "updated is missing"),
    ],
)
def test_a_file_that_is_none_is_told_so(tmp_path: Path, content: bytes, said: str) -> None:
    """Broken, in another encoding, or empty."""
    path = tmp_path / "publisher.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        read(path)


def test_a_file_that_notepad_saved_is_read(tmp_path: Path) -> None:
    """With a byte order mark and Windows' line ends."""
    path = tmp_path / "publisher.toml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    assert read(path).agent.kind is PublisherType.LOCAL


def test_the_service_does_not_start_with_a_file_that_is_wrong(var: Path, tmp_path: Path) -> None:
    """Neither the application nor the command, which says it in words."""
    missing = str(tmp_path / "nowhere.toml")
    settings = Settings(var=var, workers=1, own_workers=1, publisher=missing)
    with pytest.raises(SettingsError, match="No such file"), TestClient(create_app(settings)):
        pass
    run = CliRunner().invoke(app, ["serve", "--var", str(var), "--port", "1"], env={"MALGRAF_PUBLISHER": missing})
    assert run.exit_code == 1
    assert f"{missing}: No such file or directory; `malgraf publisher` prints an example" in run.stderr


def test_the_command_prints_the_example_and_checks_a_file(write: WriteFile) -> None:
    """What would be published, on stdout; or all faults, on stderr."""
    run = CliRunner().invoke(app, ["publisher"])
    assert (run.exit_code, run.stdout) == (0, EXAMPLE.read_text(encoding="utf-8"))
    run = CliRunner().invoke(app, ["publisher", str(EXAMPLE)])
    assert (run.exit_code, run.stdout) == (1, "")
    assert "publisher.organisation_number is" in run.stderr
    path = write(FULL)
    run = CliRunner().invoke(app, ["publisher", str(path)])
    assert (run.exit_code, run.stdout.splitlines()) == (0, list(publisher.lines(read(path))))
    assert "plans of Ale kommun (1440): En annan kommun, LocalAuthority, https://www.example.net/" in run.stdout
    assert "is right" not in run.stderr
    assert "still has what the example has" in run.stderr
