"""Who sells to whom where the grammar doesn't say: what the two are called, and what they did before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keiretsu.claims.rules.lexicon import word_set

if TYPE_CHECKING:
    from keiretsu.claims.rules.coreference import Discourse
    from keiretsu.claims.rules.matching import Draft


def sells(discourse: Discourse, name: str, layer: str | None) -> bool:
    """Tell whether an organisation is called a maker or provider, of a layer where one is given.

    Parameters
    ----------
    discourse
        What the document and the gazetteer have called the organisations so far.
    name
        Canonical name of the organisation.
    layer
        The layer that is traded; ``None`` where the text doesn't say.
    """
    kinds = {
        k for k in discourse.types.get(name, set()) if k.rpartition("_")[2] in word_set("trade", "sellers")
    }
    if layer is None:
        return not kinds.isdisjoint(word_set("trade", "suppliers"))
    stem = layer.removesuffix("s")
    return any(stem in kind or stem.partition("_")[2] in kind.split("_") for kind in kinds)


def oriented(discourse: Discourse, draft: Draft) -> Draft | None:
    """Return a trade with the seller as its subject.

    A frame that requires a seller gives nothing unless exactly one of the two is known to sell; others
    keep the direction of the grammar where that isn't known.
    """
    if draft.object is None:
        return draft
    must = "seller" in draft.frame.requires
    one, other = (sells(discourse, party.name, draft.layer) for party in (draft.subject, draft.object))
    if one == other and draft.layer is not None:
        one, other = (sells(discourse, party.name, None) for party in (draft.subject, draft.object))
    if one == other:
        return None if must else draft
    if one or not draft.frame.oriented:
        return None if must and not one else draft
    return replace(draft, subject=draft.object, object=draft.subject)
