"""Whose money a party's revenue is: by source, by investor, and how much of it is its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.of_network.naming import party_named, wrong_names
from keiretsu.measures.of_network.provenancedraws import statistics
from keiretsu.measures.of_network.provenancepoint import CIRCULATING, Point
from keiretsu.measures.of_network.provenancereasons import reason
from keiretsu.measures.of_network.provenancerecords import PartyProvenance, SelfFunded
from keiretsu.measures.of_network.provenancetables import INVESTOR_COLUMNS, balance_rows, investor_rows
from keiretsu.measures.of_network.result import Measure, Result
from keiretsu.measures.of_network.revenueclasses import RevenueSource
from keiretsu.network import Network
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CIRCULATING",
    "MEASURE",
    "PartyProvenance",
    "Provenance",
    "RevenueSource",
    "SelfFunded",
    "provenance",
]

SHOWN = 12
SEEN = 0.0005  # a smaller share can't be seen


@dataclass(frozen=True)
class Provenance(Result):
    """The provenance of every party's income, largest income first."""

    network: Network = field(repr=False)
    parties: tuple[PartyProvenance, ...]

    def of(self, party: str) -> PartyProvenance:
        """Return the provenance of a party by its name, alias or id.

        Raises
        ------
        NotFoundError
            Where no party with an income has that name.
        """
        named = party_named(party, (found.party for found in self.parties), self.network.as_of)
        return next(found for found in self.parties if found.party == named)

    def table(self) -> pd.DataFrame:
        """Return revenue by the last one who put the money in, and the self-funded share with its bounds.

        One row a party with revenue, the largest first; the classes add up to 1. ``deals_without_a_sum``
        counts the purchases from the party that no share can see.
        """
        import pandas as pd

        return pd.DataFrame([self._row(found) for found in self._with_revenue()])

    def ultimate(self) -> pd.DataFrame:
        """Return revenue by ultimate outside source, through all capital; each row adds up to 1."""
        import pandas as pd

        rows = [{**self._revenue(found), **found.ultimate} for found in self._with_revenue()]
        return pd.DataFrame(rows)

    def by_investor(self, *vendors: str) -> pd.DataFrame:
        """Return how much of each investor's capital ends as a vendor's revenue: least, in proportion, most.

        One row an investor and vendor, of all vendors if none is named; pairs without a way from the
        one to the other are left out. Each row stands for itself: a dollar that one investor puts in
        another, which invests it on, counts for both. See :func:`keiretsu.measures.capital_returned`.
        """
        import pandas as pd

        asked = [self.of(vendor).party for vendor in vendors] or [each.party for each in self._with_revenue()]
        return pd.DataFrame(investor_rows(self.network, asked), columns=INVESTOR_COLUMNS)

    def balance(self) -> pd.DataFrame:
        """Return each party's sources and sinks: received and from outside = paid, kept and spent outside."""
        import pandas as pd

        return pd.DataFrame(balance_rows(self.network))

    def chart(self) -> Bars:
        """Return the classes of the largest parties' revenue as bars of 100 %."""
        shown = self._with_revenue()[:SHOWN]
        rows = {each: tuple(found.revenue_shares[each] for found in shown) for each in RevenueSource}
        return Bars(
            title="Whose money is it? Revenue by the last one who put the money in",
            unit="share of revenue",
            labels=tuple(found.party.name for found in shown),
            series=tuple(Series(each, row) for each, row in rows.items() if any(v >= SEEN for v in row)),
            is_stacked=True,
            note="If every party spends each of its dollars alike; deals without a known sum are left out.",
        )

    def why(self, *names: str) -> Reason:
        """Explain a party's revenue and income by source, and its self-funded share, down to the quotes.

        Without a name, that of the five parties with the largest income.
        """
        if len(names) > 1:
            raise wrong_names(names, "one party")
        found = [self.of(name) for name in names] or list(self.parties[:5])
        told = tuple(reason(each, self.network) for each in found)
        return told[0] if names else Reason("whose money the income of the largest parties is", told)

    def _with_revenue(self) -> list[PartyProvenance]:
        selling = [found for found in self.parties if found.revenue > 0]
        return sorted(selling, key=lambda found: (-found.revenue, found.party.name))

    def _revenue(self, found: PartyProvenance) -> dict[str, object]:
        return {
            "party": found.party.name,
            "revenue_per_year": found.revenue,
            "currency": self.network.currency,
        }

    def _row(self, found: PartyProvenance) -> dict[str, object]:
        own = found.self_funded
        lower, proportional, upper = own.shares if own else (None, None, None)
        return {
            **self._revenue(found),
            **{str(source): share for source, share in found.revenue_shares.items()},
            "self_funded_lower": lower,
            "self_funded_proportional": proportional,
            "self_funded_upper": upper,
            "deals_without_a_sum": found.unknown,
        }


def provenance(network: Network) -> Provenance:
    """Trace every party's revenue to those who put the money in, and its income to ultimate sources.

    Answers *how much of that revenue is the vendor's own money coming back, and whose is the rest*.
    Every party pools what it takes in, and pays each bill from the pool (Bialek 1996). A dollar of
    revenue, walked back from pool to pool, is the vendor's own if the walk meets the vendor; else
    that of the first investor it meets; else of the outside source at which it ends. The share of
    the vendor's own capital is the proportional self-funded share, which has bounds that hold
    whatever way the money takes: see :func:`keiretsu.measures.self_funded`. Shares of income by
    ultimate source go through all capital: see :func:`keiretsu.measures.source_shares`.

    Examples
    --------
    Alpha invests 60 a year in Beta, which has 40 of its own and buys from Alpha for 80 of Alpha's 200.

    >>> from keiretsu.network.example import three_firms
    >>> own = provenance(three_firms()).of("Alpha").self_funded
    >>> [round(share, 2) for share in own.shares]  # at least, in proportion, at most
    [0.2, 0.24, 0.3]
    """
    if not network.parties:
        return Provenance(network, ())
    point = Point.of(network)
    found = [point.party(place) for place in np.flatnonzero(point.income > 0).tolist()]
    return Provenance(network, tuple(sorted(found, key=lambda each: (-each.income, each.party.name))))


MEASURE = Measure(
    "provenance",
    "How much of a party's revenue is its own money coming back, and whose is the rest?",
    provenance,
    statistics,
)
