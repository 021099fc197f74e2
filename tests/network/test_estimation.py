"""Amounts that no source gives: left out, or filled in so that reported totals are met."""

from datetime import date

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

SOURCE = Source("Annual report", "The firms", "2025-03-01")


def reports(name: str, item: Item, usd: float) -> ReportedFigure:
    return ReportedFigure(Party(name), item, Money.exactly(usd, "USD"), Period.parse("2024"), SOURCE)


def network(claims, figures=(), unknown="estimate"):
    return project(
        reconcile(claims, Registry()),
        figures,
        as_of=date(2025, 6, 30),
        rates=ExchangeRates("USD"),
        unknown=unknown,
    )


def rates(projected) -> dict[tuple[str, str], float | None]:
    return {
        (one.payer.name, one.payee.name): one.rate.per_year if one.rate else None
        for one in projected.payments
    }


@pytest.fixture
def claims(say):
    """Foundry sells chips to Cloud for 30 a year, and to Lab and Rival for sums that nobody tells."""
    return [
        say("2025-01-01", "supplies", "Foundry", "Cloud", usd=30, basis="per_year", layer="chips"),
        say("2025-01-01", "supplies", "Foundry", "Lab", layer="chips"),
        say("2025-01-01", "supplies", "Foundry", "Rival", layer="chips"),
    ]


def test_unknown_amounts_are_left_out_unless_asked_for(claims) -> None:
    projected = network(claims, [reports("Foundry", Item.REVENUE, 60)], "exclude")
    assert rates(projected)["Lab", "Foundry"] is None
    assert projected.estimation is None


def test_what_the_revenue_leaves_is_shared_out_with_end_customers(claims) -> None:
    """Of 60, 30 are known; two payments as large as the known one and 30 of others share the rest."""
    projected = network(claims, [reports("Foundry", Item.REVENUE, 60)])
    found = rates(projected)
    assert found["Lab", "Foundry"] == found["Rival", "Foundry"] == pytest.approx(10, rel=0.01)
    customers = [one.per_year for one in projected.inflows if one.source == "end customers"]
    assert sum(customers) == pytest.approx(10, rel=0.02)
    assert projected.problems == ()


def test_estimates_are_marked_bounded_and_say_how_they_were_made(claims) -> None:
    projected = network(claims, [reports("Foundry", Item.REVENUE, 60)])
    (lab,) = [one for one in projected.payments if one.payer.name == "Lab"]
    assert lab.is_estimated
    assert (lab.rate.low, lab.rate.high) == pytest.approx((0, 30), rel=0.01)
    assert lab.why.estimate
    assert any("Annual report" in (leaf.source or "") for leaf in lab.why.leaves())
    table = projected.table()
    assert table.set_index("payer")["estimated"].to_dict() == {"Cloud": False, "Lab": True, "Rival": True}


def test_a_buyers_capital_expenditure_bounds_what_it_pays(claims) -> None:
    projected = network(
        claims, [reports("Foundry", Item.REVENUE, 600), reports("Lab", Item.CAPITAL_EXPENDITURE, 4)]
    )
    assert rates(projected)["Lab", "Foundry"] < 4
    assert projected.problems == ()


def test_a_payment_that_no_total_bounds_is_not_guessed(claims) -> None:
    projected = network(claims)
    assert rates(projected)["Lab", "Foundry"] is None
    (problem,) = projected.problems
    assert problem.code == "network.no-total"
    assert "Lab to Foundry, Rival to Foundry" in problem.line()


def test_a_total_that_the_known_payments_exceed_is_named_and_bounds_nothing(claims) -> None:
    projected = network(claims, [reports("Foundry", Item.REVENUE, 20)])
    assert rates(projected)["Lab", "Foundry"] is None
    (problem,) = [one for one in projected.problems if one.code == "network.total-exceeded"]
    assert "Foundry's revenue" in problem.line()


def test_a_sum_of_several_pairs_is_shared_out_among_them() -> None:
    """One sentence gives 12 for two investors together; over two years that is 6 a year."""
    document = Document("First and Second invested $12 in Lab.", name="note.txt", published="2025-01-01")
    quoted = Evidence.find(document, document.text)
    both = Money.exactly(12, "USD")
    claims = [Claim(quoted, "invests", name, "Lab", amount=both) for name in ("First", "Second")]
    found = rates(network(claims))
    assert found["First", "Lab"] == found["Second", "Lab"] == pytest.approx(3, rel=0.01)


def test_another_word_for_unknown_is_refused(claims) -> None:
    with pytest.raises(MisuseError) as caught:
        network(claims, unknown="guess")
    assert caught.value.problem.code == "network.unknown-choice"


def test_of_very_many_payments_without_a_total_a_few_are_named(say) -> None:
    made = [say("2025-01-01", "supplies", "Foundry", f"Lab {n:02}", layer="chips") for n in range(20)]
    (problem,) = network(made).problems
    assert problem.code == "network.no-total"
    assert problem.where.startswith("Lab 00 to Foundry, Lab 01 to Foundry, ")
    assert problem.where.endswith(", Lab 11 to Foundry and 8 others")
