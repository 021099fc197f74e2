"""The stack: the matrix is the library's, a cell leads to its reasons, a day changes both."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
import sites

import keiretsu as kr
from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.imports import Imported

PHONE = {"width": 390, "height": 844}
CELL = re.compile(r'aria-label="([^"]+)"><span class="sign"')
HOSTILE = '<img src=x onerror=alert("x")> & "Sons"'


def cells(site, query=""):
    return {unescape(found) for found in CELL.findall(site.get(f"/stack{query}").text)}


def expected(workspace, day=None, within=None):
    stack = kr.open(workspace).measure("stack", day)
    return {
        f"{one.party.name} in {one.layer.replace('_', ' ')}: {one.standing}"
        for one in stack.coverages
        if within is None or one.layer in within
    }


def test_the_matrix_says_what_the_library_says_on_each_day(site):
    assert cells(site, "?layers=all") == expected(site.workspace)
    assert cells(site, "?layers=all&as_of=2025-04-30") == expected(site.workspace, date(2025, 4, 30))
    assert cells(site, "?layers=all") != cells(site, "?layers=all&as_of=2025-04-30")


def test_filters_leave_out_the_others(site):
    stack = kr.open(site.workspace).measure("stack")
    kinds = {party.name: party.kind for party in stack.parties}
    clouds = {one for one in expected(site.workspace) if kinds[one.split(" in ")[0]] == "cloud_provider"}

    assert cells(site, "?layers=all&kind=cloud_provider") == clouds
    nothing = site.get("/stack?kind=no_such_kind")
    assert nothing.status == 200
    assert "No party of the stack fits" in nothing.text
    assert "Show all" in nothing.text


def test_before_the_first_deal_nothing_stands_and_nothing_breaks(site):
    page = site.get("/stack?as_of=2001-01-01&party=Q0&over=true")
    assert page.status == 404
    empty = site.get("/stack?as_of=2001-01-01")
    assert empty.status == 200
    assert cells(site, "?as_of=2001-01-01") == expected(site.workspace, date(2001, 1, 1))


def test_the_ranking_is_sorted_by_the_figure_that_the_address_names(site):
    table = kr.open(site.workspace).measure("stack").table()
    for column in ("layers_covered", "rivals_by_layer", "upstreamness"):
        text = site.get(f"/stack?sort={column}").text
        body = text[text.index('id="integration"') :]
        body = body[: body.index("</table>")]
        shown = [unescape(name) for name in re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', body)]
        values = table.set_index("party")
        by = column if column != "rivals_by_layer" else "integration"
        found = values.loc[shown, by].astype(float).fillna(float("-inf")).tolist()
        assert len(shown) > 2
        assert found == sorted(found, reverse=True)


def test_a_cell_leads_by_keyboard_to_the_quotes_and_stays_over_days(visitor, site):
    page = visitor.visit(site, "/stack")
    cell = page.locator("td.standing a").first
    name = cell.get_attribute("aria-label")
    cell.focus()
    page.keyboard.press("Enter")
    page.locator("#chosen-title").wait_for()

    assert page.locator("#chosen-title").text_content() == name
    assert page.evaluate("document.activeElement.id") == "chosen-title"
    assert "party=" in page.url
    assert "layer=" in page.url
    page.locator("#over table").wait_for()
    deal = page.locator("#chosen a[href^='/deals/']").first.get_attribute("href")
    assert site.get(deal).text.count("<blockquote") > 0

    page.locator("#days a", has_text="Q2 2025").click()
    page.wait_for_url("**as_of=2025-06-30**")
    assert "party=" in page.url
    assert page.locator("#days a[aria-current]").first.text_content() == "Q2 2025"
    shown = page.locator("td.standing a").evaluate_all("all => all.map((a) => a.getAttribute('aria-label'))")
    assert set(shown) <= expected(site.workspace, date(2025, 6, 30))


def test_a_layer_shows_who_entered_it_when_also_without_scripts(visitor, site):
    page = visitor.visit(site, "/stack?layer=chips", java_script_enabled=False)
    page.get_by_role("link", name="Who entered it when").click()

    rows = page.locator("#over tbody tr")
    assert rows.count() > 0
    found = {row.locator("th").text_content() for row in rows.all()}
    stack = kr.open(site.workspace).measure("stack")
    assert {one.party.name for one in stack.coverages if one.layer == "chips"} <= found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_stack_fits_and_breaks_no_rule(visitor, site, assert_accessible, assert_fits, scheme):
    page = visitor.visit(site, "/stack", viewport=PHONE, color_scheme=scheme)
    page.locator("td.standing a").first.click()
    page.locator("#over table").wait_for()

    assert_fits(page)
    assert_accessible(page)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Serve an industry of many suppliers, of which the first has a hostile name."""
    place = tmp_path_factory.mktemp("crowded")
    workspace = kr.create(place / "crowded.sqlite", pack="none")
    names = [HOSTILE, *(f"Supplier number {number} of the Northern Provinces" for number in range(2, 46))]
    documents, claims = [], []
    for name in names:
        for layer in ("chips", "cloud"):
            text = f"{name} sells {layer} to Omega for $1 billion a year."
            document = Document(text, name=f"{len(documents)}.txt", published="2025-02-01")
            documents.append(document)
            claims.append(Claim(Evidence.find(document, text), "supplies", name, "Omega", layer=layer))
    workspace.take_in(Imported("made.csv", documents=tuple(documents), claims=tuple(claims)))
    workspace.reconcile()
    with sites.serving(place / "crowded.sqlite", state=place / "state") as running:
        yield running


def test_many_parties_are_paged_and_a_hostile_name_is_never_run(visitor, crowded, assert_fits):
    first, second = cells(crowded), cells(crowded, "?offset=40")
    assert len(first) == 80
    assert first | second == expected(crowded.workspace)
    assert not first & second
    assert HOSTILE in {one.split(" in ")[0] for one in first}

    page = visitor.visit(crowded, "/", viewport=PHONE)
    for path in ("/", "/stack?layer=chips&over=true", "/fragility", "/fragility/blocs"):
        page.goto(f"{crowded.url}{path}")
        assert page.locator("main img").count() == 0
        assert_fits(page)
