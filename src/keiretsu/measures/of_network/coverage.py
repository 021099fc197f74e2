"""Who covers which layer of the stack, on what evidence, and with what standing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from keiretsu.ledger import Deal
from keiretsu.measures.of_network.market import Market, markets
from keiretsu.network import Network, Offering
from keiretsu.parties import Party
from keiretsu.quantities.period import DAYS_PER_YEAR
from keiretsu.reasons import Reason
from keiretsu.vocabulary import layers

COVERING = ("builds", "supplies", "competes")
"""The relations that place their subject in a layer; ``competes`` places its object there too."""


class Standing(StrEnum):
    """Where a party stands in a layer."""

    LEADING = "leading"
    CATCHING_UP = "catching up"
    EARLY = "early"
    LEFT = "left"


@dataclass(frozen=True)
class Coverage:
    """One party in one layer.

    Parameters
    ----------
    party, layer
        Who, and where.
    standing
        Where it stands.
    deals
        What it builds and supplies there, and whom it competes with, as far as it stands.
    ended
        The same, where it is over.
    offerings
        What it offers there by a list of organisations.
    rule
        The rule that gave the standing, with its figures and assumptions.
    """

    party: Party
    layer: str
    standing: Standing
    deals: tuple[Deal, ...]
    ended: tuple[Deal, ...]
    offerings: tuple[Offering, ...]
    rule: Reason = field(repr=False)

    @property
    def is_binding(self) -> bool:
        """Whether it has more than plans and talks: a binding deal, or something on offer."""
        return bool(self.offerings) or any(deal.is_binding for deal in self.deals)

    def why(self) -> Reason:
        """Explain the standing, down to the quotes."""
        told = tuple(deal.why() for deal in (*self.deals, *self.ended))
        listed = tuple(offering.why() for offering in self.offerings)
        text = f"{self.party.name} in {self.layer}: {self.standing}; {self.rule.text}"
        return Reason(text, (*self.rule.because, *told, *listed), estimate=self.rule.estimate)


@dataclass
class _Evidence:
    """What is known of one party in one layer."""

    party: Party
    layer: str
    deals: list[Deal] = field(default_factory=list)
    ended: list[Deal] = field(default_factory=list)
    offerings: list[Offering] = field(default_factory=list)

    @property
    def binding(self) -> list[Deal]:
        return [deal for deal in self.deals if deal.is_binding]

    @property
    def is_on_offer(self) -> bool:
        """Whether a product, a customer or a rival shows that it has something to sell."""
        return bool(self.offerings) or any(deal.relation != "builds" for deal in self.binding)

    @property
    def since(self) -> date | None:
        """The first day of a binding deal; ``None`` where one has no day."""
        days = [deal.valid_from for deal in self.binding]
        return None if None in days else min((day for day in days if day), default=None)

    @property
    def has_left(self) -> bool:
        """Whether it had begun before it was over: what was only denied never was."""
        return any(deal.status == "ended" or any(s.is_binding for s in deal.timeline) for deal in self.ended)


def coverage(network: Network) -> tuple[Coverage, ...]:
    """Return who covers which layer, party by party in the network's order.

    Answers *who is in which layer, and where do they stand*, by these rules, the first that fits:

    - **left**: all that places the party in the layer has ended;
    - **leading**: it has at least the share ``leading_share`` of the layer's known sales, or of the
      supplier-customer ties known in it, where two or more are known;
    - **early**: it only plans or talks, or a source first told less than ``early_years`` ago that it
      builds there, and no product, customer or rival in the layer is known;
    - **catching up**: it is in the layer otherwise.

    Examples
    --------
    >>> from datetime import date
    >>> from keiretsu.ledger import ExchangeRates
    >>> from keiretsu.network import Offering, project
    >>> offerings = [Offering(Party("Alpha"), "Alpha One", "chips", "organisations.yaml")]
    >>> none = project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD"), offerings=offerings)
    >>> [(one.party.name, one.layer, str(one.standing)) for one in coverage(none)]
    [('Alpha', 'chips', 'catching up')]
    """
    market = markets(network)
    found = []
    for evidence in _evidence(network):
        judged = _judge(evidence, market.get(evidence.layer), network)
        if judged is not None:
            deals, ended = tuple(evidence.deals), tuple(evidence.ended)
            offerings = tuple(evidence.offerings)
            found.append(
                Coverage(evidence.party, evidence.layer, judged[0], deals, ended, offerings, judged[1])
            )
    return tuple(found)


def layers_of(coverages: tuple[Coverage, ...]) -> tuple[str, ...]:
    """Return the layers covered: the vocabulary's from the ground up, then others, most parties first."""
    found = Counter(one.layer for one in coverages)
    known = [name for name in layers() if name in found]
    return (*known, *sorted(set(found) - set(known), key=lambda name: (-found[name], name)))


def _evidence(network: Network) -> list[_Evidence]:
    found: dict[tuple[str, str], _Evidence] = {}

    def of(party: Party, layer: str) -> _Evidence:
        return found.setdefault((party.id, layer), _Evidence(party, layer))

    for deal in (*network.deals, *network.ended):
        if deal.layer is None or deal.relation not in COVERING:
            continue
        for party in (deal.subject, deal.object if deal.relation == "competes" else None):
            if party is not None:
                evidence = of(party, deal.layer)
                (evidence.ended if deal.is_over else evidence.deals).append(deal)
    for offering in network.offerings:
        of(offering.party, offering.layer).offerings.append(offering)
    order = defaultdict(lambda: len(network.parties), network.index)
    return sorted(found.values(), key=lambda one: (order[one.party.id], one.party.name.casefold(), one.layer))


def _judge(evidence: _Evidence, market: Market | None, network: Network) -> tuple[Standing, Reason] | None:
    if not evidence.deals and not evidence.offerings:
        text = "all that places it in the layer has ended"
        return (Standing.LEFT, Reason(text)) if evidence.has_left else None
    least = network.assumptions["leading_share"]
    lead = market.lead(evidence.party, least) if market else None
    if lead is not None:
        return Standing.LEADING, lead
    if not evidence.binding and not evidence.offerings:
        return Standing.EARLY, Reason("it only plans or talks")
    if evidence.is_on_offer:
        text = (
            "a product, a customer or a rival places it there, and it leads neither in sales nor in customers"
        )
        return Standing.CATCHING_UP, Reason(text, (least.why(),), estimate=True)
    return _by_age(evidence.since, network)


def _by_age(since: date | None, network: Network) -> tuple[Standing, Reason]:
    young = network.assumptions["early_years"]
    if since is not None and (network.as_of - since).days < young.value * DAYS_PER_YEAR:
        text = f"first told of {since}, and no product, customer or rival in the layer is known"
        return Standing.EARLY, Reason(text, (young.why(),), estimate=True)
    told = f"told of since {since}" if since else "told of without a day"
    text = f"{told}, so not new, though no product, customer or rival in the layer is known"
    return Standing.CATCHING_UP, Reason(text, (young.why(),), estimate=True)
