"""Texts that people type: refused where no database could keep them as they are."""

from __future__ import annotations

from keiretsu.errors import InvalidRecordError


def check_text(where: str, text: str) -> None:
    """Refuse a text with a NUL or half of a surrogate pair; what somebody signs is never altered.

    Raises
    ------
    InvalidRecordError
        ``judgement.unstorable-text``.

    Examples
    --------
    >>> check_text("reason", "Déjà vu: the filing says so.")
    """
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise InvalidRecordError(
            "judgement.unstorable-text",
            where=where,
            message="holds a NUL or half of a surrogate pair, which no database keeps",
            hint="type the text anew, without what was pasted from elsewhere",
        )
