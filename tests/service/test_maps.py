"""The map of a day: what stands on it, where, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from keiretsu.errors import MisuseError
from keiretsu.report import layout
from keiretsu.report.map_links import moved
from keiretsu.service import maps
from keiretsu.service.asked import Asked
from keiretsu.service.maps_asked import Chosen, parse_sum
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site
from keiretsu.store import Store
from keiretsu.workspace import Workspace


def opened(place, claims):
    """Serve claims that were added up to deals."""
    store = Store.create(place / "deals.sqlite")
    made = [replace(claim, extractor="rules/1") for claim in claims]
    with store.writer() as writer:
        writer.documents([claim.document for claim in made])
        writer.claims({claim.document.id for claim in made}, made, "rules/1")
    Workspace(store).reconcile()
    return Site(Settings(str(place / "deals.sqlite"), place / "state"))


@pytest.fixture(scope="module")
def site(say, tmp_path_factory):
    claims = [
        say("2024-03-04", "invests", "Alpha", "Beta", usd=4e9),
        say("2024-06-10", "supplies", "Alpha", "Beta", usd=10e9, layer="cloud"),
        say("2024-06-11", "supplies", "Gamma", "Alpha", usd=2e9, layer="chips"),
        say("2025-01-20", "invests", "Gamma", "Delta", status="in_talks"),
        say("2025-01-21", "competes", "Gamma", "Epsilon", layer="chips"),
        say("2025-02-01", "supplies", "Gamma", "Beta", layer="chips", status="ended"),
    ]
    return opened(tmp_path_factory.mktemp("maps"), claims)


def titles(shown):
    return {(link.source.name, link.target.name, link.family) for link in shown.map.links}


def test_a_map_holds_what_stands_on_its_day(site):
    early = maps.shown(site, Asked(date(2024, 5, 1)), Chosen())
    late = maps.shown(site, Asked(), Chosen())

    assert titles(early) == {("Alpha", "Beta", "capital")}
    assert titles(late) == {
        ("Alpha", "Beta", "capital"),
        ("Beta", "Alpha", "purchase"),
        ("Alpha", "Gamma", "purchase"),
        ("Gamma", "Delta", "capital"),
        ("Epsilon", "Gamma", "other"),
    }


def test_marks_stand_on_the_same_place_on_every_day(site):
    early = {
        mark.party.name: (mark.x, mark.y)
        for mark in maps.shown(site, Asked(date(2024, 7, 1)), Chosen()).map.marks
    }
    late = {mark.party.name: (mark.x, mark.y) for mark in maps.shown(site, Asked(), Chosen()).map.marks}

    assert set(early) == {"Alpha", "Beta", "Gamma"}
    assert early.items() <= late.items()


def test_the_slider_stops_where_something_changed_and_at_the_day_asked_for(site):
    shown = maps.shown(site, Asked(date(2024, 5, 1)), Chosen())

    assert [day.isoformat() for day in shown.days] == [
        *("2024-03-31", "2024-05-01", "2024-06-30", "2025-01-31", "2025-02-01")
    ]
    assert shown.days[shown.place] == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (Chosen(layers=("chips",)), {"Alpha", "Gamma", "Epsilon"}),
        (Chosen(relations=("invests",)), {"Alpha", "Beta", "Gamma", "Delta"}),
        (Chosen(statuses=("in_talks",)), {"Gamma", "Delta"}),
        (Chosen(at_least=1.5e9), {"Alpha", "Beta"}),
        (Chosen(kinds=("lab",)), set()),
        (Chosen(layers=("chips",), relations=("competes",)), {"Gamma", "Epsilon"}),
    ],
    ids=["layer", "relation", "status", "amount", "kind", "two at once"],
)
def test_filters_leave_what_they_name(site, chosen, names):
    shown = maps.shown(site, Asked(), chosen)

    assert {mark.party.name for mark in shown.map.marks} == names


def test_a_neighbourhood_reaches_as_far_as_its_steps(site):
    near = maps.shown(site, Asked(), Chosen(party="x-epsilon"))
    farther = maps.shown(site, Asked(), Chosen(party="x-epsilon", steps=2))

    assert {mark.party.name for mark in near.map.marks} == {"Epsilon", "Gamma"}
    assert {mark.party.name for mark in farther.map.marks} == {"Epsilon", "Gamma", "Alpha", "Delta"}
    assert near.base.centre.name == "Epsilon"


def test_many_parties_begin_with_the_neighbourhood_of_the_one_with_most_money(say, tmp_path):
    hub = [say("2025-03-04", "supplies", "Alpha", f"Buyer {n}", usd=1e9 + n) for n in range(60)]
    rest = [say("2025-03-04", "supplies", f"Maker {n}", f"User {n}", usd=1e6 + n) for n in range(30)]
    site = opened(tmp_path, [*hub, *rest])
    begun, whole = maps.shown(site, Asked(), Chosen()), maps.shown(site, Asked(), Chosen(everybody=True))

    assert begun.base.centre.name == "Alpha"
    assert len(begun.map.links) == 60
    assert whole.base.centre is None
    assert (len(whole.map.links), len(whole.map.marks)) == (90, 121)
    assert moved(site.network(Asked()).payments)["x-alpha"] == max(mark.money for mark in whole.map.marks)


def test_a_line_is_found_again_by_its_key(site):
    shown = maps.shown(site, Asked(), Chosen())

    assert all(shown.link(link.key) is link for link in shown.map.links)
    assert shown.link("x-alpha~x-beta~other") is None


def test_what_a_browser_gets_tells_talks_from_deals(site):
    data = maps.shown(site, Asked(), Chosen()).data
    confirmed = {(link["source"], link["target"]): link["confirmed"] for link in data["links"]}

    assert confirmed["x-gamma", "x-delta"] is False
    assert confirmed["x-alpha", "x-beta"] is True


@pytest.mark.parametrize("text", ["many", "1..2", "-5", "5 quadrillion", "nan"])
def test_an_amount_that_is_none_is_told(text):
    with pytest.raises(MisuseError, match=text):
        parse_sum(text)


def test_a_large_map_has_room_for_its_marks():
    names = [f"p{n}" for n in range(1200)]
    pairs = [(names[n], names[n // 3]) for n in range(1, 1200)]
    frame = layout.screen(1200)
    places = layout.place(names, pairs, frame)

    assert (places >= 0).all()
    assert (places <= frame).all()
    assert len({(x, y) for x, y in places.tolist()}) == 1200
