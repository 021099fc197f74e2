"""Who is too interconnected to fail, and who loses what if X fails, with parties, deals and quotes."""

from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures import debt_rank
from keiretsu.measures.of_network.contagion import MEASURE, contagion
from keiretsu.measures.of_network.failures import Failures
from keiretsu.measures.of_network.losses import losses
from keiretsu.measures.of_network.obligations import obligations
from keiretsu.measures.of_network.shareholdings import shareholdings
from keiretsu.measures.of_network.spreading import spread
from keiretsu.network import Assumption, Assumptions, Draws, project, sample
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

DAY = date(2025, 6, 30)
SOURCE = Source("Annual report", "The firms", "2025-03-01")


def assuming(**values: float) -> Assumptions:
    return Assumptions({name: Assumption(name, value, "x", "m", "s") for name, value in values.items()})


def reports(name: str, item: Item, usd: float) -> ReportedFigure:
    return ReportedFigure(Party(name), item, Money.exactly(int(usd), "USD"), Period.parse("2024"), SOURCE)


def network_of(claims, figures=(), assumptions=None):
    return project(
        reconcile(claims, Registry()), figures, as_of=DAY, rates=ExchangeRates("USD"), assumptions=assumptions
    )


@pytest.fixture
def claims(say):
    """Fund holds a stake in Cloud; Cloud holds one in Lab, sells to it, and is paid a year later."""
    return [
        say("2025-01-01", "invests", "Fund", "Cloud", usd=40),
        say("2025-01-01", "invests", "Cloud", "Lab", usd=100),
        say("2025-01-01", "invests", "Bank", "Lab", usd=50, terms=("debt",)),
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=80, basis="per_year", layer="cloud"),
        say("2025-01-01", "supplies", "Foundry", "Lab", layer="chips"),
        say("2025-01-01", "valued", "Cloud", amount=Money.exactly(560, "USD", basis="valuation")),
    ]


@pytest.fixture
def industry(claims):
    figures = [reports("Cloud", Item.CASH, 70), reports("Lab", Item.REVENUE, 20)]
    return network_of(claims, figures, assuming(days_sales_outstanding=0, recovery_of_sales=0.5))


def test_direct_losses_by_kind_after_recovery(industry) -> None:
    lost = losses(industry, "lab")
    found = {(row.holder, row.kind): row.loss for row in lost.by_kind().itertuples()}
    assert found["Cloud", "stake"] == 100
    assert found["Cloud", "sales"] == pytest.approx(40)
    assert found["Bank", "loan"] == pytest.approx(50 * 0.6)
    assert found["Cloud", "receivable"] == 0


def test_a_second_round_hits_who_holds_the_holder(industry) -> None:
    """Cloud loses 140 of its worth of 560, a quarter, and so does Fund's stake of 40 in it."""
    lost = losses(industry, "Lab")
    fund = lost.of("Fund")
    assert (fund.direct, fund.second_rounds) == (0, pytest.approx(10))
    assert lost.of("Cloud").distress == pytest.approx(0.25)
    assert lost.total == pytest.approx(140 + 30 + 10)


def test_the_failed_party_s_own_losses_are_nobody_else_s(say, claims) -> None:
    """Lab holds a stake in Cloud, which loses worth by Lab's failure: that is no loss of others."""
    back = say("2025-01-01", "invests", "Lab", "Cloud", usd=30)
    lost = losses(network_of([*claims, back]), "Lab")
    assert "Lab" not in lost.table()["holder"].tolist()
    assert not any("second round: Lab" in line for line in lost.why("Cloud").lines())


def test_losses_are_weighed_by_the_cash_that_is_there_to_bear_them(industry) -> None:
    cloud, bank = losses(industry, "Lab").of("Cloud"), losses(industry, "Lab").of("Bank")
    assert (cloud.buffer.is_estimated, cloud.share_of_buffer) == (False, pytest.approx(2))
    assert (bank.buffer, bank.share_of_buffer, bank.distress) == (None, None, None)


def test_a_buffer_that_is_estimated_says_so(industry) -> None:
    lab = losses(industry, "Cloud").of("Lab")
    assert lab.buffer.is_estimated
    assert lab.buffer.amount == pytest.approx(20 * 0.2, rel=0.01)
    assert any("buffer_of_revenue" in leaf.text for leaf in lab.buffer.why.leaves())


