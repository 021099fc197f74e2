"""Judgements in the order of their times."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import inf
from typing import TypeVar

from keiretsu.judgements.record import Judgement
from keiretsu.judgements.storage import kind_of, to_json

JudgementT = TypeVar("JudgementT", bound=Judgement)


def in_order(judgements: Iterable[JudgementT]) -> list[JudgementT]:
    """Return judgements, the earliest first and those not recorded yet last.

    Of two with one time the order is that of their content, so that it depends on nothing else.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from keiretsu.judgements import Merge, Signature
    >>> new = Merge("x-alpha", "x-alfa", Signature("A. Reader", "one firm"))
    >>> old = Merge("x-beta", "x-alfa", Signature("A. Reader", "a slip", datetime(2026, 1, 2, tzinfo=UTC)))
    >>> [judgement.kept_id for judgement in in_order([new, old])]
    ['x-beta', 'x-alpha']
    """
    return sorted(judgements, key=_key)


def _key(judgement: Judgement) -> tuple[float, str, str, str, str]:
    signature = judgement.signature
    made_at = inf if signature.made_at is None else signature.made_at.timestamp()
    said = json.dumps(to_json(judgement), sort_keys=True)
    return made_at, kind_of(judgement), said, signature.author, signature.reason
