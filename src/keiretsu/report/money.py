"""Money as readers read it: short in the text, to the last digit on request."""

from __future__ import annotations

from dataclasses import dataclass

_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum in two lengths: ``short`` for the text, ``full`` for the title attribute."""

    short: str
    full: str

    def __str__(self) -> str:
        return self.short


def a_year(amount: float | None, currency: str) -> Figure:
    """Return money per year for reading.

    Examples
    --------
    >>> print(a_year(38e9, "USD"), "|", a_year(38e9, "USD").full)
    USD 38.0 bn a year | USD 38,000,000,000 a year
    >>> print(a_year(None, "USD"))
    sum unknown
    """
    if amount is None:
        return Figure("sum unknown", "no source gives a sum")
    return Figure(f"{currency} {short(amount)} a year", f"{currency} {amount:,.0f} a year")


def in_all(amount: float, currency: str) -> Figure:
    """Return money that isn't per year, for reading.

    Examples
    --------
    >>> print(in_all(38e9, "USD"), "|", in_all(38e9, "USD").full)
    USD 38.0 bn | USD 38,000,000,000
    """
    return Figure(f"{currency} {short(amount)}", f"{currency} {amount:,.0f}")


def short(amount: float) -> str:
    """Return a number with its scale, to a tenth of it.

    Examples
    --------
    >>> short(1.5e12), short(999_960_000), short(80_000), short(0)
    ('1.5 tn', '1.0 bn', '80,000', '0')
    """
    for scale, word in _SCALES:
        if amount >= scale * 0.99995:  # what rounds up to the scale is said in it
            return f"{amount / scale:,.1f} {word}"
    return f"{amount:,.0f}"


def percent(share: float) -> str:
    """Return a share as a percentage that never rounds something to nothing or to all.

    What differs from nothing or all by a rounding error only is nothing or all.

    Examples
    --------
    >>> percent(0.25), percent(0.0004), percent(0.9999), percent(0), percent(1)
    ('25.0 %', '<0.1 %', '>99.9 %', '0 %', '100 %')
    """
    if min(abs(share), abs(1 - share)) < ROUNDING:
        return f"{share * 100:.0f} %"
    if share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1:
        return ">99.9 %"
    return f"{share:.1%}".replace("%", " %")
