"""Standing in the layers of the stack, day by day."""

from datetime import date

from keiretsu.ledger import ExchangeRates, reconcile
from keiretsu.measures.of_network import standings
from keiretsu.network import project
from keiretsu.parties import Registry

DAYS = (date(2023, 6, 30), date(2024, 6, 30), date(2025, 12, 31))


def test_a_party_enters_a_layer_and_leaves_it(say) -> None:
    claims = [
        say("2023-01-01", "supplies", "Alpha", "Beta", usd=10, basis="per_year", layer="chips"),
        say("2024-01-01", "supplies", "Alpha", "Delta", usd=10, basis="per_year", layer="chips"),
        say("2024-01-01", "builds", "Gamma", "chips", layer="chips", status="planned"),
        say("2025-06-01", "supplies", "Alpha", "Beta", layer="chips", status="ended"),
        say("2025-06-01", "supplies", "Alpha", "Delta", layer="chips", status="ended"),
    ]
    deals = reconcile(claims, Registry())
    networks = [project(deals, as_of=day, rates=ExchangeRates("USD")) for day in reversed(DAYS)]
    found = standings(networks)
    assert list(found.columns) == [str(day) for day in DAYS]
    assert found.loc[("Alpha", "chips")].tolist() == ["catching up", "leading", "left"]
    assert found.loc[("Gamma", "chips")].tolist() == ["", "early", "early"]


def test_no_days_give_no_rows() -> None:
    assert standings([]).empty
