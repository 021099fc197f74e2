"""What changed between two states of the network: at once for few changes, by a job for many."""

from __future__ import annotations

import time
from datetime import date

import pytest

from keiretsu.errors import ConflictError, MisuseError, catalogue
from keiretsu.measures import what_changed
from keiretsu.service.asked import Asked
from keiretsu.service.changes import (
    Between,
    by_money,
    compared,
    figure_changed,
    figures_of,
    is_shared_out,
    share_out,
)
from keiretsu.service.changes_shared import MOST_AT_ONCE, Figure, read, told
from keiretsu.service.jobs import JobState
from keiretsu.service.jobs.folder import RESULT
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site

PATIENCE = 120
MONEY = Figure("circularity", "circulating money")


@pytest.fixture(scope="module")
def site(invented_industry, tmp_path_factory):
    made = Site(Settings(invented_industry, tmp_path_factory.mktemp("state")))
    yield made
    made.jobs.close()


def between(site, first):
    return Between(Asked(first), Asked(site.day(Asked())))


def until_done(site, job):
    until = time.monotonic() + PATIENCE
    while site.jobs.get(job.id).state is not JobState.DONE:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_few_changes_are_shared_out_at_once(site):
    few = between(site, date(2025, 6, 1))
    assert 0 < len(compared(site, few).changes) <= MOST_AT_ONCE
    assert is_shared_out(site, few, MONEY)

    found = figure_changed(site, few, MONEY)
    (moved,) = [each for each in figures_of(site, few, "circularity") if each.name == MONEY.name]
    assert (found.before, found.after) == (moved.before, moved.after)


def test_many_changes_are_shared_out_by_a_job_that_gives_the_library_s(site):
    many = between(site, date(2025, 3, 1))
    states = compared(site, many)
    assert len(states.changes) > MOST_AT_ONCE
    assert not is_shared_out(site, many, MONEY)
    with pytest.raises(ConflictError) as refused:
        figure_changed(site, many, MONEY)
    assert refused.value.problem.code == "server.not-shared-out"
    assert refused.value.problem.code in catalogue()

    job = share_out(site, many, MONEY, by="Ann")
    assert share_out(site, many, MONEY, by="Ben").id == job.id
    until_done(site, job)

    assert is_shared_out(site, many, MONEY)
    expected = what_changed(states.before, states.after, MONEY.measure, MONEY.name)
    assert figure_changed(site, many, MONEY).contributions == expected.contributions
    assert not is_shared_out(site, many, Figure("circularity", "circulating share"))


def test_a_damaged_result_is_worked_out_anew(site):
    many, share = between(site, date(2025, 3, 1)), Figure("circularity", "Finn's cycling index")
    job = share_out(site, many, share, by="Ann")
    until_done(site, job)
    (site.jobs.folder.place / job.id / RESULT).write_text('{"kind": "changes"}', encoding="utf-8")

    assert not is_shared_out(site, many, share)
    assert site.jobs.get(job.id).state is JobState.FAILED
    again = share_out(site, many, share, by="Ann")
    assert again.id != job.id
    until_done(site, again)
    assert is_shared_out(site, many, share)


def test_what_is_told_is_read_the_same(site):
    few = between(site, date(2025, 6, 1))
    states = compared(site, few)
    found = what_changed(states.before, states.after, MONEY.measure, MONEY.name)

    assert read(told(found), states, MONEY) == found


def test_a_figure_that_the_measure_lacks_is_told_before_any_work(site):
    many = between(site, date(2025, 3, 1))
    for ask in (figure_changed, lambda *asked: share_out(*asked, by="Ann")):
        with pytest.raises(MisuseError) as refused:
            ask(site, many, Figure("circularity", "luck"))
        assert refused.value.problem.code == "measure.no-such-figure"


def test_changes_of_most_money_come_first_and_those_without_a_sum_last(site):
    found = by_money(compared(site, between(site, date(2025, 3, 1))).changes)
    moved = [abs((one.after or 0.0) - (one.before or 0.0)) for one in found]

    assert moved == sorted(moved, reverse=True)
    assert moved[0] > moved[-1] == 0
