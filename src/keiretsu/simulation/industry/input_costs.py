"""What inputs cost a customer, and what that does to the cost of its own products."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import Industry

Reading: TypeAlias = Callable[[Books], Floats]

LEAST_EFFICIENCY = 1e-9  # what does nothing is not infinitely dear: nobody would buy it anyway


def price_of_need(industry: Industry) -> Reading:
    """Return a reading of what a unit of each group's need costs to buy: (groups, paths).

    It is the price of the suppliers over their efficiency, by what is bought from each; 1, as at the
    start, where nothing is bought.
    """
    supplier, group, groups = industry.supplies.supplier, industry.supplies.group, len(industry.groups[1])

    def price(books: Books) -> Floats:
        efficiency = np.maximum(books.parameter("efficiency"), LEAST_EFFICIENCY)
        each = (books["input price"] / efficiency)[supplier]
        bought = gather_sum(group, books["share"], groups)
        paid = gather_sum(group, books["share"] * each, groups)
        return fraction_of(paid, bought, 1.0)

    return price


def unit_cost(industry: Industry) -> Reading:
    """Return a reading of each firm's cost a unit, as a multiple of the start's: (firms, paths).

    Cost is made of inputs and of other costs as it was at the start (assumed of the last unit too), so
    that it changes by the share of inputs in it times the change of their price.
    """
    firms, customer, price = len(industry.firms), industry.groups[1], price_of_need(industry)
    group, groups = industry.supplies.group, len(customer)

    def cost(books: Books) -> Floats:
        spend = gather_sum(group, books["base spend"], groups)
        dearer = gather_sum(customer, spend * (price(books) - 1.0), firms)
        whole = gather_sum(customer, spend, firms) + books["base costs"]
        return 1.0 + fraction_of(dearer, whole)

    return cost
