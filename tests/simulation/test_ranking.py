"""How well scores tell who failed: the area under the ROC curve, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.simulation.ranking import agreement, discrimination, ranks


def area(scores: list[float], happened: list[int]) -> float:
    return discrimination(scores, happened).area


@pytest.mark.parametrize(
    ("scores", "happened", "expected"),
    [
        ([4, 3, 2, 1], [1, 1, 0, 0], 1),
        ([4, 3, 2, 1], [0, 0, 1, 1], 0),
        ([4, 3, 2, 1], [1, 0, 1, 0], 3 / 4),  # of four pairs, one is the wrong way round
        ([1, 1, 1, 1], [1, 0, 1, 0], 1 / 2),
        ([2, 1, 1], [0, 1, 0], 1 / 4),  # one pair lost, one tied
        ([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 3 / 4),  # the textbook's four
    ],
)
def test_the_area_is_the_share_of_pairs_in_the_right_order(
    scores: list[float], happened: list[int], expected: float
) -> None:
    assert area(scores, happened) == expected


def test_only_the_order_of_scores_counts() -> None:
    scores, happened = [3.0, 2.5, 0.2, 0.1, 0.05], [1, 0, 1, 0, 0]
    assert area([score**3 * 1000 for score in scores], happened) == area(scores, happened)
    assert area([-score for score in scores], happened) == pytest.approx(1 - area(scores, happened))


def test_the_interval_is_that_of_hanley_and_mcneil() -> None:
    """An area of 0.75 of two and two: Q1 = 0.6, Q2 = 9/14, variance 0.1875/4 + (0.0375 + 0.0804)/4."""
    found = discrimination([4, 3, 2, 1], [1, 0, 1, 0])
    error = ((0.75 * 0.25 + (0.6 - 0.5625) + (9 / 14 - 0.5625)) / 4) ** 0.5
    assert found.low == pytest.approx(0.75 - 1.645 * error)
    assert found.high == 1  # an area is at most 1
    assert (found.happened, found.spared) == (2, 2)


def test_more_parties_make_the_interval_narrower() -> None:
    few = discrimination([4, 3, 2, 1], [1, 0, 1, 0])
    many = discrimination([4, 3, 2, 1] * 25, [1, 0, 1, 0] * 25)
    assert many.high - many.low < (few.high - few.low) / 3
    assert many.area == pytest.approx(0.75)


def test_scores_that_say_nothing_are_near_a_coin() -> None:
    chance = np.random.default_rng(3)
    found = discrimination(chance.random(400), chance.random(400) < 0.4)
    assert found.low < 0.5 < found.high


@pytest.mark.parametrize(
    ("scores", "happened", "words"),
    [
        ([1, 2], [1, 1], "to all or to none"),
        ([1, 2], [0, 0], "to all or to none"),
        ([], [], "to all or to none"),
        ([1, np.nan], [1, 0], "one finite number"),
        ([1, np.inf], [1, 0], "one finite number"),
        ([1, 2, 3], [1, 0], "one finite number"),
        ([[1, 2]], [[1, 0]], "one finite number"),
    ],
)
def test_what_can_not_be_told_apart_is_refused(scores: object, happened: object, words: str) -> None:
    with pytest.raises(MisuseError, match=words):
        discrimination(scores, happened)  # type: ignore[arg-type]


def test_equal_scores_share_a_rank() -> None:
    assert ranks([10, 30, 20, 30]).tolist() == [4, 1.5, 3, 1.5]
    assert ranks([]).tolist() == []


@pytest.mark.parametrize(
    ("scores", "truth", "expected"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 90], 1),
        ([1, 2, 3, 4], [4, 3, 2, 1], -1),
        ([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17], -29 / 165),
    ],
    ids=["agree", "opposed", "published"],
)
def test_rankings_agree_by_spearmans_correlation(
    scores: list[float], truth: list[float], expected: float
) -> None:
    assert agreement(scores, truth) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("scores", "truth"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [5, 5, 5])]
)
def test_too_few_or_all_equal_agree_in_no_way(scores: list[float], truth: list[float]) -> None:
    assert np.isnan(agreement(scores, truth))


def test_a_perfect_ranking_of_few_is_no_proof():
    found = discrimination([0.9, 0.1], [True, False])
    assert (found.area, found.high) == (1.0, 1.0)
    assert found.low <= 0.5
