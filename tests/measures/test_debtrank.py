"""How far a loss eats into the equity of others."""

import numpy as np
import pytest
from scipy.sparse import coo_array, csr_array

from keiretsu.errors import MisuseError
from keiretsu.measures import debt_rank, debtrank, distress

VARIANTS = ["linear", "original", "threshold"]


def industry(parties, seed, *, strength=0.8):
    """Draw exposures that add up to ``strength`` of the holder's equity."""
    draw = np.random.default_rng(seed)
    exposures = draw.lognormal(0, 1, (parties, parties)) * (draw.random((parties, parties)) < 0.4)
    np.fill_diagonal(exposures, 0)
    equity = draw.lognormal(0, 1, parties)
    held = exposures.sum(axis=1)
    exposures *= (strength * draw.uniform(0.5, 1.5, parties) * equity / np.where(held > 0, held, 1))[:, None]
    return exposures, equity, draw.random(parties) * (draw.random(parties) < 0.3) * 0.5


def swept(exposures, equity, shock, sweeps=100_000):
    """Follow the increments, as the formula of Bardoscia et al. is written."""
    impact = exposures / equity[:, None]
    before, now = np.zeros_like(shock), shock.copy()
    for _ in range(sweeps):
        before, now = now, np.minimum(1, now + impact @ (now - before))
        if (now == before).all():
            break
    return now


def stepped(exposures, equity, shock):
    """Follow the states undistressed, distressed and inactive, as Battiston et al. write it."""
    impact = np.minimum(1, exposures / equity[:, None])
    lost, state = shock.copy(), ["D" if loss > 0 else "U" for loss in shock]
    while "D" in state:
        passing = [party for party, is_in in enumerate(state) if is_in == "D"]
        after = lost.copy()
        for party in range(len(lost)):
            after[party] = min(1, lost[party] + sum(impact[party, i] * lost[i] for i in passing))
        state = [
            "I" if is_in in "DI" else ("D" if after[party] > 0 else "U") for party, is_in in enumerate(state)
        ]
        lost = after
    return lost


@pytest.mark.parametrize("strength", [0.3, 0.8, 1.0, 3.0])
@pytest.mark.parametrize("seed", range(8))
def test_linear_agrees_with_the_increments(seed, strength):
    exposures, equity, shock = industry(10, seed, strength=strength)
    assert debt_rank(exposures, equity, shock).loss == pytest.approx(
        swept(exposures, equity, shock), abs=1e-9
    )