def test_an_unknown_size_is_listed_and_not_zero(industry) -> None:
    table = losses(industry, "Lab").table().set_index("holder")
    assert np.isnan(table.loc["Foundry", "sales"])
    assert table.loc["Foundry", "unknown_sums"] == 1
    assert table.loc["Cloud", "unknown_sums"] == 0


def test_the_table_of_kinds_and_the_arrays_are_one(industry) -> None:
    failures = Failures.of(industry)
    for place, party in enumerate(industry.parties):
        told = losses(industry, party.name).by_kind()
        total = float(told["loss"].sum()) if len(told) else 0.0
        assert total == pytest.approx(failures.positions.direct[0, :, place].sum())


def test_why_of_a_loss_ends_at_quotes_and_assumptions(industry) -> None:
    told = list(contagion(industry).why("Lab", "Fund").lines())
    assert any("second round: Cloud has lost 25.0% of its worth" in line for line in told)
    assert any('"2025-01-01 Fund invests Cloud' in line for line in told)
    stake = losses(industry, "Lab").why("Cloud", "stake")
    assert any("recovery_of_equity" in leaf.text for leaf in stake.leaves())


@pytest.mark.parametrize(
    "names", [("Nobody",), ("Lab", "Nobody"), ("Lab", "Lab"), ("Lab", "Cloud", "loan"), ("Lab",) * 4]
)
def test_asking_for_what_is_not_there(industry, names) -> None:
    with pytest.raises(MisuseError) as caught:
        contagion(industry).why(*names)
    assert caught.value.problem.code in (
        "measure.no-such-party",
        "measure.no-such-exposure",
        "measure.wrong-names",
    )


def test_parties_are_ranked_by_what_the_others_lose(industry) -> None:
    ranked = contagion(industry)
    assert [each.party.name for each in ranked.parties][:2] == ["Lab", "Cloud"]
    assert ranked.table()["loss_of_others"].is_monotonic_decreasing
    assert ranked.of("Fund").rescue.avoided == 0
    assert ranked.chart().labels[0] == "Lab"


def test_debtrank_of_a_failure_is_the_part_of_all_worth_that_others_lose(industry) -> None:
    """Lab is worth 76, Cloud 560: Cloud loses 100 of the 636 by Lab, however Lab's sales stop."""
    lab = contagion(industry).of("Lab")
    worth = 560 + 20 * 3.8
    assert lab.debtrank == pytest.approx(100 / worth, rel=0.01)
    assert lab.debtrank_original == pytest.approx(lab.debtrank)


def test_a_rescue_is_worth_it_if_the_others_lose_more_without(industry) -> None:
    """Lab owes 80 a year, sells for 20 and has 4: keeping it going costs 56."""
    rescue = contagion(industry).of("Lab").rescue
    assert rescue.cost == pytest.approx(56, rel=0.01)
    assert rescue.ratio == pytest.approx(180 / 56, rel=0.01)
    assert [party.name for party in rescue.alone] == ["Cloud"]
    assert rescue.is_worth_it


def test_reported_cash_lowers_the_cost_of_a_rescue(claims) -> None:
    figures = [reports("Lab", Item.REVENUE, 20), reports("Lab", Item.CASH, 30)]
    rescue = contagion(network_of(claims, figures)).of("Lab").rescue
    assert rescue.cost == pytest.approx(80 - 20 - 30, rel=0.01)
    assert any("cash" in leaf.text for leaf in rescue.why.leaves())


def test_a_rescue_rests_on_the_deals_where_they_pay_more_than_is_reported(claims, say) -> None:
    """Lab reports 20 and sells to Fund for 30 a year: 30 is its income, and the sale tells it."""
    sale = say("2025-01-01", "supplies", "Lab", "Fund", usd=30, basis="per_year", layer="models")
    network = network_of([*claims, sale], [reports("Lab", Item.REVENUE, 20), reports("Lab", Item.CASH, 10)])
    rescue = contagion(network).of("Lab").rescue
    assert rescue.cost == pytest.approx(80 - 30 - 10)
    assert any("Lab supplies Fund" in (leaf.quote or "") for leaf in rescue.why.leaves())
    assert not any("reports revenue" in leaf.text for leaf in rescue.why.leaves())


def test_who_can_pay_needs_no_rescue(industry) -> None:
    rescue = contagion(industry).of("Cloud").rescue
    assert (rescue.cost, rescue.ratio, rescue.alone, rescue.is_worth_it) == (0, None, (), False)


