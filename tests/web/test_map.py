"""The map: its slider, its lines down to their sentences, and a table that says the same."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

PHONE = {"width": 390, "height": 844}
READY = "#map-picture[data-ready]"


def lines_of(site, path):
    """Return the lines that a browser gets, and the page's table and counts."""
    page = site.get(path).text
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)[1])
    return data, page


def counts(page):
    return " ".join(page.locator("#map-counts").text_content().split())


def point_at(page, key):
    """Move the mouse to the middle of a line, where a map that is 1280 wide draws it."""
    picture = page.locator("#map-picture")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    data = json.loads(picture.locator("script").text_content())
    side, top, bottom = 52, 22, 34  # as map_scene.js fits the map into its place
    wide, high = box["width"] - 2 * side, box["height"] - top - bottom
    scale = min(wide / data["frame"]["width"], high / data["frame"]["height"])
    link = next(one for one in data["links"] if one["id"] == key)
    nodes = {node["id"]: (node["x"], node["y"]) for node in data["nodes"]}
    (x1, y1), (x2, y2) = nodes[link["source"]], nodes[link["target"]]
    bent = link["curve"] / 2
    x, y = (x1 + x2) / 2 - (y1 - y2) * bent, (y1 + y2) / 2 - (x2 - x1) * bent
    left = box["x"] + (box["width"] - data["frame"]["width"] * scale) / 2
    upper = box["y"] + top + (high - data["frame"]["height"] * scale) / 2
    page.mouse.move(left + x * scale, upper + y * scale)


def test_a_click_on_a_line_leads_to_its_sentence_in_the_document(visitor, site):
    page = visitor.visit(site, "/map")
    page.wait_for_selector(READY)
    point_at(page, "x-beta-labs~x-alpha-cloud~purchase")
    page.locator(".map-tip", has_text="Beta Labs pays Alpha Cloud").wait_for()
    page.mouse.down()
    page.mouse.up()
    panel = page.locator("#map-panel")
    panel.get_by_role("heading", name="Beta Labs pays Alpha Cloud").wait_for()

    assert "worth $50 billion" in panel.locator("mark").first.text_content()
    assert parse_qs(urlsplit(page.url).query)["line"] == ["x-beta-labs~x-alpha-cloud~purchase"]
    page.reload()
    panel.get_by_role("heading", name="Beta Labs pays Alpha Cloud").wait_for()
    panel.locator(".in-document").first.click()
    page.wait_for_url("**/documents/**")
    assert "worth $50 billion" in page.locator("mark").first.text_content()


def test_the_slider_moves_by_keyboard_and_the_address_comes_back_the_same(visitor, site):
    page = visitor.visit(site, "/map")
    page.wait_for_selector(READY)
    newest = counts(page)
    slider = page.get_by_role("slider", name="Day")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2025-03-31")
    page.locator("#map-twin").get_by_text("Beta Labs").first.wait_for()

    assert slider.get_attribute("aria-valuetext") == "2025-03-31"
    assert counts(page) != newest
    assert page.locator("#map-as-of").input_value() == "2025-03-31"
    assert page.locator("nav.views a", has_text="Stack").get_attribute("href") == "/stack?as_of=2025-03-31"
    then = counts(page)
    page.reload()
    page.wait_for_selector(READY)
    assert (counts(page), slider.get_attribute("aria-valuetext")) == (then, "2025-03-31")
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_url(lambda url: "as_of" not in url)
    assert counts(page) == newest


def test_the_keyboard_selects_by_the_table_and_moves_the_map(visitor, site):
    page = visitor.visit(site, "/map")
    page.wait_for_selector(READY)
    page.locator("[data-line='x-alpha-cloud~x-beta-labs~capital']").focus()
    page.keyboard.press("Enter")
    page.locator("#map-panel h2", has_text="Alpha Cloud pays Beta Labs").wait_for()
    assert page.evaluate("document.activeElement.id") == "map-panel"

    picture = page.locator("#map-picture")
    picture.focus()
    for key in ("+", "ArrowLeft", "ArrowDown", "-"):
        page.keyboard.press(key)
    assert picture.get_attribute("data-zoomed") == "yes"
    page.get_by_role("button", name="Fit").click()
    assert picture.get_attribute("data-zoomed") == ""


