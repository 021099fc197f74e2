"""A network of three firms, for examples and first tries."""

from __future__ import annotations

from datetime import date

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network.projection import project
from keiretsu.network.records import Network
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

TEXT = (
    "Alpha invests 60 a year in Beta. Beta buys cloud services from Alpha for 80 a year. Alpha buys chips"
    " from Gamma for 30 a year."
)


def three_firms() -> Network:
    """Return the network of a cloud that funds its customer and buys chips.

    Alpha, the cloud, invests 60 a year in Beta and sells it services for 80; Gamma sells Alpha chips
    for 30. Alpha reports a revenue of 200 and Beta one of 40.

    Examples
    --------
    >>> three_firms().table()[["payer", "payee", "per_year"]].values.tolist()
    [['Beta', 'Alpha', 80.0], ['Alpha', 'Beta', 60.0], ['Alpha', 'Gamma', 30.0]]
    """
    document = Document(TEXT, name="three-firms.txt", published="2025-01-01")
    told = zip(
        TEXT.split(". "),
        (("invests", "Alpha", "Beta"), ("supplies", "Alpha", "Beta"), ("supplies", "Gamma", "Alpha")),
        (60, 80, 30),
        (None, "cloud", "chips"),
        strict=True,
    )
    claims = [
        Claim(
            Evidence.find(document, sentence),
            *ends,
            amount=Money.exactly(amount, "USD", basis="per_year"),
            layer=layer,
        )
        for sentence, ends, amount, layer in told
    ]
    source = Source("Annual report", "The firms", "2025-03-01")
    figures = [
        ReportedFigure(Party(name), Item.REVENUE, Money.exactly(amount, "USD"), Period.parse("2024"), source)
        for name, amount in (("Alpha", 200), ("Beta", 40))
    ]
    deals = reconcile(claims, Registry())
    return project(deals, figures, as_of=date(2025, 6, 30), rates=ExchangeRates("USD"))