@pytest.mark.parametrize("strength", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("form", [np.array, csr_array], ids=["dense", "sparse"])
def test_sweeps_and_the_exact_solution_agree(monkeypatch, form, strength):
    exposures, equity, _ = industry(12, 3, strength=strength)
    shocks = (
        np.random.default_rng(3).random((20, 12)) * (np.random.default_rng(4).random((20, 12)) < 0.2) * 0.3
    )
    expected = [swept(exposures, equity, shock) for shock in shocks]
    if form is csr_array:
        monkeypatch.setattr(debtrank, "DENSE", 0)
    monkeypatch.setattr(distress, "SWEEPS", 0)
    monkeypatch.setattr(distress, "SPARSE_SWEEPS", 0)
    assert debt_rank(form(exposures), equity, shocks).loss == pytest.approx(np.array(expected), abs=1e-9)


@pytest.mark.parametrize("strength", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("seed", range(8))
def test_original_agrees_with_the_states(seed, strength):
    exposures, equity, shock = industry(10, seed, strength=strength)
    result = debt_rank(exposures, equity, shock, variant="original")
    assert result.loss == pytest.approx(stepped(exposures, equity, shock))


def test_original_passes_a_loss_on_once():
    mutual = [[0, 0.8], [0.8, 0]]
    result = debt_rank(mutual, [1, 1], [0.1, 0], variant="original")
    assert result.loss == pytest.approx([0.1 + 0.8 * 0.08, 0.08])
    assert result.debtrank == pytest.approx((0.064 + 0.08) / 2)


def test_original_caps_what_one_party_can_do_to_another():
    result = debt_rank([[0, 9], [0, 0]], [3, 1], [0, 0.25], variant="original")
    assert result.loss.tolist() == [0.25, 0.25]
    assert debt_rank([[0, 9], [0, 0]], [3, 1], [0, 0.25]).loss.tolist() == [0.75, 0.25]


def test_threshold_needs_a_failure():
    chain = [[0, 5, 0], [0, 0, 5], [0, 0, 0]]
    assert debt_rank(chain, [4, 4, 4], [0, 0, 0.99], variant="threshold").loss.tolist() == [0, 0, 0.99]
    assert debt_rank(chain, [4, 4, 4], [0, 0, 1], variant="threshold").loss.tolist() == [1, 1, 1]


def test_a_loop_that_hardly_fades_is_exact():
    passed = 1 - 1e-7
    result = debt_rank([[0, passed], [passed, 0]], [1, 1], [1e-9, 0])
    assert result.loss == pytest.approx([1e-9 / (1 - passed**2), passed * 1e-9 / (1 - passed**2)], rel=1e-6)


@pytest.mark.parametrize("strength", [1.0, 1.2])
def test_a_loop_that_does_not_fade_loses_everything(strength):
    result = debt_rank([[0, strength, 0], [strength, 0, 0], [0, 0, 0]], [1, 1, 1], [1e-6, 0, 0])
    assert result.loss.tolist() == [1, 1, 0]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_loop_that_the_shock_does_not_reach_loses_nothing(variant):
    exposures = [[0, 2, 0], [2, 0, 0], [1, 0, 0]]
    assert debt_rank(exposures, [1, 1, 1], [0, 0, 1], variant=variant).loss.tolist() == [0, 0, 1]
    assert debt_rank(exposures, [1, 1, 1], [0, 0, 0], variant=variant).debtrank == 0


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_party_without_equity_loses_all_by_any_loss(variant):
    exposures = [[0, 1e-9, 0], [0, 0, 0], [0, 0, 0]]
    result = debt_rank(exposures, [0, 1, 0], [0, 1, 0], variant=variant)
    assert result.loss.tolist() == [1, 1, 0]
    assert result.equity.tolist() == [0, 0, 0]
    assert result.debtrank == 0


@pytest.mark.parametrize("variant", VARIANTS)
def test_nobody_has_equity(variant):
    result = debt_rank(np.zeros((2, 2)), [0, 0], [1, 0], variant=variant)
    assert result.debtrank == 0
    assert result.loss.tolist() == [1, 0]


def test_an_exposure_to_oneself_comes_round_again():
    assert debt_rank([[0.5]], [1], [0.1]).loss == pytest.approx([0.2])
    assert debt_rank([[0.5]], [1], [0.1], variant="original").loss == pytest.approx([0.15])
    assert debt_rank([[1]], [1], [0.1]).loss.tolist() == [1]


def test_weights_are_equity_unless_given_and_taken_as_they_are():
    exposures, equity, shock = industry(8, 1)
    result = debt_rank(exposures, equity, shock)
    assert result.weights == pytest.approx(equity / equity.sum())
    assert result.debtrank == pytest.approx((equity * result.added_loss).sum() / equity.sum())
    money = debt_rank(exposures, equity, shock, weights=equity)
    assert money.debtrank == pytest.approx(result.debtrank * equity.sum())
    assert money.equity == pytest.approx(equity - equity * money.loss)


@pytest.mark.parametrize("variant", VARIANTS)
def test_scenarios_and_sparse_matrices_give_the_same(variant):
    exposures, equity, _ = industry(12, 4, strength=1.1)
    together = debt_rank(exposures, equity, np.eye(12), variant=variant)
    assert together.debtrank.shape == (12,)
    for form in (csr_array, coo_array):
        sparse = debt_rank(form(exposures), equity, np.eye(12), variant=variant)
        assert sparse.loss == pytest.approx(together.loss)
    for party in range(12):
        alone = debt_rank(exposures, equity, np.eye(12)[party], variant=variant)
        assert alone.loss == pytest.approx(together.loss[party])
        assert alone.debtrank == pytest.approx(together.debtrank[party])


@pytest.mark.parametrize("strength", [0.9, 0.9999, 2.0])
def test_many_parties(strength):
    parties = 1500
    draw = np.random.default_rng(2)
    holder, issuer = draw.integers(0, parties, (2, 8 * parties))
    amount = draw.lognormal(0, 1, holder.size)
    exposures = coo_array((amount, (holder, issuer)), shape=(parties, parties)).tocsr()
    equity = np.maximum(exposures.sum(axis=1), 1e-3) / strength
    shock = np.where(np.arange(parties) < 3, 1e-6, 0.0)
    loss = debt_rank(exposures, equity, shock).loss
    limit = np.minimum(1, shock + (exposures @ loss) / equity)
    assert loss == pytest.approx(limit, rel=1e-9, abs=1e-15)
    assert ((loss >= shock) & (loss <= 1)).all()
    for variant in ("original", "threshold"):
        assert (debt_rank(exposures, equity, shock, variant=variant).loss <= loss + 1e-12).all()


def test_no_parties_at_all():
    for variant in VARIANTS:
        assert debt_rank(np.zeros((0, 0)), [], [], variant=variant).debtrank == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"exposures": [[0, 1]]}, "measure.invalid-exposures"),
        ({"exposures": [[0, -1], [0, 0]]}, "measure.invalid-exposures"),
        ({"equity": [1, -1]}, "measure.invalid-exposures"),
        ({"equity": [1, 1, 1]}, "measure.invalid-exposures"),
        ({"weights": [1]}, "measure.invalid-exposures"),
        ({"initial_loss": [0.1]}, "measure.invalid-shock"),
        ({"initial_loss": [10, 0]}, "measure.invalid-shock"),
        ({"initial_loss": [-0.1, 0]}, "measure.invalid-shock"),
        ({"initial_loss": float("nan")}, "measure.invalid-shock"),
        ({"variant": "nonlinear"}, "measure.unknown-variant"),
    ],
)
def test_what_cannot_be_followed_is_refused(arguments, code):
    given = {"exposures": [[0, 1], [0, 0]], "equity": [1, 1], "initial_loss": [0, 1]}
    with pytest.raises(MisuseError) as raised:
        debt_rank(**given | arguments)
    assert raised.value.problem.code == code
