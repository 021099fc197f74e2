"""What can happen in a scenario: shocks, policies and changes of strategy, each with its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self, TypeAlias, get_args

from pydantic import Field, model_validator

from keiretsu.simulation.scenarios.fields import Border, Day, Factor, Firms, Layers, Odds, Range, Share


class _Action(Border):
    """Something that happens from a day on."""

    date: Day = Field(description="The first day; it counts from the quarter that it lies in.")

    @property
    def sizes(self) -> Iterator[tuple[str, Range]]:
        """The sizes that it gives, by key."""
        for key in type(self).model_fields:
            if isinstance(value := getattr(self, key), Range):
                yield key, value

    @property
    def words(self) -> str:
        """What it does, in words."""
        given = {key: getattr(self, key) for key in type(self).model_fields if key in self.model_fields_set}
        said = [f"{key} {_said(value)}" for key, value in given.items() if key not in ("date", "do")]
        return f"{str(given['do']).replace('_', ' ')}: {'; '.join(said)}".removesuffix(": ")


class Lasting(_Action):
    """Something that may end."""

    quarters: Annotated[int, Field(ge=1)] | None = Field(
        None, description="For how many quarters it lasts; for good, unless given."
    )
    recovers: int = Field(
        0,
        ge=0,
        description="Over how many quarters after it all is, evenly, as before; at once, unless given.",
    )

    @model_validator(mode="after")
    def _ends_before_it_recovers(self) -> Self:
        if self.recovers and self.quarters is None:
            raise ValueError("recovers without quarters: what lasts for good doesn't recover; add quarters")
        return self


class ChangeFirms(Lasting):
    """A shock to firms: something of theirs becomes a multiple of what it would be."""

    do: Literal[
        "change_capital_expenditure",
        "change_costs",
        "change_efficiency",
        "change_funding",
        "change_lending",
        "change_need",
        "change_price",
    ] = Field(description="What changes: docs/reference/scenarios.md says what each means.")
    firms: Firms = Field(description="Whose.")
    times: Factor = Field(description="The multiple: 0 stops it, 0.7 is a fall by three tenths.")


class ChangeLayers(Lasting):
    """A shock to layers: something in them becomes a multiple of what it would be."""

    do: Literal["change_demand", "change_differentiation", "change_switching_cost"] = Field(
        description="What changes: docs/reference/scenarios.md says what each means."
    )
    layers: Layers = Field(description="In which; 'all' for every layer.")
    times: Factor = Field(description="The multiple: 0.7 is a fall by three tenths.")


class Fail(_Action):
    """A shock: firms fail, whatever money they have."""

    do: Literal["fail"]
    firms: Firms = Field(description="Who fails.")


class ImproveProducts(_Action):
    """A shock: what firms' products can do jumps."""

    do: Literal["improve_products"]
    firms: Firms = Field(description="Whose.")
    by: Range = Field(description="The jump, as a logarithm: 0.1 is about a tenth; below 0 they get worse.")


class ImproveOpenProducts(Lasting):
    """A shock: free products become more attractive to end customers."""

    do: Literal["improve_open_products"]
    layers: Layers = Field(description="The layers that end customers buy; 'all' for every one.")
    times: Odds = Field(description="The odds that a customer takes the free product, as a multiple.")


class BlockInvestment(Lasting):
    """A policy: firms may not invest in firms."""

    do: Literal["block_investment"]
    holders: Firms = Field(description="Who may not invest; 'all' for every firm.")
    issuers: Firms = Field(description="In whom; 'all' for every firm.")


class UnwindStake(_Action):
    """A policy: firms must sell shares in firms within the quarter, to investors outside."""

    do: Literal["unwind_stake"]
    holders: Firms = Field(description="Who must sell.")
    issuers: Firms = Field(description="Shares in whom.")
    share: Share = Field(description="The share of each stake: 1 is all of it.")


class BanExclusivity(Lasting):
    """A policy: nobody may bind a customer to buy from nobody else."""

    do: Literal["ban_exclusivity"]
    layers: Layers = Field(description="In which; 'all' for every layer.")


class ForceDisclosure(Lasting):
    """A policy: what firms sell to firms that they fund must be told."""

    do: Literal["force_disclosure"]


class MakeInHouse(Lasting):
    """A change of strategy: customers make a share of an input themselves."""

    do: Literal["make_in_house"]
    customers: Firms = Field(description="Who.")
    layers: Layers = Field(description="Which inputs; 'all' is vertical integration.")
    share: Share = Field(description="The share of the need that they aim at.")


class AddSupplier(Lasting):
    """A change of strategy: customers consider further suppliers."""

    do: Literal["add_supplier"]
    customers: Firms = Field(description="Who.")
    suppliers: Firms = Field(description="The further suppliers.")
    layers: Layers = Field(description="Of which inputs.")
    weight: Factor = Field(
        description="What a newcomer weighs beside the others, whose weights sum to 1: 1 is half."
    )


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


Shock: TypeAlias = ChangeFirms | ChangeLayers | Fail | ImproveProducts | ImproveOpenProducts
Policy: TypeAlias = BlockInvestment | UnwindStake | BanExclusivity | ForceDisclosure
Strategy: TypeAlias = MakeInHouse | AddSupplier
Action: TypeAlias = Annotated[Shock | Policy | Strategy, Field(discriminator="do")]

KINDS: Mapping[str, type[Border]] = {
    word: kind
    for kind in get_args(get_args(Action)[0])
    for word in get_args(kind.model_fields["do"].annotation)
}
"""The class of an action by the word that ``do`` gives."""
