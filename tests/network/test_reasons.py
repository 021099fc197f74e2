"""What a network says of its sums: in which currency they are, and where none is known."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from keiretsu.ledger import ExchangeRate, ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import Network, project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.reasons import Reason

SOURCE = Source("Annual report", "The firms", "2025-03-01")
BARE = re.compile(r"(?<!EUR )\b[\d,.]+ a year")


def reports(name: str, item: Item, amount: float, period: str) -> ReportedFigure:
    return ReportedFigure(Party(name), item, Money.exactly(amount, "USD"), Period.parse(period), SOURCE)


def network_of(*claims, figures=()) -> Network:
    rates = ExchangeRates("EUR", [ExchangeRate("USD", 2025, Decimal("0.88"), SOURCE)])
    return project(
        reconcile(claims, Registry()), figures, as_of=date(2025, 6, 30), rates=rates, unknown="estimate"
    )


def party(network: Network, name: str) -> Party:
    return next(one for one in network.parties if one.name == name)


def texts(reason: Reason) -> Iterator[str]:
    yield reason.text
    for part in reason.because:
        yield from texts(part)


def test_every_sum_a_year_has_its_currency(say) -> None:
    network = network_of(
        say("2025-01-01", "supplies", "Foundry", "Cloud", usd=30, basis="per_year", layer="chips"),
        say("2025-01-01", "supplies", "Foundry", "Lab", layer="chips"),
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=500, basis="per_year", layer="cloud"),
        say("2025-01-01", "supplies", "Cloud", "Shop", layer="cloud"),
        figures=[
            reports("Foundry", Item.REVENUE, 60, "2024"),
            reports("Cloud", Item.REVENUE, 100, "2024"),
            reports("Lab", Item.FUNDING, 40, "2024"),
            *(reports("Lab", Item.CASH, 90 - 10 * year, f"202{year}-12-31") for year in (3, 4)),
        ],
    )
    why = [one.why for one in (*network.payments, *network.inflows)]
    said = [text for reason in why for text in texts(reason)] + [one.message for one in network.problems]
    for words in ("no source gives the sum", "falls by", "funding of the last", "purchases from"):
        assert any(words in text for text in said), words
    assert {one.code for one in network.problems} >= {"network.total-exceeded"}
    assert not [text for text in said if BARE.search(text)]
    assert "1 USD = EUR 0.88 on average in 2025" in said


def test_what_nobody_knows_is_not_told_as_nothing_paid(say) -> None:
    network = network_of(
        say("2025-01-01", "supplies", "Alpha", "Beta", layer="chips"),
        say("2025-01-01", "supplies", "Alpha", "Gamma", layer="chips", usd=7, basis="per_year"),
        say("2025-01-01", "supplies", "Alpha", "Gamma", layer="cloud"),
    )
    alpha, beta, gamma = (party(network, name) for name in ("Alpha", "Beta", "Gamma"))
    told = "Beta pays Alpha nothing that is known as of 2025-06-30; 1 payment has no known sum"
    assert network.why(beta, alpha).text == told
    assert network.why(gamma, alpha).text.endswith(
        "EUR 6 a year as of 2025-06-30; 1 payment has no known sum"
    )
    assert network.why(alpha, beta).text == "Alpha pays Beta nothing that is known as of 2025-06-30"
