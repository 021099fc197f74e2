"""Firms that burn money raise shares of outside investors, then loans of banks; holders are diluted."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import debts, free_money
from keiretsu.simulation.industry.debts import Debts
from keiretsu.simulation.industry.free_money import FreeMoney
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.industry.stakes import Stakes
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which an industry's firms are funded from outside."""
    bills, owed, stakes = FreeMoney(industry), Debts(industry), Stakes(industry)
    firms = np.arange(stakes.firms)

    def funding(books: Books) -> None:
        lacking = _lacking(books, bills)
        raised = np.minimum(lacking, _appetite(books))
        register = books.held_pairs(Holding.EQUITY).copy()
        register[: stakes.firms] += raised  # the first pairs are those of outside investors
        books.exchange(Holding.EQUITY, firms, raised)
        books.exchange(Holding.LOANS, firms, np.minimum(lacking - raised, owed.room(books)))
        stakes.count(books, register)

    return funding


def _lacking(books: Books, bills: FreeMoney) -> Floats:
    """Return what each firm lacks to pay the quarter's bills and go on as long as it means to."""
    _, to_come, owed = bills.bills(books)
    held = books.holdings(Holding.MONEY)[: len(owed)]
    burn = np.maximum(owed - to_come - books["end sales"], 0) / QUARTER
    left = held + to_come - owed
    return np.asarray(np.maximum(books.parameter("runway") * burn - left, 0) * books["alive"])


def _appetite(books: Books) -> Floats:
    """Return what outside investors would put into each firm in the quarter: (firms, paths)."""
    trust = np.maximum(1 - books.parameter("penalty on suspicion") * books["suspicion"], 0)
    share = QUARTER * books.parameter("appetite") * books.parameter("funding factor")
    return np.asarray(share * trust * books["sentiment"] * books["valuation"] * books["alive"])


MECHANISM = Mechanism(
    name="funding",
    about="A firm that burns money raises what it lacks for its runway: shares from outside investors as far "
    "as their appetite goes, then loans as far as banks lend. New shares dilute all holders.",
    equation="raised = min(runway x burn - money left, appetite x valuation x sentiment x (1 - penalty x "
    "suspicion)); ownership = (ownership x valuation + invested) / (valuation + all invested)",
    source="Gompers (1995), rounds follow the need for money; Baker and Wurgler (2002), shares are sold when "
    "they are dear",
    make=make,
    parameters={
        "runway": Parameter(
            1.5,
            "how long a firm means to be able to go on burning money",
            "Gompers (1995): rounds of venture capital are about a year to a year and a half apart; "
            "Carta (2025): 2.1 years at the end of 2024",
            unit="years",
            least=0,
            most=5,
            likely=(1.0, 2.1),
        ),
        "appetite": Parameter(
            0.2,
            "the part of a firm's worth that outside investors would buy in new shares in a year",
            "Carta (2024), State of Private Markets: the median round sells 10 to 20 % of a firm, a "
            "second round (series B) 15 % at the end of 2024 and 18.6 % a year before; the range goes "
            "on to two rounds a year",
            unit="1/year",
            least=0,
            most=2,
            likely=(0.1, 0.3),
        ),
        "penalty on suspicion": Parameter(
            1.0,
            "by which part outside investors give less if all sales may be paid by own investments",
            unit="share",
            least=0,
            most=5,
            likely=(0.0, 2.0),
        ),
        **free_money.PARAMETERS,
        **debts.PARAMETERS,
    },
)
