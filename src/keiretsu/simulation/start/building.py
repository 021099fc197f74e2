"""The industry of a network, and its starts on paths that differ by what the sources leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.ledger import Item
from keiretsu.network import SEED, Draws, Network, sample
from keiretsu.simulation.industry.given import Given
from keiretsu.simulation.industry.levers import at_rest
from keiretsu.simulation.industry.mechanism import Mechanism, chosen
from keiretsu.simulation.industry.opening import opening
from keiretsu.simulation.industry.parameters import parameters_of
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.start.explaining import grounds_of
from keiretsu.simulation.start.figures import Figures
from keiretsu.simulation.start.structure import Structure, structure_of
from keiretsu.simulation.starting import Start

DRAWN_AT_ONCE = 128
"""Networks that are drawn together, so that a path's start is the same to the bit in any block."""


def industry_of(
    network: Network,
    *,
    mechanisms: Mapping[str, Mechanism] | None = None,
    overrides: Mapping[str, Given] | None = None,
) -> Industry:
    """Return the industry of a network on its day: its firms, what they have and owe, and who may do what.

    Answers *with what does each firm begin, and whom may it buy from, own and lend to?* What no source gives
    is estimated by named assumptions of the network, marked as estimated, and explained in ``grounds``.

    - End customers pay a firm its reported revenue beyond what firms pay it. One that reports none is taken
      to earn what it needs to pay for what it buys, so that what isn't known is no failure.
    - Other costs follow from an assumed margin. A firm that buys more than it sells burns money.
    - What is committed is what binding contracts with a stated sum and an end still bring, from the day on.
    - A stake is what has been put in so far over the valuation; what is still to come is a promise. Investors
      outside own the rest.
    - What firms have agreed to lend counts as lent, and the borrower as having it.
    - Takeovers, budgets and funding that are paid to nobody named are left out.

    Parameters
    ----------
    network
        Of any pack; with amounts that no source gives filled in (``unknown="estimate"``) or left out, when a
        supplier without a sum is a mere candidate.
    mechanisms
        Whose parameters the industry gets; the built-in ones if not given.
    overrides
        Values of parameters in place of the mechanisms', such as a pack's.

    Returns
    -------
    Industry
        With the start of the network as it is.

    Examples
    --------
    >>> from keiretsu.network.example import three_firms
    >>> industry = industry_of(three_firms(), mechanisms={})
    >>> industry.firms, industry.layers
    (('Alpha', 'Beta', 'Gamma'), ('layer not stated', 'chips', 'cloud'))
    >>> industry.start.variables["base sales"][:, 0].round().tolist()
    [120.0, 40.0, 0.0]
    >>> print(industry.grounds["base sales", "Alpha"].text)
    Alpha sells end customers USD 120 a year: its revenue beyond what firms pay it
    """
    industry = _at_point(structure_of(network))
    acting = chosen() if mechanisms is None else mechanisms
    parameters = parameters_of(acting, overrides, [industry.layers[place] for place in industry.markets])
    return industry.with_parameters({**at_rest(industry), **parameters})


def drawn_start(industry: Industry, network: Network, numbers: Sequence[int], seed: int = SEED) -> Start:
    """Return the starts of paths by their numbers, drawn from what the sources leave open.

    Which deals are real and how large sums are follows :func:`keiretsu.network.sample`; all that is estimated
    is estimated anew in each draw. A path's start depends on its number and the seed only.

    Parameters
    ----------
    industry
        Of the network.
    network
        What is drawn from.
    numbers
        Of the paths, 0 or more, in any order.
    seed
        Of the draws.

    Raises
    ------
    MisuseError
        If the industry is of another network, a number is negative, or there are none.

    Examples
    --------
    Nothing is left open of three firms: their paths start alike.

    >>> from keiretsu.network.example import three_firms
    >>> network = three_firms()
    >>> start = drawn_start(industry_of(network, mechanisms={}), network, range(2))
    >>> start.variables["base sales"].round().tolist()
    [[120.0, 120.0], [40.0, 40.0], [0.0, 0.0]]
    """
    structure = structure_of(network)
    if structure.names != industry.firms or len(structure.supply.supplies) != len(industry.supplies):
        raise _invalid(f"{industry.name} has other firms than the network", "give the network that it is of")
    wanted = np.asarray(numbers, dtype=np.int64)
    if not wanted.size or wanted.min() < 0:
        wrong = f"path {wanted.min()} is none" if wanted.size else "no path is asked for"
        raise _invalid(wrong, "give the numbers of one path or more, from 0 on")
    return _start(structure, Figures(structure, _drawn(network, wanted, seed)))


def _at_point(structure: Structure) -> Industry:
    network, figures = structure.network, Figures(structure, Draws.point(structure.network))
    markets, market = structure.markets
    return Industry(
        name=f"the network as of {network.as_of}",
        as_of=network.as_of,
        currency=network.currency,
        firms=structure.names,
        layers=structure.supply.layers,
        markets=markets,
        market=market,
        supplies=structure.supply.supplies,
        equity=structure.ownership.equity,
        loans=structure.ownership.loans,
        start=_start(structure, figures),
        parameters={},
        grounds=grounds_of(figures),
    )


def _start(structure: Structure, figures: Figures) -> Start:
    ownership = structure.ownership
    supplies, amounts = structure.supply.supplies, figures.amounts()
    return opening(structure.names, supplies, ownership.equity, ownership.loans, amounts)


def _drawn(network: Network, numbers: np.ndarray[tuple[int], np.dtype[np.int64]], seed: int) -> Draws:
    chunks = {
        int(chunk): sample(network, DRAWN_AT_ONCE, seed=seed, first=int(chunk) * DRAWN_AT_ONCE)
        for chunk in np.unique(numbers // DRAWN_AT_ONCE)
    }
    whole = list(chunks.values())
    begin = {chunk: place * DRAWN_AT_ONCE for place, chunk in enumerate(chunks)}
    rows = [begin[number // DRAWN_AT_ONCE] + number % DRAWN_AT_ONCE for number in numbers.tolist()]
    return Draws(
        network=network,
        payments=(*network.payments, *network.possible),
        rates=np.concatenate([each.rates for each in whole])[rows],
        real=np.concatenate([each.real for each in whole])[rows],
        reported={item: np.concatenate([each.reported[item] for each in whole])[rows] for item in Item},
        seed=seed,
    )


def _invalid(message: str, hint: str) -> MisuseError:
    return MisuseError("simulation.invalid-start", where="the start", message=message, hint=hint)
