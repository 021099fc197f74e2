"""The starting figures of firms, known or estimated, in one draw of a network or in many.

The same arithmetic serves the network as it is and every draw, so that paths differ by the deals and sums
alone, and by no rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from keiretsu.ledger import Item
from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.measures.of_network.means import valuations
from keiretsu.network import Draws
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.opening import Amounts
from keiretsu.simulation.start.owning import PutIn, funding_pair, promise_years
from keiretsu.simulation.start.structure import Structure
from keiretsu.simulation.start.supplying import committed_years, offer_of
from keiretsu.vocabulary import layers
from keiretsu.vocabulary.entries import FlowKind

LEAST_FOR_INPUTS = 0.1  # of revenue, however much the assumptions take for other things


@dataclass(frozen=True, eq=False)
class Figures:
    """What the firms of an industry have, owe, sell and pay on its day, in ``s`` draws.

    Arrays of firms are ``(firms, s)``, of edges ``(edges, s)``, of pairs ``(pairs, s)``; flows are money
    per year.

    Parameters
    ----------
    structure
        The firms, edges and pairs.
    draws
        Of the same network.
    """

    structure: Structure
    draws: Draws

    def amounts(self) -> Amounts:
        """Return what :func:`~keiretsu.simulation.industry.opening.opening` takes."""
        return Amounts(
            cash=self.cash,
            capacity=self.capacity,
            valuation=self.valuation,
            sales=self.sales,
            costs=self.costs,
            spend=self.spend,
            committed=self.committed,
            capitalised=self.capitalised,
            ownership=self.ownership,
            promised=self.promised,
            lent=self.lent,
        )

    def reported(self, item: Item) -> Floats:
        """Return what firms report of an item; ``nan`` where they don't."""
        return np.ascontiguousarray(self.draws.reported[item][:, self.structure.columns].T)

    def assumed(self, name: str) -> float:
        """Return the value of a named assumption."""
        return self.structure.network.assumptions[name].value

    @cached_property
    def spend(self) -> Floats:
        """What is bought a year on each edge."""
        return self._on_edges(np.ones(len(self.draws.payments)))

    @cached_property
    def committed(self) -> Floats:
        """What binding contracts with a sum and an end still bring, over all years, on each edge."""
        day = self.draws.network.as_of
        return self._on_edges(np.array([committed_years(one, day) for one in self.draws.payments]))

    @cached_property
    def promised(self) -> Floats:
        """What holders go on to invest a year, on each pair of the equity register."""
        ownership, network = self.structure.ownership, self.draws.network
        ends = [funding_pair(one, self.structure.places) for one in self.draws.payments]
        places = [-1 if pair is None else ownership.place[pair] for pair in ends]
        goes_on = [
            pair is not None and promise_years(network, one) > 0
            for pair, one in zip(ends, self.draws.payments, strict=True)
        ]
        return self._gathered(places, np.array(goes_on, dtype=np.float64), len(ownership.equity))

    @cached_property
    def bought(self) -> Floats:
        """What each firm pays firms for inputs."""
        return gather_sum(self.structure.supply.supplies.customer, self.spend, len(self.structure.firms))

    @cached_property
    def sold(self) -> Floats:
        """What firms pay each firm for inputs."""
        return gather_sum(self.structure.supply.supplies.supplier, self.spend, len(self.structure.firms))

    @cached_property
    def sales(self) -> Floats:
        """What end customers pay: reported revenue beyond what firms pay; unreported, what outflows need."""
        revenue = self.reported(Item.REVENUE)
        building = np.nan_to_num(self.reported(Item.CAPITAL_EXPENDITURE))
        needed = (self.bought + building + self.service) / self._left_for_inputs
        missing = needed - self.sold - np.nan_to_num(self.reported(Item.FUNDING))
        earned = self.assumed("unreported_earned") * np.maximum(missing, 0.0)
        sells = np.array([layer is not None for layer in self.structure.market], dtype=np.float64)[:, None]
        return np.where(np.isnan(revenue), earned * sells, np.maximum(revenue - self.sold, 0.0))

    @cached_property
    def revenue(self) -> Floats:
        """What firms and end customers pay."""
        return self.sales + self.sold

    @cached_property
    def capacity(self) -> Floats:
        """What each firm has built: years of what it spends on it, else a part of its revenue."""
        spent = self.reported(Item.CAPITAL_EXPENDITURE)
        by_revenue = self.assumed("capital_of_revenue") * self.revenue
        return np.where(np.isnan(spent), by_revenue, self.assumed("capital_years") * spent)

    @cached_property
    def upkeep(self) -> Floats:
        """What each firm pays others a year to renew what it has built; inputs that renew it are no part."""
        return np.maximum(self.capacity / self.assumed("capital_years") - self.renewing, 0.0)

    @cached_property
    def raised(self) -> Floats:
        """What each firm gets a year as capital: as it reports, or by its deals if that is more."""
        places = self.structure.places
        at = [
            places.get(one.payee.id, -1) if one.flow is FlowKind.CAPITAL and one.payee else -1
            for one in self.draws.payments
        ]
        by_deals = self._gathered(at, np.ones(len(at)), len(self.structure.firms))
        return np.fmax(by_deals, self.reported(Item.FUNDING))

    @cached_property
    def costs(self) -> Floats:
        """What each firm pays others: what its margin leaves, and the capital that it raises to be spent.

        Sources equal uses: who raises more a year than a margin would leave it is building up, and spends it.
        No less than a least part of its revenue is paid to others.
        """
        spent = self.assumed("spent_of_raised") * self.raised - self.service
        left = self.by_margin + np.where(self.is_building_up, np.maximum(spent, 0.0), 0.0)
        return np.maximum(left, self.assumed("least_costs") * self.revenue)

    @cached_property
    def is_building_up(self) -> NDArray[np.bool_]:
        """Whether each firm raises more a year than its reported revenue leaves it at the assumed margin."""
        is_reported = ~np.isnan(self.reported(Item.REVENUE))  # an unknown revenue is no loss
        return np.asarray(is_reported & (self.raised > self.assumed("operating_margin") * self.revenue))

    @cached_property
    def by_margin(self) -> Floats:
        """What each firm can pay others at the assumed margin; negative where inputs alone cost more."""
        return (1.0 - self.assumed("operating_margin")) * self.revenue - self.bought - self.upkeep

    @cached_property
    def invested(self) -> Floats:
        """What each firm goes on to invest in others a year."""
        return self.of_firms(self.structure.ownership.equity.holder, self.promised)

    @cached_property
    def funded(self) -> Floats:
        """What others go on to invest in each firm a year."""
        return self.of_firms(self.structure.ownership.equity.issuer, self.promised)

    @cached_property
    def service(self) -> Floats:
        """What each firm pays a year on the debt that is known: interest, and what falls due."""
        drawn = self.of_firms(self.structure.ownership.loans.issuer, self._agreed_loans) - self.undrawn
        owed = np.maximum(np.nan_to_num(self.reported(Item.DEBT)), drawn) + self.undrawn
        return owed * (self.assumed("interest_of_debt") + 1.0 / self.assumed("loan_years"))

    @cached_property
    def outflow(self) -> Floats:
        """What each firm pays a year beyond what it takes in; 0 where it takes in more."""
        paid = self.bought + self.costs + self.upkeep + self.service + self.invested
        return np.maximum(paid - self.revenue - self.funded, 0.0)

    @cached_property
    def cash(self) -> Floats:
        """What each firm reports; else a part of its revenue, or its net outflow of some years if larger.

        What firms have agreed to lend it and not yet paid out is counted as paid.
        """
        reported = self.reported(Item.CASH)
        buffer = self.assumed("buffer_of_revenue") * self.revenue
        runway = self.assumed("runway_years") * self.outflow
        return np.where(np.isnan(reported), np.maximum(buffer, runway), reported) + self.undrawn

    @cached_property
    def undrawn(self) -> Floats:
        """What firms have agreed to lend each firm and not yet paid out."""
        ownership = self.structure.ownership
        drawn = self._put_in(ownership.lent, len(ownership.loans))
        return self.of_firms(ownership.loans.issuer, self._agreed_loans - drawn)

    @cached_property
    def lent(self) -> Floats:
        """What is owed on each pair of the loan register: to banks, reported debt beyond firms' loans."""
        ownership, firms = self.structure.ownership, len(self.structure.firms)
        lent = self._agreed_loans.copy()
        reported = self.reported(Item.DEBT)
        owed = np.where(np.isnan(reported), self.assumed("debt_of_revenue") * self.revenue, reported)
        drawn = self.of_firms(ownership.loans.issuer, self._agreed_loans) - self.undrawn
        lent[:firms] = np.maximum(owed - drawn, 0.0)
        return lent

    @cached_property
    def paid_in(self) -> Floats:
        """What holders have put in so far, on each pair of the equity register."""
        ownership = self.structure.ownership
        return self._put_in(ownership.stakes, len(ownership.equity))

    @cached_property
    def stated(self) -> Floats:
        """What a deal that is real values each firm at; ``nan`` where none does."""
        network, places = self.draws.network, self.structure.places
        column = {deal.id: place for place, deal in enumerate(network.deals)}
        stated = np.full(self.revenue.shape, np.nan)
        for party, valuation in valuations(network).items():
            if party in places:
                real = self.draws.real[:, column[valuation.deal.id]]
                stated[places[party]] = np.where(real, valuation.amount, np.nan)
        return stated

    @cached_property
    def by_rounds(self) -> Floats:
        """What each firm is worth by what was paid for stakes in it, at the share that a round sells."""
        ownership, firms = self.structure.ownership, len(self.structure.firms)
        whole = np.zeros((len(ownership.equity), len(self.draws)))
        for stake in ownership.stakes:
            share = 1.0 if stake.takes_over else self.assumed("share_of_round")
            whole[stake.place] += self._so_far(stake) / share
        return gather_sum(ownership.equity.issuer, whole, firms)

    @cached_property
    def own_means(self) -> Floats:
        """What each firm has: its cash and what it put into others, less what it owes."""
        ownership, firms = self.structure.ownership, len(self.structure.firms)
        holdings = self.of_firms(ownership.equity.holder, self.paid_in)
        owed = gather_sum(ownership.loans.issuer, self.lent, firms)
        return np.maximum(self.cash + holdings - owed, 0.0)

    @cached_property
    def valuation(self) -> Floats:
        """What each firm is worth: as stated, else by its revenue, else by its rounds, else what it has."""
        worth = self.assumed("worth_of_revenue") * self.revenue
        for otherwise in (self.by_rounds, self.own_means):
            worth = np.where(worth > 0, worth, otherwise)
        return np.where(np.isnan(self.stated), worth, self.stated)

    @cached_property
    def ownership(self) -> Floats:
        """The share of each pair of the equity register; investors outside hold what is left."""
        equity, firms = self.structure.ownership.equity, len(self.structure.firms)
        worth = self.valuation[equity.issuer]
        shares = fraction_of(self.paid_in, worth)
        held = gather_sum(equity.issuer, shares, firms)
        shares /= np.maximum(held, 1.0)[equity.issuer]
        shares[:firms] = 1.0 - np.minimum(held, 1.0)
        return shares

    def of_firms(self, places: NDArray[np.intp], rows: Floats) -> Floats:
        """Return the sum of the rows of each firm, whose places are given; sectors outside are left out."""
        firms = len(self.structure.firms)
        kept = np.flatnonzero(places < firms)
        return gather_sum(places[kept], np.ascontiguousarray(rows[kept]), firms)

    @cached_property
    def capitalised(self) -> Floats:
        """The part of what is bought on each edge that the customer puts on its balance sheet: (edges, 1).

        By the layer; of layers that the vocabulary doesn't have, an assumed part.
        """
        entries = [layers().get(layer) for layer in self.structure.supply.layers]
        kinds = np.array([bool(entry and entry.capitalised) for entry in entries], dtype=np.float64)
        parts = kinds[self.structure.supply.supplies.layer]
        return np.where(self.is_unknown, self.assumed("capitalised_of_unknown"), parts)[:, None]

    @cached_property
    def is_unknown(self) -> NDArray[np.bool_]:
        """Whether the vocabulary doesn't have the layer of each edge."""
        unknown = np.array([layer not in layers() for layer in self.structure.supply.layers], dtype=np.bool_)
        return np.asarray(unknown[self.structure.supply.supplies.layer])

    @cached_property
    def renewing(self) -> Floats:
        """What each firm pays firms for inputs that it puts on its balance sheet."""
        customer = self.structure.supply.supplies.customer
        return gather_sum(customer, self.spend * self.capitalised, len(self.structure.firms))

    @property
    def _left_for_inputs(self) -> float:
        """The part of revenue that pays for inputs where nothing is left over."""
        upkeep = self.assumed("capital_of_revenue") / self.assumed("capital_years")
        return max(1.0 - self.assumed("least_costs") - upkeep, LEAST_FOR_INPUTS)

    def _on_edges(self, factors: Floats) -> Floats:
        supply = self.structure.supply
        offers = [offer_of(one, self.structure.places) for one in self.draws.payments]
        places = [-1 if offer is None else supply.place[offer] for offer in offers]
        return self._gathered(places, factors, len(supply.supplies))

    def _gathered(self, places: list[int], factors: Floats, count: int) -> Floats:
        """Return the sums of the payments' rates, each times its factor, at places; -1 is left out."""
        at = np.array(places, dtype=np.intp)
        kept = np.flatnonzero(at >= 0)
        rows = np.ascontiguousarray(self.draws.rates[:, kept].T) * factors[kept][:, None]
        return gather_sum(at[kept], rows, count)

    def _put_in(self, stakes: tuple[PutIn, ...], count: int) -> Floats:
        found = np.zeros((count, len(self.draws)))
        for stake in stakes:
            found[stake.place] += self._so_far(stake)
        return found

    def _so_far(self, stake: PutIn) -> Floats:
        """Return what has been put in by a deal: its sum less what is still to come, if it is real."""
        rate = stake.payment.rate.per_year if stake.payment and stake.payment.rate else 0.0
        return self._agreed(stake) * (max(stake.amount - rate * stake.years, 0.0) / stake.amount)

    def _agreed(self, stake: PutIn) -> Floats:
        """Return all that is to be put in by a deal, if it is real."""
        whole = np.asarray(self.draws.real[:, stake.deal] * stake.amount, dtype=np.float64)
        payment = stake.payment
        if payment is None or payment.rate is None or payment.rate.per_year <= 0:
            return whole
        drawn: Floats = self.draws.rates[:, self._column[payment.deal.id]]
        return whole * (drawn / payment.rate.per_year)

    @cached_property
    def _agreed_loans(self) -> Floats:
        ownership = self.structure.ownership
        found = np.zeros((len(ownership.loans), len(self.draws)))
        for loan in ownership.lent:
            found[loan.place] += self._agreed(loan)
        return found

    @cached_property
    def _column(self) -> dict[str, int]:
        return {one.deal.id: column for column, one in enumerate(self.draws.payments)}
