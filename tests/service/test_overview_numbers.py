"""The numbers of the overview are those of the workspace."""

from __future__ import annotations

import pytest
import sites

import keiretsu as kr
from keiretsu.service.asked import Asked
from keiretsu.service.overview import overview
from keiretsu.service.overview_measured import SiteMeasured, spreads
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    return sites.write_workspace(tmp_path_factory.mktemp("overview"))


@pytest.fixture
def site(address, tmp_path):
    return Site(Settings(address, tmp_path / "state"))


def test_what_waits_for_a_decision_is_counted_anew_after_each_one(address, site):
    workspace = kr.open(address)
    before = overview(site, Asked())
    claim = workspace.claims()[0]
    workspace.judge_as("Ann").annotate(claim.id, "look at this again")
    workspace.judge_as("Ann").accept(claim.id, "the sentence says so")
    after = overview(site, Asked())

    assert before.decisions.claims == before.counts.claims == len(workspace.claims())
    assert after.decisions.claims == before.decisions.claims - 1
    assert [str(one.judgement.verdict) for one in after.news.judgements] == ["accept", "annotate"]
    assert after.news.recordings[0].begun == {"judgements": 1}


def test_contradictions_are_counted_by_the_rule_that_decides_them(address, site):
    found = overview(site, Asked()).decisions
    open_ones = [one for one in kr.open(address).contradictions() if one.settled is None]

    assert sum(found.by_rule.values()) == len(open_ones) > 0
    assert found.contradictions == sum(one.rule == "undecided" for one in open_ones)


def test_an_earlier_moment_has_its_own_overview(address, site):
    documents = kr.open(address).vintage().view.recordings(100)[-2].moment
    early = overview(site, Asked(known_by=documents))

    assert early.counts.documents == 1
    assert early.counts.deals == 0
    assert early.news.deals == ()


def test_the_findings_are_made_of_the_measures_of_the_workspace(address, site):
    workspace, measured = kr.open(address), SiteMeasured(site, Asked())

    assert measured.circularity.share == workspace.measure("circularity").share
    assert [one.party.name for one in measured.contagion.parties] == [
        one.party.name for one in workspace.measure("contagion").parties
    ]
    drawn = spreads(site, Asked(), "circularity", "contagion")
    interval = workspace.intervals(["circularity"], samples=200).of("circulating share")
    assert drawn.get("circularity", "circulating share").median == interval.median
