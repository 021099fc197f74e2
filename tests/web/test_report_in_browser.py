"""The report in a real browser, from a file, without a network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SECTIONS = [
    *("summary", "map", "contradictions", "loops", "money", "dependence", "concentration"),
    *("fragility", "stack", "alliances", "scenarios"),
    *("deals", "read", "problems", "assumptions"),
]
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_opens_complete_and_fits(open_page, report_path, viewport, scheme):
    page = open_page(report_path, viewport=viewport, color_scheme=scheme)

    assert [section.get_attribute("id") for section in page.locator("main section").all()] == SECTIONS
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["1280", "390"])
def test_the_pictures_are_drawn(open_page, report_path, viewport):
    page = open_page(report_path, viewport=viewport)
    page.wait_for_selector("#chart-flows svg path")

    assert page.locator("#chart-map svg path").count() > 20
    assert "Alpha" in page.locator("#chart-map svg").text_content()
    assert page.locator("#chart-flows svg").bounding_box()["height"] > 100


def test_each_kind_of_line_can_be_hidden(open_page, report_path):
    page = open_page(report_path, viewport=DESK)
    page.wait_for_selector("#chart-map svg path")
    all_lines = page.locator("#chart-map svg path").count()
    page.get_by_label(re.compile("capital, investor")).uncheck()

    assert page.locator("#chart-map svg path").count() < all_lines


def test_the_keyboard_opens_a_loop_down_to_a_quote(open_page, report_path):
    page = open_page(report_path, viewport=DESK)
    quote = page.locator("#loop-1 blockquote").first
    page.locator("#loop-1 summary").first.focus()
    assert not quote.is_visible()
    for _ in range(3):
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

    assert quote.is_visible()


def test_tab_reaches_the_navigation_first(open_page, report_path):
    page = open_page(report_path, viewport=DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('nav') !== null")


def test_a_link_from_the_map_unfolds_the_deal(open_page, report_path):
    page = open_page(report_path, viewport=DESK)
    page.locator("#map .twin > summary").click()
    page.locator("#map .twin a", has_text="Beta supplies Delta").click()

    assert page.locator("#deal-beta-delta-supplies-cloud blockquote").is_visible()


def test_a_line_of_the_map_leads_to_its_deal(open_page, report_path):
    page = open_page(report_path, viewport=DESK)
    page.wait_for_selector("#chart-map svg path")
    chart = page.locator("#chart-map")
    for share in range(10, 90):
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        chart.click(position={"x": box["width"] * share / 100, "y": box["height"] / 2})
        if page.evaluate("location.hash").startswith("#deal-"):
            break

    assert page.locator("details.deal[open]").count() == 1


def test_the_report_is_read_by_a_browser_without_scripts(open_page, report_path):
    page = open_page(report_path, viewport=DESK, java_script_enabled=False)

    assert page.locator("noscript svg").is_visible()
    assert not page.locator("#chart-map").is_visible()
    page.locator("#deals .deal summary").first.click()
    assert page.locator("#deals .deal blockquote").first.is_visible()


def test_the_sentences_are_on_paper(open_page, report_path):
    page = open_page(report_path, viewport=DESK, color_scheme="dark")
    page.emulate_media(media="print")

    assert page.locator("#deals .deal blockquote").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core isn't installed; type: npm ci --prefix frontend")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(open_page, report_path, scheme):
    page = open_page(report_path, viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")

    assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found["violations"]] == []


def test_a_reason_of_a_loss_leads_to_the_sentences_of_its_deal(open_page, report_path):
    page = open_page(report_path, viewport=PHONE)
    loss = page.locator("#fragility .rows").nth(1).locator(".row").first
    loss.locator("details").evaluate_all("folded => folded.forEach((each) => { each.open = true })")
    loss.locator("a[href^='#deal-']").first.click()

    assert page.locator("details.deal[open] blockquote").first.is_visible()


def test_estimated_sums_have_their_own_line_in_the_legend_of_the_map(open_page, report_path):
    page = open_page(report_path, viewport=DESK)

    assert page.locator("#map .legend", has_text="estimated sum").is_visible()
