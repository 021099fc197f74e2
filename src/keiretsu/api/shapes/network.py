"""The network of a day: who pays whom how much a year."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field

from keiretsu.api.addresses import address, why
from keiretsu.api.shapes.amounts import YearlyAmount
from keiretsu.api.shapes.base import Shape, Why
from keiretsu.api.shapes.parties import PartyName
from keiretsu.api.shapes.problems import Assumption, OpenProblem
from keiretsu.network import Inflow as HeldInflow
from keiretsu.network import Network as Held
from keiretsu.network import Payment as HeldPayment
from keiretsu.service.asked import Asked


class Payment(Shape):
    """Money that one party pays another under a deal."""

    payer: PartyName = Field(description="Who pays.")
    payee: PartyName | None = Field(description="Who is paid; null where the money leaves to nobody named.")
    flow: str = Field(description="What for: capital buys a claim on the payee, purchase a good or service.")
    layer: str | None = Field(description="The layer of the stack that is bought, where known.")
    rate: YearlyAmount | None = Field(description="Money a year; null where no source gives a sum.")
    in_kind: bool = Field(description="Whether it is paid in credits or services instead of cash.")
    is_estimated: bool = Field(description="Whether no source gives the rate, and it was filled in.")
    start: dt.date | None = Field(description="The first day on which it is paid; null if unknown.")
    end: dt.date | None = Field(description="The first day on which it isn't any more; null if open.")
    deal_id: str = Field(description="The deal that it follows from.")
    deal: str = Field(description="Address of that deal.")
    why: Why

    @classmethod
    def of(cls, held: HeldPayment, currency: str, asked: Asked, unknown: str) -> Self:
        """Return a payment's shape."""
        ends = (held.payer.id, *([held.payee.id] if held.payee else []))
        told = ("deal", held.deal.id) if held.payee is None else ("payment", *ends)
        return cls(
            payer=PartyName.of(held.payer),
            payee=PartyName.of(held.payee) if held.payee else None,
            flow=str(held.flow),
            layer=held.layer,
            rate=YearlyAmount.of(held.rate, currency),
            in_kind=held.in_kind,
            is_estimated=held.is_estimated,
            start=held.start,
            end=held.end,
            deal_id=held.deal.id,
            deal=address("deals", held.deal.id, asked=asked),
            why=why(*told, asked=asked, unknown=unknown),
        )


class Inflow(Shape):
    """Money that enters the network at a party from outside."""

    party: PartyName = Field(description="Where it enters.")
    source: str = Field(description="Where it comes from.", examples=["end customers"])
    per_year: float = Field(description="Money a year.")

    @classmethod
    def of(cls, held: HeldInflow) -> Self:
        """Return an inflow's shape."""
        return cls(party=PartyName.of(held.party), source=str(held.source), per_year=held.per_year)


class Relation(Shape):
    """A deal as an edge between parties, whether or not it moves money."""

    deal_id: str = Field(description="The deal.")
    subject_id: str = Field(description="Who does it.")
    object_id: str | None = Field(description="To whom; null where it is a layer, a project, or nothing.")
    relation: str = Field(description="A relation of the vocabulary.")
    layer: str | None = Field(description="The layer of the stack, where known.")
    status: str = Field(description="The state that it is in.")
    is_binding: bool = Field(description="Whether the parties are committed.")


class Network(Shape):
    """The parties and edges of a day."""

    as_of: dt.date = Field(description="The day.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    unknown: str = Field(description="What became of sums that no source states.")
    parties: list[PartyName] = Field(description="The parties, in alphabetical order.")
    relations: list[Relation] = Field(description="The deals that stand, as edges.")
    payments: list[Payment] = Field(description="The money that binding deals move, largest first.")
    inflows: list[Inflow] = Field(description="The money that enters from outside.")
    assumptions: list[Assumption] = Field(description="What was assumed.")
    problems: list[OpenProblem] = Field(description="What could not be projected, and why.")

    @classmethod
    def of(cls, held: Held, asked: Asked, unknown: str) -> Self:
        """Return a network's shape."""
        return cls(
            as_of=held.as_of,
            currency=held.currency,
            unknown=unknown,
            parties=[PartyName.of(party) for party in held.parties],
            relations=[
                Relation(
                    deal_id=deal.id,
                    subject_id=deal.subject.id,
                    object_id=deal.object.id if deal.object else None,
                    relation=deal.relation,
                    layer=deal.layer,
                    status=deal.status,
                    is_binding=deal.is_binding,
                )
                for deal in held.deals
            ],
            payments=[Payment.of(each, held.currency, asked, unknown) for each in held.payments_between()],
            inflows=[Inflow.of(each) for each in held.inflows],
            assumptions=[Assumption.of(each) for each in held.assumptions],
            problems=[OpenProblem.of(each) for each in held.problems],
        )
