"""The network: a picture to explore, and beside it the list that says the same; by mouse, by keyboard, and without."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from graph.release import Release
from service.languages import PREFIXES

HTML = {"Accept": "text/html"}
KOPING = "plan:3"


def network(page: Page, address: str, thing: str = "") -> Page:
    """The page with its picture."""
    page.goto(f"{address}/network{thing}")
    expect(page.locator("[data-ready]")).to_be_attached()
    return page


def chosen(page: Page) -> str:
    return page.locator("[data-network]").get_attribute("data-chosen") or ""


def selected(page: Page) -> list[str]:
    """What is chosen in the list."""
    return [option.get_attribute("data-key") or "" for option in page.get_by_role("option", selected=True).all()]


def test_who_types_and_presses_enter_chooses_the_first_found(page: Page, address: str) -> None:
    network(page, address)
    box = page.get_by_label("Sök i nätverket")
    box.press_sequentially("köping")
    expect(page.get_by_role("option").first).to_contain_text("Köpings kommun: Kommunens mål 2020-2027")
    box.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Köpings kommun: Kommunens mål 2020-2027")
    assert chosen(page) == KOPING
    assert selected(page) == [KOPING]
    assert page.url.endswith("#plan/koping/kommunens-mal-2020-2027")
    page.get_by_role("link", name="Öppna sidan").click()
    expect(page).to_have_url(f"{address}/plan/koping/kommunens-mal-2020-2027")


def test_the_list_is_walked_with_arrow_keys_and_the_picture_names_what_is_pointed_at(page: Page, address: str) -> None:
    network(page, address)
    box = page.get_by_label("Sök i nätverket")
    box.fill("11.")
    box.press("ArrowDown")
    box.press("ArrowDown")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(page.get_by_role("tooltip")).to_be_visible()
    key = active.get_attribute("data-key")
    box.press("Enter")
    expect(page.locator("[data-network]")).to_have_attribute("data-chosen", key or "")
    box.press("Escape")
    box.press("Escape")
    expect(page.locator("[data-network]")).to_have_attribute("data-chosen", "")
    expect(page.get_by_role("heading", name="Välj något")).to_be_visible()


def test_a_plan_in_the_middle_of_the_picture_is_chosen_with_the_mouse_and_by_keyboard(page: Page, address: str) -> None:
    network(page, address)
    raw = json.loads(page.request.get(f"{address}/network.json").text())
    stage = page.get_by_role("application")
    box = stage.bounding_box()
    assert box
    place = {axis: raw["plans"][axis][3] / raw["side"] * box["width"] for axis in ("x", "y")}
    stage.click(position=place)  # type: ignore[arg-type] # x and y, as it wants them
    expect(page.locator("[data-network]")).to_have_attribute("data-chosen", KOPING)
    assert selected(page) == [KOPING]
    stage.press("Escape")
    expect(page.locator("[data-network]")).to_have_attribute("data-chosen", "")
    stage.press("Shift+ArrowUp")
    expect(page.get_by_role("tooltip")).to_be_visible()
    stage.press("Enter")
    expect(page.locator("[data-network]")).not_to_have_attribute("data-chosen", "")
    assert selected(page) == [chosen(page)]


def test_tab_goes_from_the_box_over_the_picture_to_the_panel(page: Page, address: str) -> None:
    network(page, address, "#sdg/11.3")
    page.get_by_label("Sök i nätverket").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("application")).to_be_focused()
    for name in ("Närmare", "Längre bort", "Hela bilden", "Öppna sidan"):
        page.keyboard.press("Tab")
        assert name in page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")


def test_the_panel_says_what_the_links_of_the_target_say(page: Page, address: str, client: TestClient) -> None:
    network(page, address, "#sdg/11.3")
    told = client.get("/api/v1/sdg/11.3").json()["supportedBy"]
    goals = page.locator(".net-panel ul").first
    expect(goals.get_by_role("listitem")).to_have_count(len({goal["id"] for goal in told}))
    for goal in told:
        expect(goals.get_by_role("button", name=goal["statement"])).to_be_visible()
    expect(page.locator("[data-live]")).to_contain_text(f"Mål och områden: {len(told)}")
    goals.get_by_role("button").first.click()
    expect(page.locator(".net-panel .kicker").first).to_contain_text("Mål")
    expect(page.get_by_role("heading", name="Stöder i Agenda 2030")).to_be_visible()


def test_the_picture_comes_closer_and_goes_back(page: Page, address: str) -> None:
    network(page, address)
    stage = page.get_by_role("application")
    shots = [stage.screenshot()]
    for key in ("+", "ArrowLeft", "0"):
        stage.press(key)
        page.wait_for_timeout(300)
        shots.append(stage.screenshot())
    assert len(set(shots[:3])) == 3
    page.get_by_role("button", name="Närmare").click()
    page.get_by_role("button", name="Hela bilden").click()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_without_a_script_the_list_has_every_cluster_plan_and_target(
    browser: Browser, address: str, client: TestClient, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    start = PREFIXES["en"] if language == "en" else ""
    page.goto(f"{address}{start}/network")
    for kind in ("clusters", "plans", "sdg"):
        for thing in client.get(f"/api/v1/{kind}").json()["items"]:
            targets = [target["id"] for target in thing.get("targets", [])]
            for iri in (thing["id"], *targets):
                local = iri.replace("https://w3id.org/malgraf/id", "").replace("http://metadata.un.org", "")
                assert page.locator(f"main a[href='{start}{local}']").count(), local
    expect(page.get_by_role("img", name="2030")).to_be_visible()
    expect(page.locator("#network-find")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_columns_are_the_release_and_a_part_is_asked_for_with_its_name(
    client: TestClient, shipped: Release
) -> None:
    whole = client.get("/network.json")
    assert whole.headers["etag"]
    assert client.get("/network.json", headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    found = whole.json()
    assert len(found["plans"]["id"]) == shipped.count("plans")
    assert len(found["goals"]["x"]) == found["count"] == len(found["known"])
    for query in ("plan=ale/strategisk-plan", "sdg=11.3", "cluster=goals/1"):
        part = client.get(f"/network.json?{query}").json()
        assert 0 < part["count"] == len(part["known"]) < found["count"]
        assert all(goal in found["known"] for goal in part["known"])
    for query, status in (("plan=ale/x", 404), ("sdg=99", 404), ("cluster=goals/99", 404), ("cluster=x", 400)):
        assert client.get(f"/network.json?{query}").status_code == status


def test_labels_are_in_the_language_of_the_page(client: TestClient) -> None:
    swedish, english = (client.get(f"{start}/network.json").json() for start in ("", "/en"))
    assert swedish["plans"]["x"] == english["plans"]["x"]
    assert swedish["sdg"]["label"][0] == "Ingen fattigdom"
    assert english["sdg"]["label"][0] != swedish["sdg"]["label"][0]


@pytest.mark.parametrize("start", ["", "/en"])
def test_a_cluster_and_a_pair_have_pages_with_their_members(client: TestClient, start: str) -> None:
    for cluster in client.get("/api/v1/clusters").json()["items"]:
        path = cluster["id"].replace("https://w3id.org/malgraf/id", "")
        text = client.get(start + path, headers=HTML).text
        for member in client.get(f"/api/v1/clusters{path.removeprefix('/cluster')}?limit=200").json()["items"]:
            assert f'href="{start}{member["id"].replace("https://w3id.org/malgraf/id", "")}"' in text
        assert client.get(f"{path}?page=2", headers=HTML).status_code == 404
    pair = client.get("/api/v1/pairs").json()["items"][0]
    text = client.get(start + pair["id"].replace("https://w3id.org/malgraf/id", ""), headers=HTML).text
    assert f'href="{start}/sdg/{pair["first"]["notation"]}"' in text
    assert text.count('class="own"') == pair["goalCount"]