def test_output_that_hangs_on_a_party(industry) -> None:
    """All of Cloud's known sales go to Lab, which passes on a fifth of them to end customers."""
    assert contagion(industry).of("Lab").extraction == pytest.approx(80)


def test_who_cannot_pay_if_outside_capital_stops(say) -> None:
    claims = [
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=80, basis="per_year"),
        say("2025-01-01", "supplies", "Foundry", "Cloud", usd=70, basis="per_year"),
    ]
    figures = [
        reports("Lab", Item.REVENUE, 40),
        reports("Lab", Item.FUNDING, 200),
        reports("Cloud", Item.CASH, 0),
    ]
    assumed = assuming(buffer_of_revenue=0, recovery_of_own_means=1, recovery_of_incoming_payments=1)
    found = obligations(network_of(claims, figures, assumed))
    lab, cloud = found.unpaid()
    assert (lab.party.name, lab.round, lab.shortfall) == ("Lab", 1, pytest.approx(40, rel=0.01))
    assert (cloud.party.name, cloud.round, cloud.shortfall) == ("Cloud", 2, pytest.approx(30, rel=0.01))
    assert {each.party.name for each in found.unpaid("Lab")} == {"Lab", "Cloud"}
    assert found.unpaid("Foundry") == ()
    assert found.table()["pays"].tolist() == pytest.approx(found.table()["owes_per_year"].tolist())
    assert any(leaf.quote for leaf in found.why().leaves())


def test_a_takeover_is_owed_to_nobody_in_the_network(say) -> None:
    claims = [
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=80, basis="per_year"),
        say("2025-01-01", "acquires", "Lab", "Studio", usd=900),
    ]
    (lab,) = obligations(network_of(claims, [reports("Lab", Item.REVENUE, 40)])).unpaid()
    assert lab.owed == 80
    assert not any(each.text.startswith("Lab pays others") for each in lab.why.because)


def test_who_reports_no_revenue_is_not_taken_to_run_out_of_money(say) -> None:
    network = network_of([say("2025-01-01", "supplies", "Cloud", "Lab", usd=80, basis="per_year")])
    assert obligations(network).unpaid() == ()


def test_who_cannot_pay_if_a_customer_stops_paying(say) -> None:
    claims = [
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=80, basis="per_year"),
        say("2025-01-01", "supplies", "Foundry", "Cloud", usd=70, basis="per_year"),
    ]
    (cloud,) = losses(network_of(claims), "Lab").unpaid
    assert (cloud.party.name, cloud.paid) == ("Cloud", 0)


def test_cash_that_is_drawn_on_anyway_is_not_there_twice(say) -> None:
    """Lab takes in 40, pays 80, and draws 40 of its 50 a year: without Shop's 30 it has 60."""
    claims = [
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=80, basis="per_year"),
        say("2025-01-01", "supplies", "Lab", "Shop", usd=30, basis="per_year"),
    ]
    network = network_of(claims, [reports("Lab", Item.REVENUE, 40), reports("Lab", Item.CASH, 50)])
    assert not obligations(network).clearing.defaults[0].any()
    (lab,) = losses(network, "Shop").unpaid
    assert "has 60 of its own and gets 0" in lab.why.text
    assert any("reports cash" in leaf.text for leaf in lab.why.leaves())


def test_shares_are_sums_over_valuations_and_unknown_without(claims) -> None:
    held = shareholdings(network_of(claims))
    assert [(s.holder.name, s.held.name, s.share) for s in held.stakes if s.share] == [
        ("Fund", "Cloud", pytest.approx(40 / 560))
    ]
    assert [(s.holder.name, s.held.name) for s in held.left_out] == [("Cloud", "Lab")]
    assert any(leaf.quote for leaf in held.why("Fund").leaves())


def test_of_a_dollar_of_the_held_the_holder_s_owners_get_their_share(claims) -> None:
    held = shareholdings(network_of(claims))
    names = [party.name for party in held.parties]
    assert held.dependency[names.index("Fund"), names.index("Cloud")] == pytest.approx(40 / 560)
    assert held.dependency.sum(axis=0) == pytest.approx(1)


