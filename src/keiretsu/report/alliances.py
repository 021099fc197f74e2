"""The blocs that friendly and hostile ties draw, and the ties that go against them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

from keiretsu.measures.of_network import Blocs
from keiretsu.measures.of_network.partitions import Partition
from keiretsu.reasons import Reason
from keiretsu.report.grids import GridView, grid
from keiretsu.report.money import percent
from keiretsu.report.spreads import NO_SPREADS, Spreads


@dataclass(frozen=True, slots=True)
class PartitionView:
    """The best blocs of one number at most."""

    most: int
    title: str
    spread: str | None
    is_proved: bool
    blocs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """A party with ties: its blocs and how firmly it is in them."""

    name: str
    of_two: str
    of_three: str
    firmness: str
    friends: int
    opponents: int
    frustrated: int
    why: Reason


@dataclass(frozen=True, slots=True)
class BreachView:
    """A tie that goes against the blocs."""

    title: str
    breach: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Alliances:
    """The chapter: the best partitions, the ties as a matrix, the parties, and the breaches."""

    partitions: tuple[PartitionView, ...]
    balance: str | None
    matrix: GridView
    members: tuple[MemberView, ...]
    breaches: tuple[BreachView, ...]


def alliances(found: Blocs, spreads: Spreads = NO_SPREADS, most: int = 2) -> Alliances:
    """Return the blocs for reading; the breaches are those of ``most`` blocs."""
    broken = found.into(most)
    return Alliances(
        partitions=tuple(_partition(each, spreads) for each in found.partitions),
        balance=percent(found.balance.balanced_triangle_share) if found.balance.triangles else None,
        matrix=grid(found.chart()),
        members=tuple(_member(found, row) for row in found.table().to_dict("records")),
        breaches=tuple(BreachView(tie.title(), broken.breach(tie), tie.why()) for tie in broken.frustrated),
    )


def _partition(found: Partition, spreads: Spreads) -> PartitionView:
    spread = spreads.get("blocs", "frustrated ties, at most", f"{found.most} blocs")
    names = tuple(tuple(party.name for party in bloc) for bloc in found.blocs)
    said = str(spread) if spread else None
    return PartitionView(found.most, found.title(), said, found.frustration.proved, names)


def _member(found: Blocs, row: Mapping[Hashable, Any]) -> MemberView:
    return MemberView(
        name=row["party"],
        of_two=_number(row["bloc_of_2"]),
        of_three=_number(row["bloc_of_3"]),
        firmness=percent(row["firmness"]),
        friends=row["friends"],
        opponents=row["opponents"],
        frustrated=row["frustrated"],
        why=found.why(row["party"]),
    )


def _number(bloc: float | None) -> str:
    """Return the number of a bloc; who has neutral ties alone is in none."""
    return "none" if bloc is None or isnan(bloc) else f"{bloc:.0f}"
