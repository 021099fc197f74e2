"""The report made from the workbench: in the background, opened under its own policy."""

from __future__ import annotations

import re

from playwright.sync_api import expect

PATIENCE = 90_000


def test_a_report_is_made_in_the_background_and_opened(visitor, own_site, assert_accessible, assert_fits):
    with own_site() as site:
        page = visitor.visit(site, "/report", viewport={"width": 390, "height": 844})
        assert_fits(page)
        assert_accessible(page)
        page.get_by_label("Networks drawn for intervals").fill("0")
        page.get_by_label("Paths of each scenario").fill("2")
        page.get_by_role("button", name="Make the report").click()
        expect(page).to_have_url(re.compile(r"/jobs/\w+"))
        page.get_by_role("link", name="Open the report").wait_for(timeout=PATIENCE)
        page.get_by_role("link", name="Open the report").click()

        expect(page).to_have_url(re.compile(r"/report/\w+"))
        assert page.locator("#scenarios details.scenario").count() == 1
        expect(page.locator("#chart-map svg path").nth(5)).to_be_attached()
        page.goto(f"{site.url}/report")
        assert page.get_by_role("link", name=re.compile("Report as of 2025-09-01")).count() == 1


def test_what_is_no_report_is_not_found(site):
    assert site.get("/report/0123456789abcdef").status == 404
    assert site.get("/report/..%2f..%2fetc").status == 404
    wrong = site.post("/report", form={"form": "exe"})
    assert wrong.status == 422
