"""Into which blocs a network falls, and who breaks the pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.blocdescent import frustration_at_most
from keiretsu.measures.charts import Grid
from keiretsu.measures.grouped import fraction_or_nan
from keiretsu.measures.of_network.firmness import firmness
from keiretsu.measures.of_network.naming import party_named, wrong_names
from keiretsu.measures.of_network.partitions import Partition, best_partition, signed_edges
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.of_network.ties import Sign, Tie, drawn_ties, signed_ties
from keiretsu.measures.signedbalance import Balance, balance
from keiretsu.network import Draws, Network
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

NUMBERS = (2, 3)
"""How many blocs the network is divided into at most."""

MOST_ROWS = 30


@dataclass(frozen=True)
class Blocs(Result):
    """The signed network's blocs, the ties that break them, and its balance.

    Parameters
    ----------
    network
        What was measured.
    ties
        The pairs with a binding deal that is a vote for or against.
    partitions
        The best blocs for at most 2, and at most 3.
    balance
        Triangle and walk balance.
    """

    network: Network = field(repr=False)
    ties: tuple[Tie, ...] = field(repr=False)
    partitions: tuple[Partition, ...]
    balance: Balance

    def into(self, most: int) -> Partition:
        """Return the best blocs for a number at most: 2 or 3."""
        for partition in self.partitions:
            if partition.most == most:
                return partition
        raise MisuseError(
            "measure.invalid-option",
            where="most",
            message=f"is {most}, and the blocs were found for {', '.join(map(str, NUMBERS))}",
            hint="use frustration_index for another number",
        )

    @cached_property
    def firmness(self) -> Floats:
        """How firmly each party of the network is in its bloc of 2; see :func:`firmness`."""
        return firmness(self.network, self.ties, self.into(2).frustration.labels)

    def table(self) -> pd.DataFrame:
        """Return one row a party that has a tie: its blocs, how firm that is, and its ties."""
        import pandas as pd

        columns = [
            "party",
            "bloc_of_2",
            "bloc_of_3",
            "firmness",
            "friends",
            "opponents",
            "contested",
            "frustrated",
        ]
        two, three = (self.into(most).bloc for most in NUMBERS)
        rows = []
        for party in self._ranked:
            ties = self._of(party)
            signs = [tie.sign for tie in ties]
            rows.append(
                (
                    party.name,
                    two.get(party.id),
                    three.get(party.id),
                    float(self.firmness[self.network.index[party.id]]),
                    signs.count(Sign.FRIENDLY),
                    signs.count(Sign.HOSTILE),
                    sum(tie.is_contested for tie in ties),
                    sum(tie in self.into(2).frustrated for tie in ties),
                )
            )
        return pd.DataFrame(rows, columns=columns)

    def frustrated(self, most: int = 2) -> pd.DataFrame:
        """Return the ties that break the pattern, with the deals that they stand on."""
        import pandas as pd

        partition = self.into(most)
        columns = ["party", "other", "breach", "votes_for", "votes_against", "deals"]
        rows = [
            (
                tie.left.name,
                tie.right.name,
                partition.breach(tie),
                len(tie.friendly),
                len(tie.hostile),
                "; ".join(deal.title() for deal in (*tie.friendly, *tie.hostile)),
            )
            for tie in partition.frustrated
        ]
        return pd.DataFrame(rows, columns=columns)

    def chart(self) -> Grid:
        """Return the signed ties between those with most ties, sorted by the blocs of 2."""
        bloc = self.into(2).bloc
        most = sorted(self._ranked, key=lambda party: -len(self._of(party)))[:MOST_ROWS]
        shown = [party for party in self._ranked if party in most]
        tie = {frozenset((one.left.id, one.right.id)): one for one in self.ties}
        cells = [[tie.get(frozenset((row.id, column.id))) for column in shown] for row in shown]
        names = tuple(f"{party.name} ({bloc.get(party.id, '-')})" for party in shown)
        return Grid(
            title=f"Friendly and hostile ties by bloc, as of {self.network.as_of}",
            rows=names,
            columns=names,
            values=tuple(tuple(float(one.sign) if one else None for one in row) for row in cells),
            words=tuple(tuple(_word(one) for one in row) for row in cells),
            least=-1.0,
            legend={"+ friendly": 1.0, "± as many for as against": 0.0, "- hostile": -1.0},
            note=f"{self.into(2).title()}. A ± stands where deals of both signs are known.",
        )

    def why(self, *names: str) -> Reason:
        """Explain the index, a party's bloc, or the tie of two parties, down to the quotes.

        ``why()``, ``why(party)`` or ``why(party, other)``.

        Raises
        ------
        NotFoundError
            ``measure.no-such-party``.
        MisuseError
            ``measure.wrong-names``.
        """
        if len(names) > 2:
            raise wrong_names(names, "nothing, a party, or two parties")
        parties = [party_named(name, self.network.parties, self.network.as_of) for name in names]
        if not parties:
            return Reason(f"Blocs as of {self.network.as_of}", tuple(map(_why_index, self.partitions)))
        own = [tie for tie in self._of(parties[0]) if parties[-1] in (tie.left, tie.right)]
        if len(parties) == 1:
            return self._why_party(parties[0], own)
        if own:
            return own[0].why()
        return Reason(f"{parties[0].name} and {parties[1].name}: no binding deal is a vote for or against")

    def _why_party(self, party: Party, ties: list[Tie]) -> Reason:
        number = self.into(2).bloc.get(party.id)
        if number is None:
            return Reason(f"{party.name} is in no bloc: it has no tie that isn't neutral", _whys(ties))
        broken = [tie for tie in ties if tie in self.into(2).frustrated]
        kept = [tie for tie in ties if tie not in broken]
        share = self.firmness[self.network.index[party.id]]
        firm = f"with deals drawn anew it stays with or apart from others as here in {share:.0%} of cases"
        parts = {
            counted(len(kept), "tie fits the blocs", "ties fit the blocs"): kept,
            counted(len(broken), "tie goes against them", "ties go against them"): broken,
        }
        because = tuple(Reason(part, _whys(found)) for part, found in parts.items() if found)
        text = f"{party.name} is in bloc {number} of {len(self.into(2).blocs)}; {self.into(2).title()}"
        return Reason(f"{text}; {firm}", because, estimate=True)

    @cached_property
    def _ranked(self) -> tuple[Party, ...]:
        """The parties with a tie: by bloc, then those with most ties first."""
        bloc = self.into(2).bloc
        tied = [party for party in self.network.parties if self._of(party)]
        last = len(tied)
        return tuple(sorted(tied, key=lambda party: (bloc.get(party.id, last), -len(self._of(party)))))

    @cached_property
    def _by_party(self) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = {}
        for tie in self.ties:
            found.setdefault(tie.left.id, []).append(tie)
            found.setdefault(tie.right.id, []).append(tie)
        return found

    def _of(self, party: Party) -> list[Tie]:
        return self._by_party.get(party.id, [])


def bloc_structure(network: Network) -> Blocs:
    """Find the blocs of a network, and who breaks the pattern.

    Answers *which camps do funding, supply, alliances, rivalry and regulation draw, and which ties go
    against them*. Of two parties each binding deal has one vote, for (invests, acquires, supplies,
    partners) or against (competes, regulates); the tie has the sign of the majority, a tie with as many
    for as against is neutral and left out, and every other counts as one. See
    :func:`keiretsu.measures.frustration_index` and :func:`keiretsu.measures.balance`.

    Notes
    -----
    Harary (1959), Davis (1967), Doreian and Mrvar (1996), Aref and Wilson (2019).

    Examples
    --------
    Alpha funds Beta, and Gamma competes with both.

    >>> from datetime import date
    >>> from keiretsu.claims import Claim, Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.ledger import ExchangeRates, reconcile
    >>> from keiretsu.network import project
    >>> from keiretsu.parties import Registry
    >>> text = Document("Alpha funds Beta. Alpha fights Gamma. Beta fights Gamma.", name="a.txt")
    >>> claims = [
    ...     Claim(Evidence.find(text, "Alpha funds Beta."), "invests", "Alpha", "Beta"),
    ...     Claim(Evidence.find(text, "Alpha fights Gamma."), "competes", "Alpha", "Gamma"),
    ...     Claim(Evidence.find(text, "Beta fights Gamma."), "competes", "Beta", "Gamma"),
    ... ]
    >>> network = project(reconcile(claims, Registry()), as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))
    >>> found = bloc_structure(network)
    >>> [[party.name for party in bloc] for bloc in found.into(2).blocs], found.balance.triangles
    ([['Alpha', 'Beta'], ['Gamma']], 1)
    >>> found.into(2).title()
    '0 of 3 ties go against 2 blocs at best'
    """
    ties = signed_ties(network)
    partitions = tuple(best_partition(network, ties, most) for most in NUMBERS)
    return Blocs(network, ties, partitions, balance(len(network.parties), signed_edges(network, ties)))


def statistics(draws: Draws) -> Sequence[Statistic]:
    """Return frustration and triangle balance of the whole network in every draw.

    The frustration is an upper bound by descent, as a proof for each draw takes too long.
    """
    drawn = drawn_ties(draws)
    ties = (drawn.signs != 0).sum(axis=(1, 2)) / 2
    first, which = _different(drawn.signs)
    index = frustration_at_most(drawn.signs[first], max(NUMBERS))[which]
    found = [
        Statistic("signed ties", "", "count", ties),
        Statistic("pairs with deals of both signs", "", "count", drawn.contested),
        Statistic("balanced triangles", "", "share", _balanced(drawn.signs)),
    ]
    for most in NUMBERS:
        about, at_most = f"{most} blocs", index[:, most - 1]
        found.append(Statistic("frustrated ties, at most", about, "count", at_most))
        found.append(
            Statistic("frustrated share of ties, at most", about, "share", fraction_or_nan(at_most, ties))
        )
    return found


def _different(signs: Floats) -> tuple[Indices, Indices]:
    """Return the places of the draws that differ in some sign, and which of them each draw is alike."""
    left, right = np.nonzero(np.triu(signs.any(axis=0)))
    small = signs[:, left, right].astype(np.int8)
    _, first, which = np.unique(small, axis=0, return_index=True, return_inverse=True)
    return first, which.reshape(-1)


def _balanced(signs: Floats) -> Floats:
    """Return the part of the triangles that has an even number of hostile ties."""
    ties = np.abs(signs)
    surplus = np.einsum("sij,sij->s", signs @ signs, signs)
    triangles = np.einsum("sij,sij->s", ties @ ties, ties)
    return fraction_or_nan((triangles + surplus) / 2, triangles)


def _word(tie: Tie | None) -> str:
    if tie is None:
        return ""
    return "±" if tie.is_contested else {Sign.FRIENDLY: "+", Sign.HOSTILE: "-"}[tie.sign]


def _whys(ties: Sequence[Tie]) -> tuple[Reason, ...]:
    return tuple(tie.why() for tie in ties)


def _why_index(partition: Partition) -> Reason:
    broken = [Reason(partition.breach(tie), (tie.why(),)) for tie in partition.frustrated]
    return Reason(partition.title(), tuple(broken))


MEASURE = Measure(
    name="blocs",
    question="Into which blocs do friendly and hostile ties divide the parties, and who breaks the pattern?",
    of=bloc_structure,
    statistics=statistics,
)
