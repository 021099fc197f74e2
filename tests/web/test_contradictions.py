"""Where sources disagree: both sides, chosen with a reason, and taken back."""

from __future__ import annotations

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


def test_a_contradiction_is_settled_beside_its_sentences_and_taken_back(
    visitor, own_site, assert_accessible, assert_fits
):
    with own_site() as site:
        page = visitor.visit(site, "/contradictions")
        assert_accessible(page)
        page.get_by_role("link", name="Alpha Cloud invests in Beta Labs").click()
        sides = page.locator(".side-of")
        expect(sides).to_have_count(2)
        expect(sides.first).to_contain_text("used")
        expect(sides.nth(1)).to_contain_text("invested $10 billion")
        assert_accessible(page)
        page.get_by_role("radio", name="USD 10 billion (total)").focus()
        page.keyboard.press("Space")
        page.get_by_label("Why", exact=True).fill("The annual report has 10")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Settled. Deals follow at the next reconciliation.")).to_be_visible()
        expect(page.get_by_text("waits for a reconciliation")).to_be_visible()
        expect(page.get_by_role("radio", name="USD 10 billion (total)")).to_be_checked()
        page.set_viewport_size(PHONE)
        assert_fits(page)
        assert_accessible(page)
        page.get_by_label("Why take it back").fill("The report was restated")
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("decided by a rule").first).to_be_visible()
        page.goto(f"{site.url}/contradictions?standing=open")
        expect(page.get_by_text("None is like that.")).to_be_visible()
