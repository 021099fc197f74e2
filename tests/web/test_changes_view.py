"""What changed: between two days or two recordings, what it did to the figures, and which change did it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from playwright.sync_api import expect

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
BINDING = "Alpha Cloud supplies Beta Labs (cloud)"


def titles(text):
    listed = text.partition('<section id="what-it-did"')[0]
    return [unescape(each) for each in re.findall(r'<td class="wide"><a href="[^"]*">([^<]*)', listed)]


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")])
@pytest.mark.parametrize("path", ["/changes", "/changes?from=2025-09-01", "/changes/figures?measure=stack"])
def test_the_pages_fit_and_break_no_rule(visitor, site, assert_accessible, assert_fits, path, size, scheme):
    page = visitor.visit(site, path, viewport=size, color_scheme=scheme)
    page.locator("#figures table, #figures .empty").first.wait_for()

    assert_fits(page)
    assert_accessible(page)


def test_the_list_holds_what_the_interface_lists_those_of_most_money_first(site):
    listed = site.get("/api/v1/changes?from=2025-03-01&limit=500").json()["items"]
    moved = {each["title"]: abs((each["after"] or 0) - (each["before"] or 0)) for each in listed}
    found = titles(site.get("/changes?from=2025-03-01").text)

    assert sorted(found) == sorted(moved)
    assert [moved[title] for title in found] == sorted(moved.values(), reverse=True)
    assert found[0] == BINDING


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("words=beta+labs", lambda found: BINDING in found and all("Beta Labs" in each for each in found)),
        ("kind=ended", lambda found: found == []),
        ("kind=began", lambda found: BINDING in found),
    ],
)
def test_the_list_is_searched(site, query, expected):
    assert expected(titles(site.get(f"/changes?from=2025-03-01&{query}").text))


def test_what_was_learnt_since_a_recording_is_shown_on_one_day(site):
    page = site.get("/changes?from_known_by=2020-01-01").text

    assert "from what was recorded by" in page
    assert BINDING in titles(page)


@pytest.mark.parametrize(
    "query", ["from=2025-02-30", "from=2031-01-01", "from_known_by=noon", "measure=luck"]
)
def test_what_cant_be_compared_is_told(site, query):
    assert site.get(f"/changes?{query}").status in (400, 404)


def test_the_way_from_the_overview_to_the_change_that_did_it(visitor, own_site, assert_accessible):
    with own_site() as site:
        page = visitor.visit(site, "/")
        page.get_by_role("link", name="What changed between two days or recordings").click()
        page.get_by_label("From").fill("2025-03-01")
        page.get_by_role("button", name="Compare").press("Enter")
        page.wait_for_url("**/changes?*from=2025-03-01*")
        page.get_by_role("link", name="Which did it to circulating money of the network").press("Enter")
        expect(page.locator("h1")).to_have_text("What changed circulating money")
        kept = page.url

        page.get_by_role("button", name="Work out which changes did it").press("Enter")
        page.wait_for_url("**/jobs/*")
        page.get_by_role("link", name="Show which changes did it").press("Enter")
        page.locator("[data-chart] svg").first.wait_for()

        told = site.get(
            "/api/v1/measures/circularity/changes?from=2025-03-01&figure=circulating%20money&limit=500"
        ).json()
        did = [each["title"] for each in told["items"] if each["contribution"]]
        assert did
        assert page.locator("td.wide").all_text_contents() == did
        assert_accessible(page)
        page.goto(kept)
        assert page.locator("td.wide").all_text_contents() == did
