"""Explain a figure by its name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from keiretsu.errors import MisuseError, NotFoundError
from keiretsu.ledger import Contradiction, Deal
from keiretsu.measures import measure_names, of_network
from keiretsu.measures.of_network import party_named
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    from keiretsu.workspace.vintage import Vintage

ASKED = {
    "loop": ("NUMBER",),
    "deal": ("ID",),
    "contradiction": ("ID",),
    "payment": ("PAYER", "PAYEE"),
    "party": ("NAME",),
    "layer": ("NAME",),
}
"""What can be asked about, with what it is named by."""


def explain(vintage: Vintage, what: str, names: tuple[str, ...], as_of: date | None) -> Reason:
    """Return the reasons of a figure; see :meth:`keiretsu.workspace.Workspace.why`."""
    asked = ASKED.get(what)
    if asked is None and what in measure_names():
        return vintage.measure(what, as_of).why(*names)
    if asked is None or len(names) != len(asked):
        raise _cannot_explain(what, names)
    match what:
        case "deal":
            return _deal(vintage.deals(as_of), names[0]).why()
        case "contradiction":
            return contradiction(vintage.contradictions(as_of), names[0]).why()
        case "loop":
            if not names[0].isdecimal():
                raise _cannot_explain(what, names)
            return of_network.circularity(vintage.network(as_of)).why(names[0])
        case "payment":
            network = vintage.network(as_of)
            return network.why(*(party_named(name, network.parties, network.as_of) for name in names))
        case "party":
            return of_network.provenance(vintage.network(as_of)).why(names[0])
        case _:
            return of_network.concentration(vintage.network(as_of)).why(names[0])


def contradiction(found: tuple[Contradiction, ...], contradiction_id: str) -> Contradiction:
    """Return the contradiction of an id, or of the only one that begins so."""
    exact = [one for one in found if one.id == contradiction_id]
    begun = exact or [one for one in found if contradiction_id and one.id.startswith(contradiction_id)]
    if len(begun) == 1:
        return begun[0]
    raise NotFoundError(
        "workspace.no-such-contradiction",
        where=contradiction_id,
        message="several contradictions begin so" if begun else "no contradiction has this id",
        hint="look the id up in keiretsu contradictions",
    )


def _deal(deals: tuple[Deal, ...], deal_id: str) -> Deal:
    for deal in deals:
        if deal.id == deal_id:
            return deal
    raise NotFoundError(
        "workspace.no-such-deal",
        where=deal_id,
        message="no deal has this id",
        hint="run keiretsu reconcile, and look the id up in keiretsu deals",
    )


def _cannot_explain(what: str, names: tuple[str, ...]) -> MisuseError:
    forms = "; ".join(" ".join((word, *asked)) for word, asked in ASKED.items())
    forms += f"; or a measure of {', '.join(measure_names())} with a name of its table"
    return MisuseError(
        "workspace.cannot-explain",
        where=" ".join((what, *names)),
        message="isn't a figure that can be explained",
        hint=f"ask for one of: {forms}",
    )
