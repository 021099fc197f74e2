"""What a map is asked to show, as its address says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from keiretsu.errors import MisuseError
from keiretsu.ledger import Deal

_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<scale>k|m|bn|b|tn|t)?", re.IGNORECASE)
_SCALES = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9, "t": 1e12, "tn": 1e12}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which parties and lines of a network are shown.

    Parameters
    ----------
    layers, relations, statuses
        Of deals, by words of the vocabulary; all of them where none is given.
    kinds
        Of parties: a line is shown if one of its ends is of one of these.
    party
        Whose neighbourhood is shown, by id.
    steps
        How many steps away from it others may stand.
    at_least
        The least money a year that a line must carry; with any, lines of unknown size are left out.
    estimated
        Whether amounts that no source gives are filled in where reported totals bound them.
    everybody
        Whether all parties are shown, however many there are.

    Examples
    --------
    >>> Chosen(layers=("chips",), party="x-alpha", steps=2).query()
    {'layer': ['chips'], 'party': 'x-alpha', 'steps': 2}
    """

    layers: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    party: str = ""
    steps: int = 1
    at_least: float = 0.0
    estimated: bool = True
    everybody: bool = False

    def takes(self, deal: Deal) -> bool:
        """Tell whether a deal is of the layers and relations chosen, and between parties of the kinds."""
        others = [deal.subject.kind, *([deal.object.kind] if deal.object else [])]
        return (
            (not self.layers or deal.layer in self.layers)
            and (not self.relations or deal.relation in self.relations)
            and (not self.kinds or any(kind in self.kinds for kind in others))
        )

    def stands(self, deal: Deal) -> bool:
        """Tell whether a deal is in one of the states chosen."""
        return not self.statuses or deal.status in self.statuses

    def query(self) -> dict[str, object]:
        """Return what an address must carry so that it comes back the same."""
        found = {
            "layer": list(self.layers),
            "relation": list(self.relations),
            "status": list(self.statuses),
            "kind": list(self.kinds),
            "party": self.party,
            "steps": self.steps if self.party and self.steps != 1 else "",
            "at_least": written(self.at_least) if self.at_least else "",
            "estimated": "" if self.estimated else "no",
            "show": "all" if self.everybody else "",
        }
        return {name: value for name, value in found.items() if value}

    @classmethod
    def parse(
        cls,
        *,
        layer: list[str],
        relation: list[str],
        status: list[str],
        kind: list[str],
        party: str,
        steps: int,
        at_least: str,
        estimated: str,
        show: str,
    ) -> Self:
        """Read the parameters of an address; what is empty isn't given."""
        return cls(
            layers=_given(layer),
            relations=_given(relation),
            statuses=_given(status),
            kinds=_given(kind),
            party=party,
            steps=steps,
            at_least=parse_sum(at_least),
            estimated=estimated != "no",
            everybody=show == "all",
        )


def parse_sum(text: str) -> float:
    """Read an amount as people write it; nothing is 0.

    Raises
    ------
    MisuseError
        ``map.no-amount`` where it is none.

    Examples
    --------
    >>> parse_sum("2.5 bn"), parse_sum("300,000"), parse_sum("")
    (2500000000.0, 300000.0, 0.0)
    """
    plain = text.replace(",", "").strip()
    if not plain:
        return 0.0
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise MisuseError(
            "map.no-amount",
            where=f"at_least={text[:40]}",
            message="isn't an amount",
            hint="write a number, with k, m, bn or tn after it if you like: 2.5 bn",
        )
    return float(found["number"]) * _SCALES[(found["scale"] or "").lower()]


def written(amount: float) -> str:
    """Return an amount as :func:`parse_sum` reads it back, as short as it can be told exactly.

    Examples
    --------
    >>> written(2.5e9), written(1234567.0)
    ('2.5 bn', '1.234567 m')
    """
    for word in ("tn", "bn", "m"):
        text = f"{amount / _SCALES[word]:.15g} {word}"
        if amount >= _SCALES[word] and parse_sum(text) == amount:
            return text
    return f"{amount:.15g}"


def _given(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
