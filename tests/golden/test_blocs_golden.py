"""Blocs and structural balance against published numbers; the sources are named in the data."""

import json
from pathlib import Path

import numpy as np
import pytest

from keiretsu.measures import balance, frustration_index

TABLE = json.loads((Path(__file__).parent / "data" / "signed_balance.json").read_text(encoding="utf-8"))
# What the cases call the index, and of how many blocs.
INDEX = {"frustration_index": 2, "min_line_index_k2": 2, "min_line_index_k3": 3, "min_line_index_k4": 4}
BALANCE = ("edges", "negative_edges", "triangles", "balanced_triangles", "balanced_triangle_share")


def cases(*keys):
    return [
        pytest.param(case, key, id=f"{case['id']}-{key}")
        for case in TABLE["cases"]
        for key in keys
        if key in case["expected"]
    ]


def criterion(case, labels):
    """Weigh what goes against blocs, edge by edge; arcs by half, as Doreian and Mrvar do."""
    weighed = sum(
        abs(weight) for i, j, weight in case["inputs"]["edges"] if (labels[i] == labels[j]) != (weight > 0)
    )
    return weighed / 2 if case["inputs"]["directed"] else weighed


@pytest.mark.parametrize(("case", "key"), cases(*INDEX))
def test_least_frustration_is_reached_and_proved(case, key):
    given = case["inputs"]
    result = frustration_index(given["n"], given["edges"], blocs=INDEX[key])
    got = result.half if given["directed"] else result.index
    assert abs(got - case["expected"][key]) <= 1e-9
    assert result.proved
    assert result.lower_bound == result.index
    assert criterion(case, result.labels) == got
    assert sorted(party for bloc in result.partition for party in bloc) == list(range(given["n"]))
    assert len(result.partition) <= INDEX[key]


@pytest.mark.parametrize(("case", "key"), cases("normalised_frustration_1_minus_2L_over_m"))
def test_normalised_frustration(case, key):
    result = frustration_index(case["inputs"]["n"], case["inputs"]["edges"])
    assert abs(result.normalised - case["expected"][key]) <= 1e-9


@pytest.mark.parametrize(("case", "key"), cases("three_blocs"))
def test_the_published_blocs_are_among_the_best(case, key):
    labels = np.zeros(case["inputs"]["n"], dtype=int)
    for place, bloc in enumerate(case["expected"][key]):
        labels[bloc] = place
    assert criterion(case, labels) == case["expected"]["min_line_index_k3"]


@pytest.mark.parametrize(("case", "key"), cases("blocs"))
def test_blocs_of_a_balanced_network(case, key):
    result = frustration_index(case["inputs"]["n"], case["inputs"]["edges"])
    assert {frozenset(bloc) for bloc in result.partition} == {
        frozenset(bloc) for bloc in case["expected"][key]
    }


@pytest.mark.parametrize(("case", "key"), cases(*BALANCE, "walk_balance"))
def test_structural_balance(case, key):
    result = balance(case["inputs"]["n"], case["inputs"]["edges"])
    assert abs(getattr(result, key) - case["expected"][key]) <= 1e-9
