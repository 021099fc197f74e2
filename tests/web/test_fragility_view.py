"""Fragility: losses, rankings and blocs are the library's, and each leads down to its deals."""

from __future__ import annotations

import re
from html import unescape

import pytest

import keiretsu as kr
from keiretsu.report.money import in_all, percent

PHONE = {"width": 390, "height": 844}
ROW = re.compile(
    r'<span class="name" role="rowheader">([^<]+)</span>\s*'
    r'<span class="amount" role="cell"><span[^>]*>([^<]+)<'
)


@pytest.fixture(scope="module")
def workspace(site):
    return kr.open(site.workspace)


@pytest.fixture(scope="module")
def contagion(workspace):
    return workspace.measure("contagion")


def ranked(site, query=""):
    text = site.get(f"/fragility{query}").text
    table = text[text.index('class="figures ranks"') :].split("</table>")[0]
    rows = []
    for row in table.split("<tr")[2:]:
        name = unescape(re.search(r'<th scope="row"><a [^>]*>([^<]+)</a>', row).group(1))
        rows.append((name, [unescape(one).strip() for one in re.findall(r'<td class="number">([^<]+)', row)]))
    return rows


def test_the_costliest_failure_comes_first_with_the_losses_of_each_holder(site, contagion):
    first = contagion.parties[0]
    lost = contagion.if_fails(first.party.id)
    text = site.get("/fragility").text

    assert f"Who loses what if {first.party.name} fails" in text
    expected = [(one.holder.name, str(in_all(one.total, "USD"))) for one in lost.holders if one.total > 0]
    assert [tuple(map(unescape, row)) for row in ROW.findall(text)] == expected[:15]
    assert len(expected) > 0


def test_each_measure_ranks_as_the_library_does(site, workspace, contagion):
    losses = {one.party.name: one.rescue.avoided for one in contagion.parties}
    critical = workspace.measure("dependence").critical
    by_loss, by_esri = ranked(site), ranked(site, "?sort=esri")

    values = [losses.get(name, 0.0) for name, _ in by_loss]
    assert values == sorted(values, reverse=True)
    assert by_loss[0][1][0] == str(in_all(values[0], "USD"))
    assert by_esri[0][0] == critical.network.parties[critical.places[0]].name
    assert by_esri[0][1][4] == percent(float(critical.risk.index[critical.places[0]]))


def test_what_no_source_gives_is_unknown_and_not_nothing(site, contagion):
    unknown = [one.party.name for one in contagion.parties if one.unknown and not one.rescue.avoided]
    shown = dict(ranked(site))
    assert all(shown[name][0] == "unknown" for name in unknown if name in shown)
    needless = [one.party.name for one in contagion.parties if one.rescue.ratio is None]
    assert needless
    assert all(shown[name][3] == "none needed" for name in needless if name in shown)


def test_a_party_that_is_not_there_on_the_day_is_told_so(site, contagion):
    party = contagion.parties[0].party.id
    early = site.get(f"/fragility?party={party}&as_of=2001-01-01")
    assert early.status == 200
    assert "so no loss can be measured" in early.text
    elsewhere = site.get("/fragility?party=nobody-of-this-name")
    assert "t in the network as of" in elsewhere.text
    assert site.get("/fragility?sort=no_such_measure").status == 200
    assert site.get("/fragility/blocs?most=9").status == 400


def test_the_blocs_are_the_library_s_with_their_proof(site, workspace):
    found, text = workspace.measure("blocs"), unescape(site.get("/fragility/blocs").text)
    for partition in found.partitions:
        assert partition.title() in text
        assert partition.frustration.proved
    assert "proved: no other blocs have fewer" in text
    third = unescape(site.get("/fragility/blocs?most=3").text)
    assert [tie.title() in third for tie in found.into(3).frustrated] == [True] * len(
        found.into(3).frustrated
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_choosing_a_party_by_keyboard_leads_to_its_losses_and_all_arrives(
    visitor, site, contagion, assert_accessible, assert_fits, width, scheme
):
    second = contagion.parties[1].party
    page = visitor.visit(site, "/fragility", viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.get_by_label("If this party fails").select_option(second.id)
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**party={second.id}**")
    assert page.locator("#losses-title").text_content() == f"Who loses what if {second.name} fails"

    page.locator("#rankings .spread").first.wait_for()
    assert "of draws" in page.locator("#loss-spread").text_content().replace("\N{NO-BREAK SPACE}", " ")
    page.locator("#blocs").scroll_into_view_if_needed()
    page.locator("#blocs .partitions").wait_for()
    why = page.locator("#losses .row .why summary").first
    why.focus()
    page.keyboard.press("Enter")
    assert page.locator("#losses .row .why[open]").count() == 1
    page.locator("#losses .row details").evaluate_all("all => all.forEach((each) => { each.open = true })")
    deal = page.locator("#losses .row a[href^='/deals/']").first.get_attribute("href")
    assert site.get(deal).text.count("<blockquote") > 0
    assert_fits(page)
    assert_accessible(page)
