"""The mood of investors: it returns to normal, and falls with circular funding and with failures."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.compiled.moving import totals
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Industry, Places
from keiretsu.simulation.industry.stakes import Stakes
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour of the mood of an industry's investors."""
    stakes, supplier = Stakes(industry), industry.supplies.supplier

    def sentiment(books: Books) -> None:
        sold = gather_sum(supplier, books["paid"], stakes.firms)
        circular = _own_money(stakes, books["invested"], books["paid"])
        funded = _own_money(stakes, books["base funding"], books["base spend"])
        # Totals are added row by row: NumPy adds in another order where there is one path only.
        usual = fraction_of(totals(funded), totals(books["base spend"]))
        excess = np.maximum(fraction_of(totals(circular), totals(sold)) - usual, 0)
        books["sentiment"] = np.exp(_mood(books, excess))
        now, memory = fraction_of(circular, sold), books.parameter("memory of circularity")
        part = 1 - np.exp(-QUARTER / np.maximum(memory, QUARTER / 50))
        books["suspicion"] = books["suspicion"] + part * (now - books["suspicion"])

    return sentiment


def _own_money(stakes: Stakes, invested: Floats, paid: Floats) -> Floats:
    """Return what each firm was paid by customers in which it invested, up to the investment."""
    sums = np.zeros((stakes.firms, paid.shape[1]))
    _add_smaller(stakes.holder, invested, stakes.of_suppliers(paid), sums)
    return sums


@kernel
def _add_smaller(holder: Places, invested: Floats, sold: Floats, sums: Floats) -> None:
    """Add up the smaller of two amounts of each pair by its holder; sectors outside are left out."""
    for pair in range(len(holder)):
        place = holder[pair]
        if place < len(sums):
            for path in range(sums.shape[1]):
                sums[place, path] += min(invested[pair, path], sold[pair, path])


def _mood(books: Books, excess: Floats) -> Floats:
    """Return the log of the mood: (1, paths)."""
    before = np.log(np.maximum(books["sentiment"], np.exp(-20.0)))
    shown = 1 + books.parameter("effect of disclosure") * books.parameter("disclosure")
    normal = -books.parameter("weight of circularity") * excess * shown
    back = 1 - np.exp(-QUARTER * books.parameter("return of sentiment"))
    worth = books.last("valuation")
    failed = fraction_of(totals(books["failed"] * worth), totals(worth))
    shock = books.parameter("volatility of sentiment") * np.sqrt(QUARTER) * books.parameter("sentiment shock")
    mood = before + back * (normal - before) + shock - books.parameter("weight of failures") * failed
    return np.asarray(np.clip(mood, -20, 20))


MECHANISM = Mechanism(
    name="sentiment",
    about="The mood of investors returns to normal, moves by chance, and falls with sales that sellers' own "
    "investments may have paid, more so if these must be disclosed, and with failures.",
    equation="log s = log s(-1) + (1 - exp(-k / 4)) x (-w x circular share above the start's x (1 + d x "
    "disclosure) - log s(-1)) + volatility x shock / 2 - f x failed share of worth",
    source="Schwartz (1997), a mean-reverting logarithm; Baker and Wurgler (2006), sentiment; Kindleberger "
    "(1978), how booms end",
    make=make,
    parameters={
        "return of sentiment": Parameter(
            0.5,
            "how fast the mood returns to normal",
            "Fama and French (1988), Permanent and Temporary Components of Stock Prices: a return makes "
            "25 to 40 % of what share prices vary by in three to five years; the numbers are an "
            "assumption",
            unit="1/year",
            least=0,
            most=10,
            likely=(0.2, 1.5),
        ),
        "volatility of sentiment": Parameter(
            0.15,
            "standard deviation of the mood's chance moves in a year",
            "the long-run volatility of broad share indices, 0.15 to 0.2 a year (Schwert 1989), who "
            "finds 2 to 20 % a month in single years; the range is an assumption",
            unit="1/sqrt(year)",
            least=0,
            most=1,
            likely=(0.1, 0.3),
        ),
        "weight of circularity": Parameter(
            1.0,
            "how much the normal mood falls with the circular share of sales",
            least=0,
            most=10,
            likely=(0.0, 3.0),
        ),
        "effect of disclosure": Parameter(
            1.0,
            "how much more that is if circular funding must be disclosed",
            least=0,
            most=10,
            likely=(0.0, 3.0),
        ),
        "weight of failures": Parameter(
            1.0,
            "how much the mood falls with the part of all worth that fails",
            least=0,
            most=10,
            likely=(0.0, 3.0),
        ),
        "memory of circularity": Parameter(
            1.0,
            "over how long investors look back at a firm's circular sales",
            unit="years",
            least=0,
            most=10,
            likely=(0.5, 2.0),
        ),
    },
)
