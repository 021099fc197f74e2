"""A difference shared out among its causes: Shapley's axioms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.errors import MisuseError
from keiretsu.measures.attribution import shapley


def test_the_glove_game() -> None:
    """Shapley's textbook game: one left glove and two right ones; a pair is worth 1."""
    share = shapley(lambda made: made[:, 0] & (made[:, 1] | made[:, 2]), 3)
    assert share == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_no_change_has_no_share() -> None:
    assert shapley(lambda made: made.sum(axis=1), 0).size == 0


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=20))
def test_all_shares_add_up_and_causes_apart_get_what_they_do(effects) -> None:
    share = shapley(lambda made: made @ np.array(effects), len(effects), orders=3)
    assert share == pytest.approx(effects, abs=1e-9)


@given(st.integers(7, 12), st.integers(0, 5))
def test_drawn_orders_still_share_out_all_of_it(changes: int, seed: int) -> None:
    def together(made):
        return np.prod(1 + made, axis=1) + made[:, 0] * 5.0

    share = shapley(together, changes, orders=10, seed=seed)
    assert share.sum() == pytest.approx(2.0**changes + 5 - 1)
    assert share.tolist() == shapley(together, changes, orders=10, seed=seed).tolist()


@pytest.mark.parametrize(("changes", "orders"), [(-1, 50), (7, 0)])
def test_there_are_changes_and_orders_to_go_through(changes: int, orders: int) -> None:
    with pytest.raises(MisuseError, match=r"measure\.invalid-option"):
        shapley(lambda made: made.sum(axis=1), changes, orders=orders)
