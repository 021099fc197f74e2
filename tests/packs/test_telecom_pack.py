"""The telecom pack: what was known before 2001, and what happened afterwards."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from keiretsu.ledger import Item
from keiretsu.packs import Pack, lint_pack, load_pack
from keiretsu.packs.models import Outcome
from keiretsu.packs.outcomes import load_outcomes
from keiretsu.quantities import Period
from keiretsu.vocabulary import reliabilities

OPERATORS = {"carrier", "mobile_operator", "satellite_operator"}
NAME = re.compile(r"\d{3}-[a-z0-9]+(-[a-z0-9]+)*\.md")


@pytest.fixture(scope="module")
def telecom() -> Pack:
    return load_pack("telecom")


def front_matter(path: Path) -> dict[str, object]:
    opening, front, body = path.read_text(encoding="utf-8").split("---\n", maxsplit=2)
    assert opening == ""
    assert 20 <= len(body.split()) <= 250, path.name
    return dict(yaml.safe_load(front))


def known_by(published: object) -> date:
    last = Period.parse(str(published)).end
    assert last is not None
    return last


def test_the_pack_has_no_fault():
    assert [problem.line() for problem in lint_pack("telecom") if problem.severity != "note"] == []


def test_there_are_enough_parties_and_documents_for_both_cutoffs(telecom: Pack):
    last = date(1999, 12, 31)

    assert len(telecom.parties) >= 25
    assert len(telecom.published_by(last).document_paths) >= 15
    assert len(telecom.document_paths) - len(telecom.published_by(last).document_paths) >= 15


def test_every_document_names_its_source_and_was_public_before_2001(telecom: Pack):
    for number, path in enumerate(telecom.document_paths, start=1):
        front = front_matter(path)
        source = front["source"]

        assert NAME.fullmatch(path.name)
        assert path.name.startswith(f"{number:03d}-")
        assert known_by(front["date"]) < date(2001, 1, 1), path.name
        assert isinstance(source, dict)
        assert front["publisher"] == f"keiretsu telecom pack, after {source['publisher']}"
        assert str(front["url"]).startswith("http")
        assert front["reliability"] in reliabilities()


def test_documents_are_numbered_by_the_day_on_which_they_were_public(telecom: Pack):
    days = [known_by(front_matter(path)["date"]) for path in telecom.document_paths]

    assert days == sorted(days)


def test_a_figure_is_not_public_before_its_period_is_over(telecom: Pack):
    for figure in telecom.figures:
        assert figure.period.end is not None
        assert figure.period.end <= known_by(figure.source.date), f"{figure.party.name} {figure.period}"


@pytest.mark.parametrize(
    ("day", "item", "enough"),
    [
        (date(1999, 12, 31), Item.REVENUE, 15),
        (date(1999, 12, 31), Item.DEBT, 7),
        (date(2000, 12, 31), Item.REVENUE, 24),
        (date(2000, 12, 31), Item.DEBT, 15),
    ],
)
def test_carriers_can_be_ranked_by_what_was_public_then(telecom: Pack, day: date, item: Item, enough: int):
    figures = telecom.published_by(day).figures
    ranked = {one.party.name for one in figures if one.item is item and one.party.kind in OPERATORS}

    assert len(ranked) >= enough


def test_every_figure_and_rate_says_where_it_stands(telecom: Pack):
    assert all(figure.source.url and figure.source.reliability for figure in telecom.figures)
    assert all(rate.source.url and rate.source.reliability for rate in telecom.exchange_rates)


def test_every_maker_and_carrier_has_an_outcome(telecom: Pack):
    read = load_outcomes(telecom)
    told = {outcome.party.name for outcome in read.outcomes}

    assert read.problems == ()
    assert told == {party.name for party in telecom.parties if party.kind != "investor"}


def test_an_outcome_is_told_no_earlier_than_it_began(telecom: Pack):
    for outcome in load_outcomes(telecom).outcomes:
        assert outcome.date.start is not None
        assert outcome.date.start <= known_by(outcome.source.date), outcome


def test_who_survived_did_not_go_bankrupt(telecom: Pack):
    outcomes = load_outcomes(telecom).outcomes
    failed = {one.party.name for one in outcomes if one.outcome is Outcome.BANKRUPTCY}
    survived = {one.party.name for one in outcomes if one.outcome is Outcome.SURVIVED}

    assert len(failed) >= 15
    assert len(survived) >= 10
    assert not failed & survived