def test_stakes_that_cost_more_than_the_whole_is_worth_are_the_whole(say) -> None:
    claims = [
        say("2025-01-01", "invests", "Alpha", "Beta", usd=90),
        say("2025-01-01", "invests", "Gamma", "Beta", usd=60),
        say("2025-01-01", "valued", "Beta", amount=Money.exactly(100, "USD", basis="valuation")),
    ]
    held = shareholdings(network_of(claims))
    assert held.dependency.sum(axis=0) == pytest.approx(1)
    assert held.dependency[:, 1].tolist() == pytest.approx([0.6, 0, 0.4])


def test_a_failure_drags_down_who_holds_the_failed(say) -> None:
    def worth(name: str, usd: float):
        return say("2025-01-01", "valued", name, amount=Money.exactly(int(usd), "USD", basis="valuation"))

    claims = [say("2025-01-01", "invests", "Alpha", "Beta", usd=80), worth("Alpha", 100), worth("Beta", 100)]
    held = shareholdings(network_of([*claims, worth("Gamma", 100)]))
    names = [party.name for party in held.valued]
    assert [[names[place] for place in together] for together in held.cascade("Beta").rounds] == [
        ["Alpha", "Beta"]
    ]
    assert held.cascade("Alpha").failed == ()  # what it holds of Beta is worth 80 of its 100
    with pytest.raises(MisuseError) as caught:
        shareholdings(network_of(claims[:2])).cascade("Beta")
    assert caught.value.problem.code == "measure.no-valuation"


def test_losses_spread_over_many_draws_as_in_each_alone() -> None:
    random = np.random.default_rng(5)
    impact = (
        random.random((20, 6, 6))
        * (random.random((20, 6, 6)) < 0.4)
        * random.choice([0.3, 1.0, 3.0], (20, 1, 1))
    )
    shock = random.random((20, 6, 4)) * (random.random((20, 6, 4)) < 0.3)
    together = spread(impact, shock)
    for draw in range(20):
        alone = debt_rank(impact[draw], np.ones(6), shock[draw].T).loss.T
        assert together[draw] == pytest.approx(alone, abs=1e-9)


def test_a_loop_that_fades_slowly_is_solved_exactly() -> None:
    ring = np.array([[[0.0, 0.999], [0.999, 0.0]]])
    lost = spread(ring, np.array([[[1e-4], [0.0]]]))
    assert lost.ravel() == pytest.approx(np.linalg.solve(np.eye(2) - ring[0], [1e-4, 0]), rel=1e-9)


def test_the_figure_of_the_network_is_its_draw_without_chance(industry) -> None:
    values = {(each.name, each.about): each.values for each in MEASURE.statistics(Draws.point(industry))}
    result = contagion(industry)
    for each in result.parties:
        name = each.party.name
        assert values["direct loss", name] == pytest.approx([each.direct])
        assert values["loss", name] == pytest.approx([each.rescue.avoided])
        assert values["debtrank", name] == pytest.approx([each.debtrank])
        assert values["rescue ratio", name] == pytest.approx([each.rescue.ratio or np.nan], nan_ok=True)


def test_losses_in_draws_follow_whether_the_deals_are_real(claims, say) -> None:
    maybe = say("2025-01-01", "invests", "Angel", "Lab", usd=1000, status="in_talks")
    draws = sample(network_of([*claims, maybe]), 200)
    (values,) = (
        each.values for each in MEASURE.statistics(draws) if (each.name, each.about) == ("direct loss", "Lab")
    )
    assert values.min() < 400 < 1000 < values.max()
    blocks = np.concatenate([MEASURE.statistics(block)[0].values for block in draws.blocks(7)])
    assert (blocks == MEASURE.statistics(draws)[0].values).all()


def test_an_old_stake_is_lost_only_in_draws_in_which_it_is_real(say) -> None:
    old = say("2015-01-01", "invests", "Alpha", "Beta", usd=100, status="agreed")
    found = {
        (each.name, each.about): each.values for each in MEASURE.statistics(sample(network_of([old]), 200))
    }
    assert set(found["direct loss", "Beta"].tolist()) == {0, 100}


def test_a_network_without_exposures_answers_with_nothing(say) -> None:
    rivals = network_of([say("2025-01-01", "competes", "Alpha", "Beta")])
    for network in (rivals, network_of([])):
        result = contagion(network)
        assert (result.parties, result.table().empty, result.chart().labels) == ((), True, ())
        assert result.obligations.unpaid() == ()
        assert result.shareholdings.stakes == ()
        assert result.why().because == ()
    assert losses(rivals, "Alpha").table().empty
