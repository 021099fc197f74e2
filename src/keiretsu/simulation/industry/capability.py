"""What firms' products can do."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Industry
from keiretsu.simulation.industry.sellers import Sellers
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

LEAST_INPUT = 0.01  # of the start's: with less, capability falls no faster

PARAMETERS = {
    "gain from inputs": Parameter(
        0.3,
        "what the log of capability gains a year for each unit of the log of inputs over the start's",
        unit="1/year",
        least=0,
        most=5,
        likely=(0.1, 0.6),
    ),
    "decay of capability": Parameter(
        0.3,
        "rate at which an advantage or a gap fades by itself",
        "Li, Depreciation of Business R&D Capital (published with Hall, 2020): 12 % a year in "
        "pharmaceuticals, 18 in semiconductors, 30 in software, 38 in computers",
        unit="1/year",
        least=0,
        most=4,
        likely=(0.12, 0.38),
    ),
    "spill-over of capability": Parameter(
        0.5,
        "rate at which a firm closes the gap to the most capable one in its market",
        unit="1/year",
        least=0,
        most=4,
        likely=(0.3, 1.5),
    ),
}


def make(industry: Industry) -> Behaviour:
    """Return the behaviour that changes capability."""
    sellers = Sellers.of(industry)

    def behaviour(books: Books) -> None:
        capability = books["capability"]
        gap = np.zeros_like(capability)
        gap[sellers.firms] = sellers.frontier(capability)[sellers.market] - capability[sellers.firms]
        change = (
            books.parameter("gain from inputs") * np.log(_inputs(industry, books))
            - books.parameter("decay of capability") * capability
            + books.parameter("spill-over of capability") * gap
        )
        change = QUARTER * change + books.parameter("capability gain")
        books["capability"] = capability + change * books["alive"]

    return behaviour


def _inputs(industry: Industry, books: Books) -> Floats:
    """Return what each firm's inputs do, made ones included, as a multiple of the start: (firms, paths)."""
    supplies, firms = industry.supplies, len(industry.firms)
    bought = books["quantity"] * books.parameter("efficiency")[supplies.supplier]
    made = books["in-house share"] * books["need"]
    whole = gather_sum(supplies.customer, bought, firms) + gather_sum(industry.groups[1], made, firms)
    base = gather_sum(supplies.customer, books["base spend"], firms)
    multiple = fraction_of(whole, base, 1.0)
    return np.maximum(multiple, LEAST_INPUT)


MECHANISM = Mechanism(
    "capability",
    "Capability grows with the log of inputs, fades, and spills over to those behind.",
    "dk_i/dt = gain x log(inputs_i / inputs_i at the start) - decay x k_i + spill-over x (max_j k_j - k_i), "
    "j in the same market; + lever",
    "Kaplan et al. (2020), Scaling Laws for Neural Language Models, and Hoffmann et al. (2022), Training "
    "Compute-Optimal Large Language Models, for the log of inputs; Griliches (1979), Issues in Assessing the "
    "Contribution of R&D, for decay and spill-over",
    make,
    PARAMETERS,
)
