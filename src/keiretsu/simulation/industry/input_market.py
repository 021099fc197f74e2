"""What suppliers charge firms."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.input_costs import unit_cost
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Industry
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

PARAMETERS = {
    "elasticity of input demand": Parameter(
        2.0,
        "by how many parts customers of a layer buy less if its price rises by one; it limits a monopolist",
        least=1.05,
        most=100,
        likely=(1.2, 5.0),
    ),
    "speed of input prices": Parameter(
        1.3,
        "rate at which prices move to what market power and cost make of them",
        "Nakamura and Steinsson (2008), Five Facts About Prices: of producer prices as of consumer "
        "prices 9 to 12 % change in a month; the range is wider, as prices of contracts are",
        unit="1/year",
        least=0,
        likely=(0.7, 2.5),
    ),
}


def make(industry: Industry) -> Behaviour:
    """Return the behaviour that sets the prices of inputs."""
    cost_multiple, power = unit_cost(industry), market_power(industry)
    supplier = industry.supplies.supplier

    def behaviour(books: Books) -> None:
        made = books["in-house share"] * books["need"]
        bought = books["quantity"] * books.parameter("efficiency")[supplier]
        before, now = power(books["base spend"], np.zeros_like(made)), power(bought, made)
        elasticity = books.parameter("elasticity of input demand")
        cost = (1.0 - before / elasticity) * cost_multiple(books)
        goal = cost / (1.0 - now / elasticity) * books.parameter("price factor")
        price = books["input price"]
        moved = 1.0 - np.exp(-books.parameter("speed of input prices") * QUARTER)
        books["input price"] = price + moved * (goal - price) * books["alive"]

    return behaviour


def market_power(industry: Industry) -> Callable[[Floats, Floats], Floats]:
    """Return what gives each supplier's share of its layers: (firms, paths).

    It gets what is bought on each edge, (edges, paths), and what each group makes itself, (groups, paths),
    which counts as a rival's. The share of a firm that supplies several layers is their mean, by what it
    sells in each; that of a firm that sells nothing is 0.

    Examples
    --------
    Beta and Gamma rent machines to Alpha, which makes a tenth of its need; Gamma alone sells chips.

    >>> from keiretsu.simulation.industry.example import three_firms
    >>> bought = np.array([[60.0], [30.0], [10.0]])
    >>> market_power(three_firms())(bought, np.array([[10.0], [0.0]])).round(3).tolist()
    [[0.0], [0.6], [0.475]]
    """
    supplies, layers, firms = industry.supplies, len(industry.layers), len(industry.firms)
    offers, offer = np.unique(supplies.supplier * layers + supplies.layer, return_inverse=True)
    supplier, layer = np.divmod(offers, layers) if layers else (offers, offers)
    made_in = industry.groups[2]

    def shares(bought: Floats, made: Floats) -> Floats:
        sold = gather_sum(offer, bought, len(offers))
        whole = (gather_sum(supplies.layer, bought, layers) + gather_sum(made_in, made, layers))[layer]
        share = fraction_of(sold, whole)
        total = gather_sum(supplier, sold, firms)
        weighted = gather_sum(supplier, sold * share, firms)
        return fraction_of(weighted, total)

    return shares


MECHANISM = Mechanism(
    "input_market",
    "Suppliers charge more the larger their share of what is used, what customers make themselves counted.",
    "p = c / (1 - z / elasticity) x lever, z = share of the layer's quantity; c = (1 - z / elasticity) at "
    "the start x cost of own inputs as a multiple; prices move there at a speed",
    "Cournot (1838), Recherches sur les principes mathématiques de la théorie des richesses; Cowling and "
    "Waterson (1976), Price-Cost Margins and Market Structure",
    make,
    PARAMETERS,
)
