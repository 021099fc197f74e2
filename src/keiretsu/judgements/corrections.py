"""The fields that a correction gives anew: checked when it is made, applied when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import InvalidRecordError, MisuseError
from keiretsu.judgements.text import check_text
from keiretsu.quantities import Money

CORRECTABLE = ("relation", "subject", "object", "layer", "amount", "status", "date", "terms")
"""The fields of a claim that a correction may give anew."""

JUDGED = "judged/1"
"""The extractor of a claim that a person corrected."""

_AMOUNT = ("low", "high", "currency", "basis")
_MAY_BE_NONE = ("object", "layer", "date")


def checked(correction: Mapping[str, Any], ends: Mapping[str, str | None]) -> dict[str, Any]:
    """Return a correction in the form that is stored; terms are sorted, no digit of a sum is lost.

    Parameters
    ----------
    correction
        Fields as the guideline's record has them.
    ends
        ``relation``, ``subject`` and ``object`` of the claim that is corrected.

    Raises
    ------
    InvalidRecordError
        ``judgement.invalid-correction`` for a field that can't be corrected, or where no claim with
        these ends could have these fields.

    Examples
    --------
    >>> invests = {"relation": "invests", "subject": "Alpha", "object": "Beta"}
    >>> checked({"status": "agreed", "terms": ["equity", "debt"]}, invests)
    {'status': 'agreed', 'terms': ['debt', 'equity']}
    """
    stored = {name: _checked_field(name, value) for name, value in correction.items()}
    probe = Evidence.at(Document("?", name="correction"), 0, 1)
    try:
        Claim(probe, **{**ends, **_as_fields(stored)})
    except (InvalidRecordError, MisuseError) as error:
        problem = error.problem
        raise _invalid(problem.where, problem.message, problem.hint) from error
    return stored


def corrected(claim: Claim, correction: Mapping[str, Any]) -> Claim | None:
    """Return a claim with the fields of a correction, or ``None`` where that would be no valid claim."""
    try:
        return replace(claim, **_as_fields(correction), extractor=JUDGED, confidence=100)
    except InvalidRecordError:
        return None


def _as_fields(correction: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as a claim takes them."""
    fields = dict(correction)
    if "terms" in fields:
        fields["terms"] = tuple(fields["terms"])
    if fields.get("amount") is not None:
        fields["amount"] = Money.from_json(fields["amount"])
    return fields


def _checked_field(name: str, value: object) -> object:
    if name not in CORRECTABLE:
        raise _invalid(
            str(name), "is no field that can be corrected", f"give one of {', '.join(CORRECTABLE)}"
        )
    if name == "amount":
        return None if value is None else _checked_amount(value)
    if name == "terms":
        return _checked_terms(value)
    if value is None and name in _MAY_BE_NONE:
        return None
    return _checked_text(name, value)


def _checked_text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _invalid(name, f"{value!r} is not a word", "give it as text")
    check_text(name, value)
    return value.strip()


def _checked_terms(value: object) -> list[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise _invalid("terms", f"{value!r} is not a list", "give a list of terms, empty for none")
    return sorted({_checked_text("terms", term) for term in value})


def _checked_amount(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping) or set(value) != set(_AMOUNT):
        raise _invalid("amount", "is not an amount object", f"give {', '.join(_AMOUNT)}, or no amount at all")
    for name in ("currency", "basis"):
        _checked_text(f"amount: {name}", value[name])
    try:
        money = Money.from_json(value)
    except InvalidRecordError as error:
        problem = error.problem
        raise _invalid(f"amount: {problem.where}", problem.message, problem.hint) from error
    bounds = {"low": _bound(money.low), "high": _bound(money.high)}
    return {**bounds, "currency": money.currency, "basis": money.basis}


def _bound(bound: Decimal | None) -> int | str | None:
    """Return a bound as JSON keeps it to the last digit: whole as a number, else as text."""
    if bound is None:
        return None
    return int(bound) if bound == bound.to_integral_value() else str(bound)


def _invalid(where: str, message: str, hint: str) -> InvalidRecordError:
    return InvalidRecordError("judgement.invalid-correction", where=where, message=message, hint=hint)
