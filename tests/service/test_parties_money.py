"""Whose money a party's revenue is: shares with bounds that hold, and what can go round."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites

import keiretsu as kr
from keiretsu.measures.charts import Link, Links
from keiretsu.network import OutsideSource
from keiretsu.parties import Party
from keiretsu.service import money
from keiretsu.service.asked import Asked
from keiretsu.service.money_bounds import OWN, bounds_of, drawn
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site

NOW = Asked()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    place = tmp_path_factory.mktemp("money")
    return Site(Settings(sites.write_workspace(place), place / "state"))


def test_shares_of_a_revenue_are_the_library_s(site: Site) -> None:
    found = money.traced(site, NOW)
    row = found.table().set_index("party").loc["Gamma Chips"]
    shown = money.revenue_of(found, found.of("Gamma Chips").party)
    assert shown is not None
    assert sum(part.length for part in shown.bar) == pytest.approx(100, abs=0.1)
    assert shown.self_funded is not None
    assert shown.self_funded.start == pytest.approx(100 * row.self_funded_lower, abs=0.001)
    assert shown.self_funded.mark == pytest.approx(100 * row.self_funded_proportional, abs=0.001)
    assert money.revenue_of(found, Party("Nobody")) is None


def test_the_bounds_of_sources_hold_and_their_shares_add_up(site: Site) -> None:
    found = money.traced(site, NOW)
    for each in money.sellers(found):
        bounds = bounds_of(site, NOW, each.party)
        for one in (*bounds.by_source, *bounds.by_investor):
            assert 0 <= one.least <= one.in_proportion <= one.most <= 1
        assert sum(one.least for one in bounds.by_source) <= 1 + 1e-9
        assert sum(one.most for one in bounds.by_source) >= sum(one.in_proportion for one in bounds.by_source)
        assert sum(one.in_proportion for one in bounds.by_source) == pytest.approx(1)


def test_without_own_money_the_shares_are_those_by_ultimate_source(site: Site) -> None:
    found = money.traced(site, NOW)
    delta = found.of("Delta Compute")
    shown = {one.name: one.in_proportion for one in bounds_of(site, NOW, delta.party).by_source}
    assert OWN not in shown
    assert shown == pytest.approx({name: share for name, share in delta.ultimate.items() if share > 0})


def test_money_that_has_one_way_leaves_no_range(site: Site) -> None:
    """Beta pays all that it has to Alpha: its 6 a year from Alpha must come back, the rest its customers'."""
    found = money.traced(site, NOW)
    alpha = found.of("Alpha Cloud")
    shown = {one.name: one for one in bounds_of(site, NOW, alpha.party).by_source}
    assert shown[OWN].least * alpha.revenue == pytest.approx(shown[OWN].most * alpha.revenue)
    assert shown[OWN].least * alpha.revenue == pytest.approx(alpha.self_funded.invested)
    customers = shown[str(OutsideSource.END_CUSTOMERS)]
    assert customers.least == pytest.approx(customers.most)


def test_investors_are_bounded_as_the_library_does(site: Site) -> None:
    found = money.traced(site, NOW)
    table = found.by_investor("Gamma Chips").set_index("investor")
    shown = bounds_of(site, NOW, found.of("Gamma Chips").party).by_investor
    assert {one.name for one in shown} == set(table.index)
    assert all(one.most == pytest.approx(table.upper_share[one.name]) for one in shown)


def test_draws_are_those_of_the_measure(site: Site) -> None:
    party = money.traced(site, NOW).of("Alpha Cloud").party
    intervals = site.intervals("provenance", NOW)
    shown = drawn(site, NOW, party)
    assert {each.about for each in shown} == {"Alpha Cloud"}
    assert all(each == intervals.of(each.name, each.about) for each in shown)


def test_those_whose_own_money_may_come_back_are_ranked(site: Site) -> None:
    ranked, never = money.ranking(money.traced(site, NOW))
    marks = [each.own.mark for each in ranked]
    assert marks == sorted(marks, reverse=True)
    assert all(each.own.may_return for each in ranked)
    assert not {party.id for party in never} & {each.party.id for each in ranked}


def test_a_picture_of_many_legs_shows_the_largest_and_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    circles = money.round_about(site, NOW)
    whole = circles.chart().links
    assert money.legs_drawn(circles).links == whole
    monkeypatch.setattr(money, "LEGS_DRAWN", 2)
    shown = money.legs_drawn(circles)
    assert shown.links == whole[:2]
    assert f"the largest 2 of {len(whole)} legs" in shown.note


def test_a_picture_is_as_high_as_its_names_need() -> None:
    links = tuple(Link(f"Alpha {n}", "Beta", 1.0, "capital") for n in range(30))
    assert money.height_of(Links("", "", links)) == 30 * 34
    assert money.height_of(Links("", "", ())) == 160


def test_an_empty_workspace_has_no_money(tmp_path: Path) -> None:
    kr.create(tmp_path / "empty.sqlite", pack="none")
    empty = Site(Settings(str(tmp_path / "empty.sqlite"), tmp_path / "state"))
    found = money.traced(empty, NOW)
    assert money.sellers(found) == ()
    assert money.ranking(found) == ((), ())
    assert money.round_about(empty, NOW).loops == ()
