"""Why each firm starts with its figures: one function a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from keiretsu.ledger import Item
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.start.figures import Figures
from keiretsu.simulation.start.grounds import FIGURES, Grounds, added, estimated, given, with_amount


def grounds_of(figures: Figures) -> dict[tuple[str, str], Reason]:
    """Return why each starting figure is what it is, by each name of the figure and by the firm's name."""
    grounds, found = Grounds(figures, REASONS), dict[tuple[str, str], Reason]()
    for place, firm in enumerate(figures.structure.names):
        for figure, others in FIGURES.items():
            why = grounds.why(figure, place)
            found |= {(name, firm): why for name in (figure, *others)}
    return found


def _sales(grounds: Grounds, firm: int) -> Reason:
    amount = grounds.figures.sales[firm, 0]
    text = f"{grounds.name(firm)} sells end customers {grounds.money(amount)} a year"
    if revenue := grounds.reported(firm, Item.REVENUE):
        return added(f"{text}: its revenue beyond what firms pay it", (revenue.why, *_sold(grounds, firm)))
    if not amount:
        return estimated(f"{text}: it reports no revenue, and nothing else tells")
    assumed = grounds.assumed("unreported_earned", "least_costs", "capital_of_revenue", "capital_years")
    text += ": it reports no revenue, and needs this beside its other income to pay for what it buys and owes"
    others = (grounds.reported(firm, item) for item in (Item.FUNDING, Item.CAPITAL_EXPENDITURE))
    known = *_sold(grounds, firm), *(each.why for each in others if each), *_serviced(grounds, firm)
    return estimated(text, *grounds.whys(firm, "base spend"), *known, *assumed)


def _serviced(grounds: Grounds, firm: int) -> tuple[Reason, ...]:
    amount = grounds.figures.service[firm, 0]
    text = f"{grounds.name(firm)} pays {grounds.money(amount)} a year on its debt"
    because = grounds.why("loans", firm), *grounds.assumed("interest_of_debt", "loan_years")
    return (estimated(text, *because),) if amount > 0 else ()


def _sold(grounds: Grounds, firm: int) -> tuple[Reason, ...]:
    supplies, spend = grounds.structure.supply.supplies, grounds.figures.spend
    edges = with_amount(supplies.supplier, firm, spend)
    total = grounds.money(spend[edges, 0].sum())
    text = f"{grounds.name(firm)} sells firms inputs for {total} a year"
    return (added(text, given(supplies.grounds, edges)),) if edges else ()


def _spend(grounds: Grounds, firm: int) -> Reason:
    supplies, spend = grounds.structure.supply.supplies, grounds.figures.spend
    edges = with_amount(supplies.customer, firm, spend)
    total = grounds.money(spend[edges, 0].sum())
    return added(f"{grounds.name(firm)} buys inputs for {total} a year", given(supplies.grounds, edges))


def _committed(grounds: Grounds, firm: int) -> Reason:
    supplies, committed = grounds.structure.supply.supplies, grounds.figures.committed
    edges = with_amount(supplies.customer, firm, committed)
    total = grounds.money(committed[edges, 0].sum())
    text = f"{grounds.name(firm)} is committed to buy for {total} until its contracts end"
    return added(text, given(supplies.grounds, edges))


def _costs(grounds: Grounds, firm: int) -> Reason:
    figures = grounds.figures
    text = f"{grounds.name(firm)} pays others {grounds.money(figures.costs[firm, 0])} a year"
    revenue = grounds.whys(firm, "base revenue")
    if figures.costs[firm, 0] <= figures.assumed("least_costs") * figures.revenue[firm, 0]:
        text += ", the least part of its revenue"
        return estimated(text, *revenue, *grounds.assumed("least_costs"))
    paid = grounds.whys(firm, "base spend", "capacity")
    if figures.is_building_up[firm, 0]:
        raised = grounds.money(figures.raised[firm, 0])
        text += f": what its margin leaves, and the {raised} a year that it raises to be spent"
        names = ("operating_margin", "spent_of_raised")
        return estimated(text, *revenue, *paid, *_of_upkeep(grounds, firm), *grounds.assumed(*names))
    text += ": what its revenue leaves after inputs, upkeep of what it has built, and its margin"
    assumed = *_of_upkeep(grounds, firm), *grounds.assumed("operating_margin")
    return estimated(text, *revenue, *paid, *assumed)


def _of_upkeep(grounds: Grounds, firm: int) -> tuple[Reason, ...]:
    figures, supplies = grounds.figures, grounds.structure.supply.supplies
    unknown = figures.is_unknown[with_amount(supplies.customer, firm, figures.spend)].any()
    return grounds.assumed("capital_years", *(["capitalised_of_unknown"] if unknown else []))


def _revenue(grounds: Grounds, firm: int) -> Reason:
    amount = grounds.money(grounds.figures.revenue[firm, 0])
    text = f"{grounds.name(firm)} takes in {amount} a year from end customers and firms"
    return added(text, (grounds.why("base sales", firm), *_sold(grounds, firm)))


def _capacity(grounds: Grounds, firm: int) -> Reason:
    text = f"{grounds.name(firm)} has built {grounds.money(grounds.figures.capacity[firm, 0])}"
    if spent := grounds.reported(firm, Item.CAPITAL_EXPENDITURE):
        return estimated(f"{text}, by its capital expenditure", spent.why, *grounds.assumed("capital_years"))
    text += ", by its revenue: it reports no capital expenditure"
    return estimated(text, *grounds.whys(firm, "base revenue"), *grounds.assumed("capital_of_revenue"))