def test_filters_by_hand_come_back_by_their_address(visitor, site):
    page = visitor.visit(site, "/map")
    page.locator(".pick", has_text="Relations").locator("summary").click()
    page.get_by_label("competes").check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/map?relation=competes*")

    assert "at_least" not in page.url
    assert page.locator("#map-twin tbody").first.locator("tr").count() == 2
    assert page.locator(".pick", has_text="Relations").locator(".pick-of").text_content() == "competes"
    assert page.locator(".pick input:checked").count() == 1


@pytest.mark.parametrize(
    "query",
    ["", "relation=invests", "layer=chips&layer=cloud", "status=in_talks", "party=Gamma+Chips&steps=2"],
)
def test_the_table_says_what_the_picture_shows(site, query):
    data, page = lines_of(site, f"/map?{query}")
    rows = re.findall(r'<tr><td>.*?data-line="([^"]*)"', page, re.DOTALL)

    assert rows == [link["id"] for link in data["links"]]
    assert rows
    assert f"<strong>{len(rows)}</strong> line{'' if len(rows) == 1 else 's'}" in page
    assert f"<strong>{len(data['nodes'])}</strong> parties" in page


def test_talks_and_estimates_look_different_and_the_legend_says_so(site):
    data, page = lines_of(site, "/map")
    talks = [link for link in data["links"] if not link["confirmed"]]
    estimated = [link for link in data["links"] if link["estimated"]]

    assert [link["lines"][0] for link in talks] == ["not agreed"] * len(talks)
    assert talks
    assert all("estimated, stated by no source" in link["lines"] for link in estimated)
    assert estimated
    assert "dashed: not agreed" in page
    assert "dotted: sum estimated" in page
    left_out, _ = lines_of(site, "/map?estimated=no")
    assert [link for link in left_out["links"] if link["estimated"]] == []


def test_the_data_of_a_day_is_sent_once(site):
    first = site.get("/map/data?as_of=2025-05-31&layer=chips")
    again = site.get(
        "/map/data?as_of=2025-05-31&layer=chips", headers={"If-None-Match": first.headers["etag"]}
    )
    other = site.get("/map/data?as_of=2025-03-31", headers={"If-None-Match": first.headers["etag"]})

    assert first.json()["day"] == "2025-05-31"
    assert {"map-counts", "map-twin", "map-panel"} == set(first.json()["parts"])
    assert (again.status, again.body) == (304, b"")
    assert other.status == 200


def test_names_and_sentences_stay_text(site):
    _, page = lines_of(site, "/map")
    parts = site.get("/map/data?line=x-kappa~x-lambda-sons~capital").json()["parts"]

    assert "Lambda &amp; Sons" in page
    assert "&lt;script&gt;" in parts["map-panel"]
    assert '<script>alert("x")' not in page + "".join(parts.values())


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("at_least=many", 400, "Write a number"),
        ("party=Nobody+At+All", 404, "no party of this name"),
        ("steps=9", 422, "steps"),
        ("layer=space", 200, "No line of .* is like that"),
        ("at_least=900+tn", 200, "No line of .* is like that"),
        ("line=x~y~z", 200, "on the map of .* with these filters"),
        ("as_of=1999-01-01", 200, "No deal of 1999-01-01 is between two parties"),
    ],
)
def test_what_finds_nothing_says_so(site, query, status, says):
    answer = site.get(f"/map?{query}")

    assert answer.status == status
    assert re.search(says, answer.text)


def test_what_was_known_before_anything_was_recorded(site):
    answer = site.get("/map?known_by=2001-01-01")

    assert "there is nothing to draw" in answer.text
    assert 'value="2001-01-01" selected' in answer.text


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/map?mark=x-alpha-cloud", {}),
        ("/map?line=x-beta-labs~x-alpha-cloud~purchase", {"viewport": PHONE, "color_scheme": "dark"}),
        ("/map?layer=space", {"viewport": PHONE}),
    ],
    ids=["1280", "390-dark", "empty"],
)
def test_the_map_fits_and_breaks_no_rule(visitor, site, assert_accessible, assert_fits, path, options):
    page = visitor.visit(site, path, **options)
    page.wait_for_selector(READY)

    assert_fits(page)
    assert_accessible(page)


def test_the_map_is_read_without_scripts(visitor, site):
    page = visitor.visit(site, "/map?line=x-beta-labs~x-alpha-cloud~purchase", java_script_enabled=False)
    page.locator("#map-as-of").fill("2025-04-30")
    page.get_by_role("button", name="Go").click()

    page.wait_for_url("**as_of=2025-04-30**")
    page.locator("#map-twin tbody tr").first.wait_for()
    assert not page.locator("#map-picture").is_visible()
