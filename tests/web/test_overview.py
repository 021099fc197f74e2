"""The overview: what is there, what is new, what needs a decision, and what to do first."""

from __future__ import annotations

from html import unescape

import pytest
from starlette.testclient import TestClient

import keiretsu as kr
from keiretsu.report import summary
from keiretsu.report.spreads import Spreads
from keiretsu.server.app import create
from keiretsu.service.settings import Settings

WIDTHS = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}


@pytest.mark.parametrize(("width", "scheme"), [("1280", "light"), ("390", "dark")])
def test_the_overview_fits_and_breaks_no_rule(visitor, site, assert_accessible, assert_fits, width, scheme):
    page = visitor.visit(site, "/", viewport=WIDTHS[width], color_scheme=scheme)
    page.locator("#findings .spread").first.wait_for()
    page.locator("#proposals").wait_for()

    assert page.locator("h1").text_content() == "An invented industry"
    assert_fits(page)
    assert_accessible(page)


def test_the_findings_are_the_report_s_with_intervals(site):
    contents = kr.open(site.workspace).contents(samples=200)
    text = unescape(site.get("/findings?intervals=true").text)
    found, drawn = summary.findings(contents), Spreads.of(contents.intervals)

    assert len(found) > 3
    for finding in found:
        assert finding.text in text
        if finding.figure:
            assert drawn.get(*finding.figure).words[1:] in text


def test_counts_and_numbers_lead_to_their_pages(site):
    workspace = kr.open(site.workspace)
    counts, text = workspace.store.view().counts(), site.get("/").text

    for number, name, path in (
        (counts.documents, "documents", "/documents"),
        (counts.claims, "claims", "/claims"),
        (counts.deals, "deals", "/map"),
        (counts.parties, "parties", "/parties"),
    ):
        assert f'<a href="{path}"><strong>{number}</strong> {name}</a>' in text
    for path in ("/claims?judged=undecided", "/contradictions", "/parties?view=proposals", "/problems"):
        assert f'href="{path}"' in text
    proposed = len(workspace.propose_merges())
    assert f'<span id="proposals">{proposed}</span>' in site.get("/overview/proposals").text


def test_an_earlier_moment_is_one_link_away(visitor, site):
    page = visitor.visit(site, "/")
    page.locator("[aria-label='Recordings as a table'] a").nth(1).click()
    page.wait_for_url("**known_by=**")

    assert page.locator("a", has_text="Show the newest").is_visible()
    assert page.locator(".counts").text_content() != ""
    assert "0" in page.locator(".counts a", has_text="deals").text_content()


def test_a_workspace_says_what_to_do_next_until_there_are_deals(tmp_path):
    place = tmp_path / "new.sqlite"
    workspace = kr.create(place, pack="none")
    article = tmp_path / "a.txt"
    article.write_text("Alpha Corp invested $2 billion in Beta Inc.", encoding="utf-8")
    headers = {"Authorization": "Bearer t"}
    app = create(Settings(str(place), tmp_path / "state", token="t"))
    with TestClient(app, "http://127.0.0.1", headers=headers) as visitor:
        views = ("/stack", "/fragility", "/fragility/blocs", "/problems", "/assumptions", "/findings")
        assert {path: visitor.get(path).status_code for path in views} == dict.fromkeys(views, 200)
        assert 'href="/documents/add">Add documents' in visitor.get("/").text
        workspace.read([article], published="2025-03-01")
        assert "Next: extract claims" in visitor.get("/").text
        workspace.extract(workers=1, executor="serial")
        assert '<form method="post" action="/reconcile"' in visitor.get("/").text
        workspace.reconcile()
        done = visitor.get("/").text
    assert "Next:" not in done
    assert "Alpha invests in Beta" in done
