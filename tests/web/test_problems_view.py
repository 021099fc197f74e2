"""Open problems, gravest first, and the assumptions that reasons lead to."""

from __future__ import annotations

from html import unescape

import pytest

import keiretsu as kr
from keiretsu.errors import Problem, Severity

PHONE = {"width": 390, "height": 844}
SCRIPT = "<script>alert(1)</script>.txt"


def write_problems(workspace):
    made = [
        Problem("document.empty", Severity.ERROR, SCRIPT, "holds no text", "remove the file"),
        *(
            Problem("document.undated", Severity.NOTE, f"{number}.txt", "has no date", "give one")
            for number in range(70)
        ),
    ]
    with kr.open(workspace).store.writer() as writer:
        writer.problems("read", "files", made)
    return made


def test_problems_are_paged_filtered_and_explained(visitor, own_site, assert_accessible, assert_fits):
    with own_site() as site:
        before = len(kr.open(site.workspace).problems())
        made = write_problems(site.workspace)
        page = visitor.visit(site, "/problems", viewport=PHONE)

        assert page.locator(".problems li").count() == 50
        assert SCRIPT in page.locator(".problems li").first.text_content()
        page.get_by_label("Severity").select_option("error")
        page.get_by_role("button", name="Show").click()
        assert page.locator(".problems li").count() == 1
        assert_fits(page)
        assert_accessible(page)
        page.get_by_role("link", name="document.empty").click()
        assert page.locator("h1").text_content() == "document.empty"
        assert f"{before + len(made)}</td>" in site.get("/").text

        assert "No open problem is of this kind" in site.get("/problems?code=none.such").text
        assert site.get("/problems/none.such").status == 404


def test_each_assumption_stands_where_reasons_lead_to(site):
    text = unescape(site.get("/assumptions").text)
    for assumption in kr.open(site.workspace).network().assumptions:
        assert f'id="{assumption.name}"' in text
        assert f"{assumption.value:g} {assumption.unit}" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_assumptions_fit_and_break_no_rule(visitor, site, assert_accessible, assert_fits, scheme):
    page = visitor.visit(site, "/assumptions#leading_share", viewport=PHONE, color_scheme=scheme)

    assert page.locator("#leading_share").is_visible()
    assert_fits(page)
    assert_accessible(page)
