"""The deals: the list of all of them, and each down to its sentences."""

from __future__ import annotations

import re

import pytest

BINDING = "alpha-cloud-beta-labs-supplies-cloud"


def ids(site, query=""):
    return re.findall(r'<td class="wide"><a href="/deals/([^"?]*)', site.get(f"/deals?{query}").text)


def test_the_list_holds_all_deals_those_with_most_money_first(site):
    found = ids(site)

    assert found[0] == BINDING
    assert len(found) == len(set(found)) > 10


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("party=Beta+Labs", lambda found: len(found) >= 3 and BINDING in found),
        ("relation=competes", lambda found: len(found) == 2),
        ("layer=cloud&relation=supplies", lambda found: BINDING in found),
        ("status=in_talks", lambda found: len(found) == 1),
        ("words=over+five+years", lambda found: found == [BINDING]),
        ("words=nothing+says+this", lambda found: found == []),
    ],
)
def test_the_list_is_searched(site, query, expected):
    assert expected(ids(site, query))


def test_a_deal_shows_its_sum_its_life_and_its_quotes(site):
    page = site.get(f"/deals/{BINDING}").text

    assert "USD 50 billion" in page
    assert "USD 10.0 bn a year" in page
    assert (
        "Beta Labs agreed to buy cloud computing worth $50 billion"
        in re.search("<mark>(.*?)</mark>", page)[1]
    )
    assert re.search(r'href="/documents/[0-9a-f]+\?claim=[0-9a-f]+"', page)


def test_a_deal_that_sources_disagree_on_links_to_the_contradiction(site):
    page = site.get("/deals/alpha-cloud-beta-labs-invests").text

    assert 'href="/contradictions/' in page
    assert "12" in page


def test_a_day_and_a_moment_are_kept_in_links(site):
    page = site.get(f"/deals/{BINDING}?as_of=2025-06-30").text

    assert re.search(r'href="/documents/[0-9a-f]+\?as_of=2025-06-30&amp;claim=', page)


def test_a_deal_of_which_nothing_was_said_yet_says_so(site):
    answer = site.get(f"/deals/{BINDING}?as_of=2025-01-01")

    assert answer.status == 200
    assert "nothing had been said of this deal" in answer.text
    assert f"/deals/{BINDING}?as_of=2025-04-20" in answer.text


@pytest.mark.parametrize("path", ["/deals/no-such-deal", "/deals/<b>x</b>"])
def test_an_unknown_deal_is_not_found(site, path):
    answer = site.get(path.replace("<", "%3C").replace(">", "%3E"))

    assert answer.status == 404
    assert "no deal has this id" in answer.text
    assert "<b>x</b>" not in answer.text


@pytest.mark.parametrize("path", ["/deals", f"/deals/{BINDING}"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_fit_and_break_no_rule(visitor, site, assert_accessible, assert_fits, path, width):
    page = visitor.visit(site, path, viewport={"width": width, "height": 844}, color_scheme="dark")

    assert_fits(page)
    assert_accessible(page)


def test_the_list_is_searched_in_place(visitor, site):
    page = visitor.visit(site, "/deals")
    page.get_by_label("Relation").select_option("competes")
    page.wait_for_url("**relation=competes*")
    page.locator("#deals-found", has_text="2 of").wait_for()
    page.locator("#deals-found a").first.click()

    assert "competes with" in page.locator("h1").text_content()
