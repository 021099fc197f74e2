"""Parties searched, merged, split and told apart, alone and by two people at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sites

import keiretsu as kr
from keiretsu.errors import ConflictError, MisuseError, NotFoundError
from keiretsu.judgements import Signature, Split
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.service import parties_judging as judging
from keiretsu.service import parties_view as views
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity, Role
from keiretsu.service.parties import Order, directory
from keiretsu.service.parties_moves import awaiting, moves
from keiretsu.service.parties_proposals import pair, proposals
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site

NOW = Asked()
ANN, BEN = Identity("Ann", Role.REVIEWER), Identity("Ben", Role.REVIEWER)
ALPHA, ZETA, MISSPELT = "x-alpha-cloud", "x-zeta-robotics", "x-zeta-robotic"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(sites.write_workspace(tmp_path_factory.mktemp("industry")))


@pytest.fixture
def site(written: Path, tmp_path: Path) -> Site:
    return _site(shutil.copy(written, tmp_path / "industry.sqlite"), tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Site:
    kr.create(tmp_path / "empty.sqlite", pack="none")
    return _site(tmp_path / "empty.sqlite", tmp_path)


def _site(workspace: Path, place: Path) -> Site:
    return Site(Settings(str(workspace), place / "state"))


def _names(site: Site, **search: object) -> list[str]:
    return [row.party.name for row in directory(site, NOW).search(**search)]


def _ends(site: Site) -> set[tuple[str, str | None]]:
    deals = site.settled(NOW).deals()
    return {(deal.subject.name, deal.object.name if deal.object else None) for deal in deals}


def _merge(site: Site, who: Identity = ANN, kept: str = ZETA, merged: str = MISSPELT) -> None:
    judging.merge(site, who, kept, merged, "a misspelling", judging.mark(site, NOW, kept, merged))


def test_parties_are_found_by_name_alias_id_and_kind(site: Site) -> None:
    assert _names(site, text="alpha") == ["Alpha Cloud"]
    assert _names(site, text="x-gamma") == ["Gamma Chips"]
    assert _names(site, text="provinces THETA") == [sites.LONG]
    assert set(_names(site, kind="cloud_provider")) == {"Alpha Cloud", "Delta Compute"}
    assert _names(site, text="alpha", kind="lab") == []
    assert _names(site, order=Order.PAID)[:2] == ["Beta Labs", "Alpha Cloud"]
    assert _names(site, order=Order.NAME) == sorted(_names(site), key=str.casefold)


def test_an_alias_and_a_known_id_are_searched(site: Site) -> None:
    with site.workspace.store.writer() as writer:
        writer.parties([Party("Sigma", aliases=("Old Sigma",), units=("Tau Cloud",), wikidata="Q7")])
    assert _names(site, text="old") == _names(site, text="tau") == _names(site, text="q7") == ["Sigma"]


def test_what_is_received_is_that_of_the_network(site: Site) -> None:
    network = site.network(NOW)
    for row in directory(site, NOW).rows:
        into = network.payments_between(payee=row.party)
        assert row.received.per_year == pytest.approx(sum(one.rate.per_year for one in into if one.rate))
        assert row.received.without_sum == sum(one.rate is None for one in into)
        assert row.deals == len(_own(network, row.party))


def _own(network: Network, party: Party) -> list[str]:
    return [deal.id for deal in network.deals if party in (deal.subject, deal.object)]


def test_a_proposal_merged_joins_deals_and_comes_apart_again(site: Site) -> None:
    (proposal,) = proposals(site, NOW)
    assert {proposal.first.id, proposal.second.id} == {ZETA, MISSPELT}
    sides = pair(site, NOW, proposal.first, proposal.second).sides
    assert [side.count for side in sides] == [1, 1]
    before = _ends(site)

    _merge(site)

    assert proposals(site, NOW) == ()
    assert [move.deal.title() for move in awaiting(site, NOW)] == [
        "Gamma Chips supplies Zeta Robotic (chips)"
    ]
    assert directory(site, NOW).find(MISSPELT).id == ZETA
    site.workspace.reconcile()
    assert awaiting(site, NOW) == ()
    assert ("Gamma Chips", "Zeta Robotics") in _ends(site)
    assert directory(site, NOW).by_id[ZETA].deals == 2

    (standing,) = judging.standing(site, NOW, ZETA)
    assert standing.text == "Zeta Robotic is Zeta Robotics"
    judging.undo(site, BEN, standing.digest, "they are two after all")
    assert len(awaiting(site, NOW)) == 1
    site.workspace.reconcile()
    assert _ends(site) == before


def test_names_split_off_take_their_deals_with_them(site: Site) -> None:
    _merge(site)
    site.workspace.reconcile()
    party = directory(site, NOW).find(ZETA)
    preview = moves(site.settled(NOW), Split(ZETA, ("Zeta Robotic",), Signature("Ann", "a preview")))
    assert [end.name for end in preview[0].ends[0]] == ["Gamma Chips", "Zeta Robotic"]

    judging.split(site, ANN, party, ["Zeta Robotic"], "another firm", judging.mark(site, NOW, ZETA))

    assert awaiting(site, NOW) == preview
    site.workspace.reconcile()
    assert ("Gamma Chips", "Zeta Robotic") in _ends(site)
    assert directory(site, NOW).find(MISSPELT).name == "Zeta Robotic"


def test_a_deal_whose_ends_become_one_says_nothing_any_more(site: Site) -> None:
    _merge(site, kept=ALPHA, merged=ZETA)
    (gone,) = awaiting(site, NOW)
    assert gone.vanishes
    assert gone.deal.title() == "Alpha Cloud acquires Zeta Robotics"
    site.workspace.reconcile()
    assert gone.deal.id not in {deal.id for deal in site.settled(NOW).deals()}
    assert awaiting(site, NOW) == ()


def test_parties_that_report_one_item_can_be_merged(site: Site) -> None:
    _merge(site, kept=ALPHA, merged="x-beta-labs")
    site.workspace.reconcile()
    (found,) = [one for one in site.settled(NOW).contradictions() if one.what == "figure"]
    assert found.about.startswith("Alpha Cloud")
    told = {figure.party.name for each in found.readings for figure in each.figures}
    assert told == {"Alpha Cloud", "Beta Labs"}
    assert {line.figure.party.name for line in views.figures_of(site, NOW, directory(site, NOW).find(ALPHA))}


@pytest.mark.parametrize("first_act", ["merge", "tell_apart"])
def test_who_comes_second_is_told_what_stands(site: Site, first_act: str) -> None:
    seen = judging.mark(site, NOW, ZETA, MISSPELT)
    acts: dict[str, Callable[..., None]] = {"merge": judging.merge, "tell_apart": judging.tell_apart}
    second_act = "tell_apart" if first_act == "merge" else "merge"
    acts[first_act](site, ANN, ZETA, MISSPELT, "I asked them", seen)
    before = site.settled(NOW).judgements()

    with pytest.raises(ConflictError, match=r"Ann has decided .*I asked them.*yours was not recorded"):
        acts[second_act](site, BEN, ZETA, MISSPELT, "I think not", seen)
    assert site.settled(NOW).judgements() == before


def test_after_a_second_look_another_decision_may_follow(site: Site) -> None:
    judging.tell_apart(site, ANN, ZETA, MISSPELT, "two sites", judging.mark(site, NOW, ZETA, MISSPELT))
    _merge(site, BEN)
    assert {one.signature.author for one in judging.standing(site, NOW)} == {"Ann", "Ben"}


def test_what_is_taken_back_cannot_be_taken_back_again(site: Site) -> None:
    _merge(site)
    (standing,) = judging.standing(site, NOW)
    judging.undo(site, ANN, standing.digest, "a slip")
    with pytest.raises(ConflictError, match="Ann has taken it back"):
        judging.undo(site, BEN, standing.digest, "me too")
    with pytest.raises(NotFoundError):
        judging.undo(site, BEN, "0" * 64, "never was")


def test_a_judgement_needs_a_reason_and_names_that_are_there(site: Site) -> None:
    seen = judging.mark(site, NOW, ZETA, MISSPELT)
    with pytest.raises(MisuseError, match="needs a reason"):
        judging.merge(site, ANN, ZETA, MISSPELT, "  ", seen)
    party = directory(site, NOW).find(ALPHA)
    for names in ([], ["Alpha Cloud"], ["Nobody"]):
        with pytest.raises(MisuseError):
            judging.split(site, ANN, party, names, "why not", judging.mark(site, NOW, ALPHA))
    assert judging.standing(site, NOW) == ()


def test_an_id_that_nobody_has_is_told(site: Site) -> None:
    with pytest.raises(NotFoundError, match="no party has this id"):
        directory(site, NOW).find("x-nobody")


def test_a_merge_is_unknown_to_the_moments_before_it(site: Site) -> None:
    before = Asked(known_by=site.settled(NOW).known_by)
    _merge(site)
    assert directory(site, before).find(MISSPELT).name == "Zeta Robotic"
    assert judging.standing(site, before) == ()


def test_a_party_s_deals_say_who_pays(site: Site) -> None:
    network = site.network(NOW)
    party = directory(site, NOW).find("x-beta-labs")
    lines = views.deals_of(network, party)
    told = {(line.text, line.other_name): line.pays for line in lines}
    assert told["takes capital from", "Alpha Cloud"] is False
    assert told["buys from", "Alpha Cloud"] is True
    assert told["competes with", "Epsilon Labs"] is None
    assert {line.view.deal.id for line in lines} == set(
        _own(network, directory(site, NOW).find("x-beta-labs"))
    )


def test_a_party_s_ties_are_those_of_the_measure(site: Site) -> None:
    table = site.measure("dependence", NOW).table()
    ties = views.ties_of(site, NOW, directory(site, NOW).find("x-gamma-chips"))
    own = table[table.supplier == "Gamma Chips"]
    assert [tie.supply.cost_of_leaving for tie in ties.sold.items] == own.cost_of_leaving.tolist()
    assert ties.sold.total == len(own)


def test_who_loses_is_what_the_workspace_says(site: Site) -> None:
    party = directory(site, NOW).find(ALPHA)
    failing = views.if_it_fails(site, NOW, party)
    assert failing is not None
    assert failing.total == pytest.approx(site.settled(NOW).losses(ALPHA).total)
    assert views.if_it_fails(site, NOW, Party("Nobody")) is None


def test_an_empty_workspace_has_no_parties(empty: Site) -> None:
    assert directory(empty, NOW).rows == ()
    assert proposals(empty, NOW) == awaiting(empty, NOW) == judging.standing(empty, NOW) == ()
