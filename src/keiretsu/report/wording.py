"""The vocabulary's words as they read in a sentence."""

from __future__ import annotations

from keiretsu.ledger import Deal

_VERBS = {
    "invests": "invests in",
    "acquires": "acquires",
    "supplies": "supplies",
    "partners": "partners with",
    "competes": "competes with",
    "builds": "builds",
    "spends": "spends on",
    "valued": "is valued",
    "regulates": "regulates",
}


def verb(relation: str, *, has_object: bool = True) -> str:
    """Return the verb that joins subject and object.

    Examples
    --------
    >>> verb("invests"), verb("spends", has_object=False)
    ('invests in', 'spends')
    """
    return _VERBS[relation] if has_object else _VERBS[relation].removesuffix(" on")


def words(name: str) -> str:
    """Return a name of the vocabulary without its underscores.

    Examples
    --------
    >>> words("in_talks")
    'in talks'
    """
    return name.replace("_", " ")


def sentence(deal: Deal) -> str:
    """Return the deal as subject, verb and object."""
    other = deal.object.name if deal.object else words(deal.object_name or "")
    return " ".join(
        part for part in (deal.subject.name, verb(deal.relation, has_object=bool(other)), other) if part
    )


def layer_beside(deal: Deal) -> str | None:
    """Return the deal's layer unless the object already names it."""
    return words(deal.layer) if deal.layer and deal.layer != deal.object_name else None
