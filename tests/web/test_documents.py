"""Documents: found by their words, and read with their claims' quotes marked."""

from __future__ import annotations

import re

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


def test_a_document_is_found_and_its_quotes_lead_to_its_claims(visitor, site, assert_accessible, assert_fits):
    page = visitor.visit(site, "/documents")
    expect(page.get_by_role("status").filter(has_text="7 documents")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Words in title, publisher or name").press_sequentially("invented GAMMA")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.wait_for_url("**words=invented+GAMMA")
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody a").first.click()

    expect(page.locator("h1")).to_have_text("gamma")
    marks = page.locator("mark a")
    assert [mark.text_content() for mark in marks.all()] == [
        "Gamma Chips invested $5 billion in Delta Compute.",
        "Delta Compute agreed to buy chips worth $20 billion from Gamma Chips over four years.",
        "Gamma Chips competes with Delta Silicon.",
    ]
    assert page.locator(".notes li").count() == 3
    assert re.fullmatch(r"/claims/[0-9a-f]{64}", marks.first.get_attribute("href"))
    assert_accessible(page)
    page.get_by_label("Show the quote of claim 2 in the text").click()
    expect(page.locator("mark.emphasised")).to_have_count(1)
    assert page.locator("mark.emphasised").text_content().startswith("Delta Compute agreed")
    page.set_viewport_size(PHONE)
    assert_fits(page)


def test_a_quote_is_shown_without_scripts(visitor, site, assert_fits):
    page = visitor.visit(site, "/documents", viewport=PHONE, java_script_enabled=False)
    page.get_by_label("Words in title, publisher or name").fill("no-such-word")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status").filter(has_text="No document has these words")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("link", name="epsilon", exact=True).click()
    claim = page.locator("mark a").last.get_attribute("href").removeprefix("/claims/")
    page.goto(f"{page.url}?claim={claim}")

    quoted = page.locator("mark.emphasised a:focus").text_content()
    assert quoted == "Gamma Chips supplies chips to Zeta Robotic."
    assert_fits(page)


def test_what_a_hostile_document_says_stays_words(visitor, site):
    page = visitor.visit(site, "/documents?words=hostile")
    page.locator("tbody a").first.click()

    expect(page.locator("#text")).to_contain_text('Kappa Corp <script>alert("x")</script> invested')
    assert page.locator("#text script").count() == 0
    assert page.locator("mark").count() >= 1


def test_the_day_and_the_moment_stay_in_the_addresses(visitor, site):
    page = visitor.visit(site, "/documents?as_of=2025-04-30")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("tbody a").first.click()
    assert page.url.endswith("?as_of=2025-04-30")
    visitor.expect(404)
    page.goto(f"{page.url.partition('?')[0]}?known_by=2020-01-01T00:00:00Z")
    expect(page.locator(".fault")).to_contain_text("document.unknown")
