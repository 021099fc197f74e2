"""The variables that the mechanisms share: what each is, and who sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keiretsu.simulation.industry.levers import Per


@dataclass(frozen=True, slots=True)
class Variable:
    """A state that mechanisms read: of what there is one value, which of them sets it, what it means.

    ``set_by`` is ``start`` for what stays as it was on the first day. Later turns of a quarter may set a
    variable anew: a rescue does it with ownership, a write-down with valuation.
    """

    per: Per
    set_by: str
    meaning: str


VARIABLES: Mapping[str, Variable] = {
    # What the start gives, and nothing changes. Money per year.
    "base sales": Variable(Per.FIRM, "start", "what end customers pay a year at the start"),
    "base costs": Variable(Per.FIRM, "start", "what is paid a year to others than firms: wages, energy, tax"),
    "base spend": Variable(Per.EDGE, "start", "what is bought a year at the start; 0 for a mere candidate"),
    "base committed": Variable(Per.EDGE, "start", "what is committed at the start, over all years"),
    "base funding": Variable(Per.PAIR, "start", "what a holder has promised to invest, a year"),
    "base revenue": Variable(Per.FIRM, "start", "what firms and end customers pay a year at the start"),
    "base debt": Variable(Per.FIRM, "start", "what is owed on loans at the start"),
    "base valuation": Variable(Per.FIRM, "start", "what all shares are worth at the start"),
    "base capacity": Variable(Per.FIRM, "start", "the worth of what a firm has built at the start"),
    "capitalised": Variable(Per.EDGE, "start", "part of purchases that becomes the customer's capacity"),
    # What mechanisms set. Each has a value at the start.
    "alive": Variable(Per.FIRM, "settlement", "1 until a firm has failed, then 0"),
    "activity": Variable(Per.FIRM, "budget", "the inputs that a firm wants, as a multiple of the start"),
    "capability": Variable(Per.FIRM, "capability", "log of what a firm's products can do; 0 at the start"),
    "market share": Variable(Per.FIRM, "product_market", "share of end customers, the open offer counted"),
    "product price": Variable(Per.FIRM, "product_market", "price to end customers; 1 at the start"),
    "end orders": Variable(
        Per.FIRM, "product_market", "products that end customers want a year, before firms ration them"
    ),
    "end sales": Variable(Per.FIRM, "product_market", "what end customers pay in the quarter"),
    "need": Variable(Per.GROUP, "budget", "inputs wanted a year, at the prices of the start"),
    "in-house share": Variable(Per.GROUP, "make_or_buy", "share of the need that the customer makes itself"),
    "in-house cost": Variable(Per.GROUP, "make_or_buy", "what making it oneself costs in the quarter"),
    "input price": Variable(Per.FIRM, "input_market", "price of what a firm sells to firms; 1 at the start"),
    "exclusive": Variable(Per.EDGE, "policy", "1 where the customer is bound to buy from this supplier only"),
    "may invest": Variable(Per.PAIR, "policy", "1 where a holder may buy shares of an issuer"),
    "share": Variable(Per.EDGE, "sourcing", "share of what a customer buys of a layer"),
    "orders": Variable(Per.EDGE, "sourcing", "inputs ordered a year, before suppliers ration them"),
    "quantity": Variable(Per.EDGE, "sourcing", "inputs delivered a year, at the prices of the start"),
    "due": Variable(Per.EDGE, "commitments", "what is to be paid for inputs in the quarter"),
    "costs": Variable(Per.FIRM, "commitments", "what is to be paid to others in the quarter"),
    "ownership": Variable(Per.PAIR, "funding", "share of the issuer's equity; the shares in a firm sum to 1"),
    "invested": Variable(Per.PAIR, "funding", "what was paid for new shares in the quarter"),
    "paid": Variable(Per.EDGE, "settlement", "what was paid for inputs in the quarter"),
    "shortfall": Variable(Per.FIRM, "settlement", "what a firm owed in the quarter and could not pay"),
    "failed": Variable(Per.FIRM, "settlement", "1 in the quarter in which a firm fails"),
    "rescued": Variable(Per.FIRM, "rescue", "what partners paid in the quarter to keep a firm alive"),
    "written off": Variable(Per.FIRM, "write_downs", "what a firm lost in the quarter on others' failures"),
    "revenue": Variable(Per.FIRM, "valuation", "what firms and end customers paid in the quarter, a year"),
    "valuation": Variable(Per.FIRM, "valuation", "what all shares are worth"),
    "suspicion": Variable(Per.FIRM, "sentiment", "share of sales to firms that own money may have paid"),
    "expected growth": Variable(
        Per.FIRM, "valuation", "rate at the start at which investors think that a firm's market grows, a year"
    ),
    "sentiment": Variable(Per.INDUSTRY, "sentiment", "the mood of investors; 1 at the start"),
    "trend": Variable(Per.MARKET, "product_market", "log of what growth has made of demand; 0 at the start"),
    "demand": Variable(
        Per.MARKET, "product_market", "log of what shocks have made of demand; 0 at the start"
    ),
    "appeal": Variable(Per.FIRM, "product_market", "utility that shocks have added; 0 at the start"),
    "open capability": Variable(Per.MARKET, "product_market", "capability of open products; 0 at the start"),
}
