"""Parameters that may have a value of their own in some markets, such as ``growth of demand of chips``."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.records import Industry
from keiretsu.vocabulary import is_layer

OF_A_MARKET = (
    "differentiation",
    "fading of growth",
    "fading of planned growth",
    "growth of demand",
    "lag of open products",
    "largest margin",
    "open share",
    "planned growth",
    "value of capability",
    "volatility of demand",
)
"""What may differ from market to market."""

JOINT = " of "


def own_name(name: str, market: str) -> str:
    """Return what the value of a parameter in one market is called."""
    return f"{name}{JOINT}{market}"


def split_name(name: str) -> tuple[str, str] | None:
    """Return the parameter and the market of such a name; ``None`` for a name of another kind.

    Examples
    --------
    >>> split_name("growth of demand of chips"), split_name("growth of demand")
    (('growth of demand', 'chips'), None)
    """
    for general in OF_A_MARKET:
        market = name.removeprefix(general + JOINT)
        if market != name and is_layer(market):
            return general, market
    return None


class ByMarket:
    """The values of such parameters in the markets of an industry.

    Parameters
    ----------
    industry
        The industry whose mechanism asks, with its parameters.
    """

    def __init__(self, industry: Industry) -> None:
        known = industry.parameters
        self._names: dict[str, list[str]] = {}
        for general in {split[0] for each in known if (split := split_name(each))}:
            names = [own_name(general, industry.layers[place]) for place in industry.markets]
            self._names[general] = [name if name in known else general for name in names]
        self._row = np.where(industry.market >= 0, industry.market, len(industry.markets))

    def __call__(self, books: Books, name: str) -> Floats:
        """Return one value for all markets, (paths,), or one for each: (markets, paths)."""
        if name not in self._names:
            return books.parameter(name)
        return np.stack([books.parameter(each) for each in self._names[name]])

    def of_firms(self, books: Books, name: str) -> Floats:
        """Return the value in the market in which each firm sells, or the general one: (firms, paths)."""
        if name not in self._names:
            return books.parameter(name)
        return np.stack([*self(books, name), books.parameter(name)])[self._row]
