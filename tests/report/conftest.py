"""An industry of three parties, reported on as of the end of 2025."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

import pytest

from keiretsu.claims import Claim
from keiretsu.errors import Problem
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import UnknownAmounts, project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.report import ReportContents

END_OF_2025 = date(2025, 12, 31)


@pytest.fixture(scope="session")
def report_on() -> Callable[..., ReportContents]:
    """Return a function that makes a report's contents from claims."""

    def contents(
        claims: Iterable[Claim],
        figures: Iterable[ReportedFigure] = (),
        parties: Iterable[Party] = (),
        problems: tuple[Problem, ...] = (),
        unknown: UnknownAmounts = "exclude",
    ) -> ReportContents:
        said = tuple(claims)
        deals = reconcile(said, Registry(parties))
        network = project(deals, figures, as_of=END_OF_2025, rates=ExchangeRates("USD"), unknown=unknown)
        return ReportContents(
            title="An invented industry",
            as_of=END_OF_2025,
            known_by=datetime(2026, 1, 1, tzinfo=UTC),
            documents=tuple({claim.document.id: claim.document for claim in said}.values()),
            claims=said,
            figures=tuple(figures),
            contradictions=tuple(one for deal in deals for one in deal.contradictions),
            network=network,
            problems=problems,
            pack_title=None,
            version="1.2.3",
        )

    return contents


@pytest.fixture(scope="session")
def ring(say: Callable[..., Claim]) -> tuple[Claim, ...]:
    """Alpha funds Beta, which buys from Alpha and from Gamma; more is said that moves no money."""
    return (
        say("2025-03-04", "invests", "Alpha", "Beta", usd=10e9),
        say("2025-04-05", "supplies", "Alpha", "Beta", usd=15e9, layer="cloud"),
        say("2025-05-06", "supplies", "Gamma", "Beta", usd=5e9, layer="cloud"),
        say("2025-06-07", "supplies", "Gamma", "Alpha", layer="chips"),
        say("2025-07-08", "invests", "Gamma", "Beta", usd=1e9, status="in_talks"),
        say("2025-08-09", "competes", "Alpha", "Gamma", layer="cloud"),
        say("2025-09-10", "builds", "Beta", "models", layer="models"),
    )


@pytest.fixture(scope="session")
def alpha_revenue() -> ReportedFigure:
    """Alpha's revenue of 2025."""
    source = Source("Annual report", "Alpha", "2026-01-01")
    return ReportedFigure(
        Party("Alpha"), Item.REVENUE, Money.exactly(20_000_000_000, "USD"), Period.parse("2025"), source
    )


@pytest.fixture(scope="session")
def contents(report_on, ring, alpha_revenue) -> ReportContents:
    """The report on the three parties."""
    return report_on(ring, [alpha_revenue])


@pytest.fixture(scope="session")
def estimated(report_on, ring, alpha_revenue) -> ReportContents:
    """The same, with what Alpha pays Gamma for chips filled in so that Gamma's revenue is met."""
    source = Source("Annual report", "Gamma", "2026-01-01")
    revenue = ReportedFigure(
        Party("Gamma"), Item.REVENUE, Money.exactly(6_000_000_000, "USD"), Period.parse("2025"), source
    )
    return report_on(ring, [alpha_revenue, revenue], unknown="estimate")
