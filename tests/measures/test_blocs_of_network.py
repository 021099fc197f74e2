"""The blocs of a network, and who breaks the pattern."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, reconcile
from keiretsu.measures import frustration_index
from keiretsu.measures.blocdescent import frustration_at_most
from keiretsu.measures.of_network.blocs import bloc_structure, statistics
from keiretsu.network import Draws, project
from keiretsu.parties import Registry

DAY = date(2025, 6, 30)


def network_of(*claims):
    return project(reconcile(claims, Registry()), as_of=DAY, rates=ExchangeRates("USD"))


@pytest.fixture
def camps(say):
    """Two camps that compete, a supplier that serves both, and a pair that funds and fights."""
    on = "2025-01-01"
    return network_of(
        say(on, "invests", "Alpha", "Beta"),
        say(on, "supplies", "Alpha", "Beta", layer="cloud"),
        say(on, "partners", "Gamma", "Delta"),
        say(on, "competes", "Alpha", "Gamma"),
        say(on, "competes", "Beta", "Delta"),
        say(on, "supplies", "Epsilon", "Alpha"),
        say(on, "supplies", "Epsilon", "Beta"),
        say(on, "supplies", "Epsilon", "Gamma"),
        say(on, "invests", "Alpha", "Delta"),
        say(on, "competes", "Alpha", "Delta"),
        say(on, "competes", "Beta", "Zeta", status="speculated"),
        say(on, "valued", "Alpha", usd=9),
    )


def names(partition):
    return [[party.name for party in bloc] for bloc in partition.blocs]


def test_the_camps_and_who_serves_both(camps):
    two = bloc_structure(camps).into(2)
    assert names(two) == [["Alpha", "Beta", "Epsilon"], ["Delta", "Gamma"]]
    assert (two.frustration.index, two.frustration.proved) == (1, True)
    (broken,) = bloc_structure(camps).frustrated(2).to_dict("records")
    assert (broken["party"], broken["other"]) == ("Epsilon", "Gamma")
    assert broken["breach"] == "friends in different blocs"
    assert broken["deals"] == "Epsilon supplies Gamma"


def test_a_tie_with_as_many_for_as_against_is_neutral_and_left_out(camps):
    found = bloc_structure(camps)
    (contested,) = [tie for tie in found.ties if tie.is_contested]
    assert (contested.title(), contested.sign.name) == ("Alpha and Delta", "NEUTRAL")
    assert found.balance.edges == len(found.ties) - 1
    assert "1 deal for, 1 against" in found.why("Delta", "Alpha").text


def test_each_deal_has_one_vote_whatever_its_sum(say):
    on = "2025-01-01"
    found = bloc_structure(
        network_of(
            say(on, "invests", "Alpha", "Beta", usd=9e9),
            say(on, "competes", "Alpha", "Beta", layer="cloud"),
            say(on, "competes", "Alpha", "Beta", layer="chips"),
        )
    )
    assert [tie.sign.name for tie in found.ties] == ["HOSTILE"]


def test_what_binds_nobody_is_no_tie(camps):
    assert "Zeta" not in bloc_structure(camps).table()["party"].tolist()
    assert "no bloc" in bloc_structure(camps).why("Zeta").text


def test_three_rivals_are_opponents_in_one_bloc_of_two_and_not_of_three(say):
    found = bloc_structure(
        network_of(
            *(say("2025-01-01", "competes", *pair) for pair in combinations(["Alpha", "Beta", "Gamma"], 2))
        )
    )
    assert [partition.frustration.index for partition in found.partitions] == [1, 0]
    assert found.frustrated(2)["breach"].tolist() == ["opponents in one bloc"]
    assert "0 of 3 ties go against 3 blocs" in found.into(3).title()
    assert "opponents in one bloc" in "\n".join(found.why().lines())


def test_table_of_ties(camps):
    table = bloc_structure(camps).table().set_index("party")
    assert table.loc["Alpha", ["friends", "opponents", "contested", "frustrated"]].tolist() == [2, 1, 1, 0]
    assert table.loc["Epsilon", "frustrated"] == 1
    assert table.index[0] in ("Alpha", "Beta", "Epsilon")


def test_firm_is_who_never_changes_sides(say):
    on = "2025-01-01"
    firm = [
        say(on, "supplies", "Alpha", "Beta", layer=layer)
        for layer in ("chips", "cloud", "data", "models", "apps", "devices")
    ]
    table = bloc_structure(network_of(*firm)).table().set_index("party")
    assert table.loc["Alpha", "firmness"] == 1
    triangle = [say(on, "supplies", "Beta", "Gamma"), say(on, "competes", "Alpha", "Gamma")]
    unsure = bloc_structure(network_of(*firm, *triangle)).table().set_index("party")
    assert unsure.loc["Gamma", "firmness"] < unsure.loc["Beta", "firmness"] < 1


def test_the_picture_is_sorted_by_bloc(camps):
    chart = bloc_structure(camps).chart()
    assert [name.split(" ")[0] for name in chart.rows[3:]] == ["Delta", "Gamma"]
    cell = dict(zip(chart.columns, chart.words[chart.rows.index("Alpha (1)")], strict=True))
    assert (cell["Beta (1)"], cell["Gamma (2)"], cell["Delta (2)"], cell["Alpha (1)"]) == ("+", "-", "±", "")
    assert "1 of 7 ties goes against 2 blocs at best" in chart.note


def test_why_ends_at_the_quotes(camps):
    quotes = " ".join(leaf.quote or "" for leaf in bloc_structure(camps).why("Epsilon").leaves())
    assert "Epsilon supplies Gamma" in quotes
    assert "no binding deal" in bloc_structure(camps).why("Beta", "Gamma").text


@pytest.mark.parametrize(
    ("given", "code"), [(("Omega",), "measure.no-such-party"), (("Alpha",) * 3, "measure.wrong-names")]
)
def test_what_cannot_be_explained(camps, given, code):
    with pytest.raises(MisuseError) as caught:
        bloc_structure(camps).why(*given)
    assert caught.value.problem.code == code


def test_a_number_of_blocs_that_was_not_asked_for(camps):
    with pytest.raises(MisuseError) as caught:
        bloc_structure(camps).into(5)
    assert caught.value.problem.code == "measure.invalid-option"


def test_the_figures_of_the_point_are_those_of_the_proof(camps):
    found = {(one.name, one.about): one.values.tolist() for one in statistics(Draws.point(camps))}
    assert found["frustrated ties, at most", "2 blocs"] == [1]
    assert found["frustrated share of ties, at most", "2 blocs"] == [pytest.approx(1 / 7)]
    assert found["frustrated ties, at most", "3 blocs"] == [1]
    balanced = bloc_structure(camps).balance.balanced_triangle_share
    assert found["balanced triangles", ""] == [pytest.approx(balanced)]
    assert (found["signed ties", ""], found["pairs with deals of both signs", ""]) == ([7], [1])


def test_draws_that_are_alike_have_the_same_figures(camps):
    point = Draws.point(camps)
    real = np.vstack([point.real, np.zeros_like(point.real), point.real])
    reported = {item: np.vstack([values] * 3) for item, values in point.reported.items()}
    drawn = Draws(camps, point.payments, np.vstack([point.rates] * 3), real, reported, seed=1)
    found = {(one.name, one.about): one.values.tolist() for one in statistics(drawn)}
    assert found["frustrated ties, at most", "2 blocs"] == [1, 0, 1]
    assert found["signed ties", ""] == [7, 0, 7]
    nothing = Draws(
        camps,
        point.payments,
        np.zeros((2, point.rates.shape[1])),
        real[1:2].repeat(2, axis=0),
        {item: values[:2] for item, values in reported.items()},
        seed=1,
    )
    assert {one.name: one.values.tolist() for one in statistics(nothing)}["signed ties"] == [0, 0]


def test_nobody():
    found = bloc_structure(network_of())
    assert found.table().empty
    assert names(found.into(2)) == []
    values = {one.name: one.values.tolist() for one in statistics(Draws.point(found.network))}
    assert values["frustrated ties, at most"] == [0]
    assert np.isnan(values["balanced triangles"]).all()


def signed_matrices(count, n, density, rng):
    upper = np.triu(rng.integers(-2, 3, (count, n, n)) * (rng.random((count, n, n)) < density), 1)
    return (upper + upper.transpose(0, 2, 1)).astype(float)


@pytest.mark.parametrize("density", [0.15, 0.4, 0.8])
def test_descents_never_go_below_the_proved_index_and_mostly_reach_it(density):
    matrices = signed_matrices(30, 12, density, np.random.default_rng(5))
    found = frustration_at_most(matrices, 3)
    proved = np.array([[_index(matrix, most) for most in (1, 2, 3)] for matrix in matrices])
    assert (found >= proved).all()
    assert (found == proved).mean() > 0.95


def test_descents_with_weights_that_are_not_whole_and_a_diagonal_that_counts_as_nothing():
    matrices = 0.1 * signed_matrices(5, 8, 0.5, np.random.default_rng(6))
    found = frustration_at_most(matrices, 2)
    np.testing.assert_allclose(frustration_at_most(matrices - 7 * np.eye(8), 2), found)
    np.testing.assert_allclose(found[:, 1], [_index(matrix, 2) for matrix in matrices])


def _index(matrix, most):
    left, right = np.nonzero(np.triu(matrix, 1))
    edges = list(zip(left, right, matrix[left, right], strict=True))
    return frustration_index(len(matrix), edges, blocs=most).index
