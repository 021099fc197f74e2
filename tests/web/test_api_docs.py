"""The documentation of the REST API draws itself, and asks nobody else for anything."""

from __future__ import annotations


def test_the_documentation_is_drawn_and_requests_can_be_tried(visitor, site, assert_fits):
    page = visitor.visit(site, "/api/docs")

    page.locator(".opblock-tag-section").first.wait_for()
    assert "REST API of keiretsu" in page.locator(".info").inner_text()
    assert page.locator("h3.opblock-tag").count() == len(tags_in_use(site))
    assert_fits(page)

    page.locator("#operations-tag-deals .expand-operation").click()
    page.locator("#operations-deals-list_deals .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    answer = page.locator("#operations-deals-list_deals .live-responses-table .response-col_status").first
    answer.wait_for()
    assert "200" in page.locator("#operations-deals-list_deals .live-responses-table").inner_text()

    page.locator("#operations-tag-jobs .expand-operation").click()


def tags_in_use(site) -> set[str]:
    described = site.get("/api/v1/openapi.json").json()
    return {
        tag
        for operations in described["paths"].values()
        for operation in operations.values()
        for tag in operation["tags"]
    }
