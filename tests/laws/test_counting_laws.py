"""What must hold of the words of every result, whatever it is worked out from: there is never "1 deals"."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures import intervals, load_measure, measure_names
from keiretsu.network import Assumption, Assumptions, Network, project
from keiretsu.network.exposures import exposures
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period
from keiretsu.reasons import Reason

DAY = date(2025, 6, 30)
NOUNS = (
    "deals|parties|ties|stakes|layers|suppliers|customers|draws|loops|rows|claims|sources|documents|years|days"
    "|sales|networks|legs|points|exposures|numbers|quarters|paths|blocs|times"
)
ONE_OF_SEVERAL = re.compile(rf"(?<![\d.,])1 (?:[a-z]+ )?(?:{NOUNS})\b")
SAID = (
    "Alpha sells Beta cloud services for 80 a year.",
    "Alpha sells Beta chips.",
    "Alpha invests 60 a year in Beta.",
    "Alpha invests in Gamma.",
    "Alpha and Gamma compete.",
    "Gamma leases Alpha energy for 9 over one year.",
)
TEXT = Document(" ".join(SAID), name="one.txt", published="2025-01-01")


def a_claim(sentence: str, *ends: str, sum_: Money | None = None, **more) -> Claim:
    return Claim(Evidence.find(TEXT, sentence), *ends, amount=sum_, **more)


def yearly(amount: int) -> Money:
    return Money.exactly(amount, "USD", basis="per_year")


CLAIMS = (
    a_claim(SAID[0], "supplies", "Alpha", "Beta", sum_=yearly(80), layer="cloud"),
    a_claim(SAID[1], "supplies", "Alpha", "Beta", layer="chips"),
    a_claim(SAID[2], "invests", "Alpha", "Beta", sum_=yearly(60)),
    a_claim(SAID[3], "invests", "Alpha", "Gamma"),
    a_claim(SAID[4], "competes", "Alpha", "Gamma"),
    a_claim(
        SAID[5], "supplies", "Gamma", "Alpha", sum_=Money.exactly(9, "USD"), layer="energy",
        date="2025-01-01/2025-12-31",
    ),
)  # fmt: skip


def network_of(*claims: Claim) -> Network:
    """A network in which every deal lasts a year unless its claims say otherwise."""
    year = {
        name: Assumption(name, 1, "years", "For one year.", "The test")
        for name in ("supply_term_years", "capital_term_years", "figure_age_years")
    }
    source = Source("Annual report", "The firms", "2025-03-01")
    report = (Item.REVENUE, Money.exactly(200, "USD"), Period.parse("2024"), source)
    raised = (Item.FUNDING, Money.exactly(10, "USD"), Period.parse("2024"), source)
    figures = [ReportedFigure(Party("Alpha"), *report), ReportedFigure(Party("Beta"), *raised)]
    return project(
        reconcile(claims, Registry()),
        figures,
        as_of=DAY,
        rates=ExchangeRates("USD"),
        assumptions=Assumptions(year),
    )


def words_of(network: Network) -> Iterator[str]:
    """Yield every sentence that a network and its measures explain themselves by."""
    for payment in network.payments:
        yield from texts(payment.why)
    for inflow in network.inflows:
        yield from texts(inflow.why)
    for exposure in exposures(network):
        yield from texts(exposure.why)
    asked = [party.name for party in network.parties] + list(network.layers()) + ["1"]
    for name in measure_names():
        result = load_measure(name).of(network)
        yield from (result.chart().title, result.chart().note)
        for names in ((), *product(asked), *product(asked, asked)):
            try:
                yield from texts(result.why(*names))
            except KeiretsuError as error:
                yield error.problem.line()
    drawn = intervals(network, samples=1)
    yield from (drawn.note, drawn.chart().note)


def texts(reason: Reason) -> Iterator[str]:
    yield reason.text
    for part in reason.because:
        yield from texts(part)


@pytest.mark.parametrize("claims", [CLAIMS[:2], CLAIMS[2:5], CLAIMS], ids=["one sale", "one stake", "all"])
def test_no_reason_tells_one_in_the_plural(claims):
    said = list(words_of(network_of(*claims)))
    assert len(said) > 100
    assert not sorted({text for text in said if ONE_OF_SEVERAL.search(text)})
