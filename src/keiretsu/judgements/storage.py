"""Judgements as they are stored: their content as JSON, apart from who signed it and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from keiretsu.errors import InvalidRecordError
from keiretsu.judgements.record import (
    KINDS,
    ClaimAnchor,
    ClaimJudgement,
    Distinct,
    Judgement,
    Merge,
    Settlement,
    Signature,
    Split,
    Verdict,
)


def kind_of(judgement: Judgement) -> str:
    """Return the word by which a judgement's kind is stored, a key of ``KINDS``.

    Examples
    --------
    >>> kind_of(Merge("x-alpha", "x-alfa", Signature("A. Reader", "one firm")))
    'merge'
    """
    return next(kind for kind, made in KINDS.items() if type(judgement) is made)


def to_json(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement's content without its signature.

    Examples
    --------
    >>> to_json(Merge("x-alpha", "x-alfa", Signature("A. Reader", "one firm")))
    {'kept_id': 'x-alpha', 'merged_id': 'x-alfa'}
    """
    raw = asdict(judgement)
    del raw["signature"]
    return {name: _plain(value) for name, value in raw.items()}


def from_json(kind: str, raw: Mapping[str, Any], signature: Signature) -> Judgement:
    """Build a judgement from its kind, its stored content and its signature.

    Raises
    ------
    InvalidRecordError
        Where the content is not that of a judgement of this kind.

    Examples
    --------
    >>> signature = Signature("A. Reader", "one firm")
    >>> merge = Merge("x-alpha", "x-alfa", signature)
    >>> from_json("merge", to_json(merge), signature) == merge
    True
    """
    try:
        return _built(kind, raw, signature)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidRecordError):
            raise
        raise InvalidRecordError(
            "judgement.invalid",
            where=kind,
            message=f"the stored content is not that of such a judgement ({error})",
            hint="it was altered outside of keiretsu: restore a copy",
        ) from error


def _built(kind: str, raw: Mapping[str, Any], signature: Signature) -> Judgement:
    if kind == "claim":
        anchor = dict(raw["anchor"])
        anchor["beside"] = tuple(anchor["beside"])
        return ClaimJudgement(ClaimAnchor(**anchor), Verdict(raw["verdict"]), signature, raw["correction"])
    if kind == "merge":
        return Merge(raw["kept_id"], raw["merged_id"], signature)
    if kind == "split":
        return Split(raw["party_id"], tuple(raw["names"]), signature)
    if kind == "distinct":
        first, second = raw["party_ids"]
        return Distinct((first, second), signature)
    if kind == "settlement":
        return Settlement(raw["contradiction"], raw["chosen"], tuple(raw["over"]), signature)
    raise KeyError(kind)


def _plain(value: object) -> object:
    """Return a value as JSON has it: lists for tuples, words for verdicts."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Verdict) else value
