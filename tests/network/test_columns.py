"""Claims as columns make the network of a day: the newest claim counts, by what was known then."""

from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.network import ClaimColumns
from keiretsu.vocabulary import relations
from keiretsu.vocabulary.entries import MoneyDirection

NAMES = list(relations())
INVESTS, SUPPLIES, PARTNERS = (NAMES.index(name) for name in ("invests", "supplies", "partners"))
ALPHA, BETA, GAMMA = range(3)


def day(year, month=1, number=1):
    return date(year, month, number).toordinal()


def columns(*claims, parties=3):
    """Make columns of claims: subject, object, relation, layer, valid from, recorded, per year, binding."""
    return ClaimColumns(parties, *(list(zip(*claims, strict=True)) or [np.zeros(0, dtype=int)] * 8))


def by_a_loop(claims, parties, on, known_by):
    newest = {}
    for subject, other, relation, layer, valid_from, recorded_at, per_year, binding in claims:
        key = subject, other, relation, layer
        age = valid_from, recorded_at
        if valid_from <= on and recorded_at <= known_by and age >= newest.get(key, ((0, 0),))[0]:
            newest[key] = age, per_year if binding else 0.0
    flows = np.zeros((parties, parties))
    for (subject, other, relation, _), (_, paid) in newest.items():
        money = relations()[NAMES[relation]].money
        if other >= 0 and not np.isnan(paid):
            if money is MoneyDirection.SUBJECT_PAYS_OBJECT:
                flows[subject, other] += paid
            elif money is MoneyDirection.OBJECT_PAYS_SUBJECT:
                flows[other, subject] += paid
    return flows


def test_an_investor_pays_and_a_supplier_is_paid():
    claims = columns(
        (ALPHA, BETA, INVESTS, 0, day(2024), day(2024), 100.0, True),
        (ALPHA, BETA, SUPPLIES, 1, day(2024), day(2024), 30.0, True),
        (ALPHA, GAMMA, PARTNERS, 1, day(2024), day(2024), 7.0, True),
    )
    assert claims.flows_as_of(date(2025, 1, 1)).toarray().tolist() == [[0, 100, 0], [30, 0, 0], [0, 0, 0]]


def test_a_later_claim_takes_the_place_of_an_earlier_one_from_its_day_on():
    claims = columns(
        (ALPHA, BETA, INVESTS, 0, day(2025), day(2024), 8.0, True),
        (ALPHA, BETA, INVESTS, 0, day(2024), day(2024), 5.0, True),
        (ALPHA, BETA, INVESTS, 2, day(2024), day(2024), 1.0, True),  # another layer: both count
    )
    assert claims.flows_as_of(date(2023, 12, 31)).nnz == 0
    assert claims.flows_as_of(date(2024, 12, 31))[ALPHA, BETA] == 6.0
    assert claims.flows_as_of(date(2025, 1, 1))[ALPHA, BETA] == 9.0


def test_what_was_recorded_later_was_not_known():
    claims = columns(
        (ALPHA, BETA, INVESTS, 0, day(2024), day(2024), 5.0, True),
        (ALPHA, BETA, INVESTS, 0, day(2024), day(2025), 9.0, True),
    )
    assert claims.flows_as_of(date(2026, 1, 1), known_by=date(2024, 12, 31))[ALPHA, BETA] == 5.0
    assert claims.flows_as_of(date(2026, 1, 1), known_by=date(2025, 1, 1))[ALPHA, BETA] == 9.0
    assert claims.flows_as_of(date(2026, 1, 1))[ALPHA, BETA] == 9.0


def test_a_deal_that_has_ended_pays_nothing_and_hides_what_it_paid():
    claims = columns(
        (ALPHA, BETA, INVESTS, 0, day(2024), day(2024), 5.0, True),
        (ALPHA, BETA, INVESTS, 0, day(2025), day(2025), 5.0, False),
    )
    assert claims.flows_as_of(date(2024, 6, 1))[ALPHA, BETA] == 5.0
    assert claims.flows_as_of(date(2025, 6, 1)).nnz == 0


def test_an_undated_claim_is_the_oldest_and_one_without_a_sum_pays_nothing():
    claims = columns(
        (ALPHA, BETA, INVESTS, 0, 0, day(2025), 5.0, True),
        (ALPHA, BETA, INVESTS, 0, day(2024), day(2024), 3.0, True),
        (BETA, GAMMA, INVESTS, 0, 0, day(2024), float("nan"), True),
        (BETA, -1, INVESTS, 0, 0, day(2024), 4.0, True),
    )
    assert claims.flows_as_of(date(1990, 1, 1)).toarray().tolist() == [[0, 5, 0], [0, 0, 0], [0, 0, 0]]
    assert claims.flows_as_of(date(2024, 1, 1))[ALPHA, BETA] == 3.0


def test_of_claims_as_new_as_each_other_the_last_counts():
    claims = columns(
        *((ALPHA, BETA, INVESTS, 0, day(2024), day(2024), paid, True) for paid in (5.0, 7.0, 6.0))
    )
    assert claims.flows_as_of(date(2024, 1, 1))[ALPHA, BETA] == 6.0


@pytest.mark.parametrize("seed", range(20))
def test_a_plain_loop_over_the_claims_gives_the_same_on_each_day(seed):
    draw = np.random.default_rng(seed)
    parties, number = int(draw.integers(1, 9)), int(draw.integers(0, 400))
    given = (
        draw.integers(parties, size=number),
        draw.integers(-1, parties, size=number),
        draw.integers(len(NAMES), size=number),
        draw.integers(3, size=number) * 30_000,
        draw.integers(day(2024), day(2024) + 9, size=number) * (draw.random(number) < 0.9),
        draw.integers(day(2024), day(2024) + 9, size=number),
        np.where(draw.random(number) < 0.2, np.nan, draw.integers(0, 9, size=number)),
        draw.random(number) < 0.7,
    )
    claims = ClaimColumns(parties, *given)
    for on in range(day(2024) - 1, day(2024) + 9, 3):
        flows = claims.flows_as_of(date.fromordinal(on), date.fromordinal(on))
        assert flows.toarray().tolist() == by_a_loop(zip(*given, strict=True), parties, on, on).tolist()
        assert flows.has_canonical_format


def test_without_claims_nobody_pays():
    assert columns().flows_as_of(date(2024, 1, 1)).shape == (3, 3)
    assert columns(parties=0).flows_as_of(date(2024, 1, 1)).shape == (0, 0)


@pytest.mark.parametrize(
    ("place", "wrong", "name"),
    [
        (0, 3, "subject"),
        (0, -1, "subject"),
        (1, -2, "object"),
        (2, len(NAMES), "relation"),
        (3, 70_000, "layer"),
        (4, -1, "valid_from"),
        (5, 0, "recorded_at"),
        (5, 4_000_000, "recorded_at"),
        (0, 0.5, "subject"),
        (6, -1.0, "per_year"),
        (6, float("inf"), "per_year"),
    ],
)
def test_what_is_no_claim_is_refused_by_its_column(place, wrong, name):
    claim = [ALPHA, BETA, INVESTS, 0, day(2024), day(2024), 5.0, True]
    claim[place] = wrong
    with pytest.raises(MisuseError, match=rf"network\.invalid-columns: {name}"):
        columns(tuple(claim))


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(MisuseError, match=r"layer: has shape \(2,\)"):
        ClaimColumns(3, [0], [1], [INVESTS], [0, 0], [day(2024)], [day(2024)], [5.0], [True])
