"""Numbers with the words for what is counted."""

from __future__ import annotations


def counted(number: float, one: str, many: str | None = None) -> str:
    """Return a number and what there is so much of, in the form of the words that fits the number.

    Answers *how many of what* in every sentence that tells it, so that none says "1 deals".

    Parameters
    ----------
    number
        How many. Whole numbers are told whole, others with six digits.
    one
        The words for one: ``deal``, or ``deal states no sum`` where a verb goes with it.
    many
        The words for none or several, ``one`` with an *s* if not given.

    Examples
    --------
    >>> counted(1, "deal"), counted(1234, "deal"), counted(0, "party", "parties"), counted(2.5, "year")
    ('1 deal', '1,234 deals', '0 parties', '2.5 years')
    """
    words = one if number == 1 else f"{one}s" if many is None else many
    return f"{number:,.0f} {words}" if float(number).is_integer() else f"{number:,g} {words}"


def measured(number: float, unit: str) -> str:
    """Return a number with its unit, which is given as it stands beside many.

    Examples
    --------
    >>> measured(5, "years"), measured(1, "years of revenue"), measured(1, "share of the range")
    ('5 years', '1 year of revenue', '1 share of the range')
    """
    first, space, rest = unit.partition(" ")
    return counted(number, first.removesuffix("s") + space + rest, unit)
