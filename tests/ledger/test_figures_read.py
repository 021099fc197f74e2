"""Reported figures of several sources: one is read, the others are kept in view."""

from dataclasses import replace
from itertools import permutations

import pytest

from keiretsu.judgements import Settlement, Signature
from keiretsu.ledger import Item, ReportedFigure, Source, read_figures
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period


def reports(amount, publisher="Gamma", date="2026-02-01", reliability=None, title="Note", period="2025"):
    source = Source(title, publisher, date, reliability=reliability)
    money = Money.exactly(amount, "USD")
    return ReportedFigure(Party("Alpha"), Item.REVENUE, money, Period.parse(period), source)


@pytest.mark.parametrize(
    ("rough", "precise"), [("391e9", "391.035e9"), ("390e9", "391.035e9"), ("400e9", "396e9")]
)
def test_figures_that_agree_to_the_digits_stated_are_one(rough, precise) -> None:
    read = read_figures([reports(rough), reports(precise, "Delta")])
    assert [figure.amount.low for figure in read.figures] == [Money.exactly(precise, "USD").low]
    assert read.contradictions == ()


def test_figures_that_differ_beyond_rounding_are_a_contradiction() -> None:
    press, filing = reports("380e9"), reports("391.035e9", "Alpha", "2026-02-05", "filing")
    read = read_figures([press, filing])
    (contradiction,) = read.contradictions
    assert read.figures == (filing,)
    assert (contradiction.what, contradiction.rule) == ("figure", "newer_filing")
    assert contradiction.about == "Alpha revenue 2025-01-01 to 2025-12-31"
    assert [reading.figures for reading in contradiction.readings] == [(filing,), (press,)]
    assert [leaf.source for leaf in contradiction.why().leaves()][1] == "Note, Gamma, 2026-02-01"


def test_copies_of_one_source_count_once() -> None:
    copies = [reports("380e9", title=title) for title in ("Note", "Note, reprinted")]
    others = [reports("391e9", publisher) for publisher in ("Delta", "Epsilon")]
    (contradiction,) = read_figures([*copies, *others]).contradictions
    assert contradiction.rule == "more_origins"
    assert [reading.origins for reading in contradiction.readings] == [2, 1]


def test_figures_of_other_periods_are_other_figures() -> None:
    read = read_figures([reports("380e9"), reports("391e9", period="2024")])
    assert (len(read.figures), read.contradictions) == (2, ())


def test_the_order_of_the_figures_does_not_matter() -> None:
    figures = [reports("380e9"), reports("391e9", "Delta"), reports("391.4e9", "Epsilon")]
    assert len({repr(read_figures(order)) for order in permutations(figures)}) == 1


def test_a_person_decides() -> None:
    figures = [reports("380e9"), reports("391.035e9", "Alpha", "2026-02-05", "filing")]
    (found,) = read_figures(figures).contradictions
    chosen, other = found.readings[1].key, found.chosen.key
    settlement = Settlement(found.id, chosen, (other,), Signature("Ada", "restated since"))
    read = read_figures(figures, [settlement])
    assert (read.figures, read.contradictions[0].rule) == ((figures[0],), "person")


def test_readings_can_all_be_true_only_if_no_two_of_them_exclude_each_other() -> None:
    least = replace(reports("380e9"), amount=Money.between("300e9", None, "USD"))
    exact = [reports("380e9", "Delta"), reports("420e9", "Epsilon")]
    (found,) = read_figures([least, *exact]).contradictions
    vaguest = next(reading for reading in found.readings if least in reading.figures)
    others = tuple(reading.key for reading in found.readings if reading is not vaguest)
    settlement = Settlement(found.id, vaguest.key, others, Signature("Ada", "only the bound is sure"))
    assert not read_figures([least, *exact], [settlement]).contradictions[0].compatible
    assert read_figures([least, exact[0]]).contradictions[0].compatible


def test_figures_in_two_currencies_are_never_said_to_be_both_true() -> None:
    euros = replace(reports("380e9", "Delta"), amount=Money.between("300e9", None, "EUR"))
    assert not read_figures([reports("380e9"), euros]).contradictions[0].compatible


def test_a_source_dated_by_its_end_alone_has_no_day() -> None:
    figures = [reports("380e9", date="../2025"), reports("380e9", title="Reprint"), reports("391e9", "Delta")]
    assert len(read_figures(figures).contradictions[0].readings) == 2