def _cash(grounds: Grounds, firm: int) -> Reason:
    figures, to_come = grounds.figures, grounds.figures.undrawn[firm, 0]
    text = f"{grounds.name(firm)} has {grounds.money(figures.cash[firm, 0])} in hand"
    lent = _lent(grounds, firm) if to_come > 0 else []
    if to_come > 0:
        text += f", with {grounds.money(to_come)} that firms have agreed to lend it and not yet paid out"
    if cash := grounds.reported(firm, Item.CASH):
        return added(text, (cash.why, *lent))
    revenue, text = grounds.whys(firm, "base revenue"), f"{text}: it reports no cash, and is taken to hold"
    if figures.cash[firm, 0] - to_come <= figures.assumed("buffer_of_revenue") * figures.revenue[firm, 0]:
        return estimated(
            f"{text} a part of its revenue", *revenue, *lent, *grounds.assumed("buffer_of_revenue")
        )
    text += f" what it pays beyond its income, {grounds.money(figures.outflow[firm, 0])} a year, for a while"
    paid = grounds.whys(firm, "base spend", "base costs", "capacity", "base funding")
    paid += [*_serviced(grounds, firm), *_funded(grounds, firm)]
    because = (*revenue, *paid, *lent, *grounds.assumed("runway_years"))
    return estimated(text, *because)


def _lent(grounds: Grounds, firm: int) -> list[Reason]:
    loans = grounds.structure.ownership.loans
    return given(loans.grounds, with_amount(loans.issuer, firm, grounds.figures.lent))


def _debt(grounds: Grounds, firm: int) -> Reason:
    loans, lent = grounds.structure.ownership.loans, grounds.figures.lent
    pairs = with_amount(loans.issuer, firm, lent)
    text = f"{grounds.name(firm)} owes {grounds.money(lent[pairs, 0].sum())}"
    known = _lent(grounds, firm)
    if reported := grounds.reported(firm, Item.DEBT):
        return added(text, (reported.why, *known))
    return estimated(f"{text}: it reports no debt", *known, *grounds.assumed("debt_of_revenue"))


def _valuation(grounds: Grounds, firm: int) -> Reason:
    figures = grounds.figures
    text = f"{grounds.name(firm)} is worth {grounds.money(figures.valuation[firm, 0])}"
    if stated := grounds.stated(firm):
        return added(text, (stated.deal.why(),))
    if figures.revenue[firm, 0] > 0:
        because = grounds.why("base revenue", firm), *grounds.assumed("worth_of_revenue")
        return estimated(f"{text}, by its revenue", *because)
    if figures.by_rounds[firm, 0] > 0:
        equity = grounds.structure.ownership.equity
        paid = grounds.put_in(with_amount(equity.issuer, firm, figures.paid_in))
        return estimated(
            f"{text}, by what was paid for stakes in it", *paid, *grounds.assumed("share_of_round")
        )
    if figures.valuation[firm, 0] > 0:
        because = grounds.why("money", firm), grounds.why("equity", firm), grounds.why("loans", firm)
        return estimated(f"{text}: its cash and what it put into others, less what it owes", *because)
    return estimated(f"{text}: nothing tells what it is worth")


def _promised(grounds: Grounds, firm: int) -> Reason:
    equity, promised = grounds.structure.ownership.equity, grounds.figures.promised
    pairs = with_amount(equity.holder, firm, promised)
    total = grounds.money(promised[pairs, 0].sum())
    return added(f"{grounds.name(firm)} goes on to invest {total} a year", given(equity.grounds, pairs))


def _funded(grounds: Grounds, firm: int) -> tuple[Reason, ...]:
    equity, promised = grounds.structure.ownership.equity, grounds.figures.promised
    pairs = with_amount(equity.issuer, firm, promised)
    total = grounds.money(promised[pairs, 0].sum())
    text = f"firms go on to invest {total} a year in {grounds.name(firm)}"
    return (added(text, given(equity.grounds, pairs)),) if pairs else ()


def _stakes(grounds: Grounds, firm: int) -> Reason:
    pairs = with_amount(grounds.structure.ownership.equity.holder, firm, grounds.figures.ownership)
    text = f"{grounds.name(firm)} holds {counted(len(pairs), 'stake')} of known size"
    return added(text, [_stake(grounds, pair) for pair in pairs])


def _stake(grounds: Grounds, pair: int) -> Reason:
    figures, issuer = grounds.figures, int(grounds.structure.ownership.equity.issuer[pair])
    share, paid = figures.ownership[pair, 0], figures.paid_in[pair, 0]
    # No more than a line on what the other is worth: that may rest on this stake.
    worth = grounds.money(figures.valuation[issuer, 0])
    text = f"it owns {share:.1%} of {grounds.name(issuer)}: {grounds.money(paid)} paid so far of {worth}"
    stated = grounds.stated(issuer)
    return estimated(text, *grounds.put_in([pair]), *([stated.deal.why()] if stated else []))


REASONS: Mapping[str, Callable[[Grounds, int], Reason]] = {
    "base sales": _sales,
    "base spend": _spend,
    "base costs": _costs,
    "base revenue": _revenue,
    "money": _cash,
    "loans": _debt,
    "capacity": _capacity,
    "base valuation": _valuation,
    "base committed": _committed,
    "base funding": _promised,
    "equity": _stakes,
}
"""What makes the reason of each figure of a firm."""
