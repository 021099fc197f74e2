"""Single numbers that the measures take as options, checked."""

from __future__ import annotations

import math
from numbers import Real
from operator import index

from keiretsu.errors import MisuseError

CODE = "measure.invalid-option"


def whole(value: object, name: str, *, least: int, code: str = CODE) -> int:
    """Return ``value`` as a whole number of at least ``least``."""
    try:
        number = index(value)  # type: ignore[arg-type]
    except TypeError:
        number = least - 1
    if number < least or isinstance(value, bool):
        raise MisuseError(
            code, where=name, message=f"is {value!r}", hint=f"give a whole number of {least} or more"
        )
    return number


def above_zero(value: object, name: str) -> float:
    """Return ``value`` if it is finite and above 0."""
    if not (isinstance(value, Real) and math.isfinite(value) and float(value) > 0):
        raise MisuseError(CODE, where=name, message=f"is {value!r}", hint="give a number above 0")
    return float(value)


def is_part(value: object) -> bool:
    """Return whether ``value`` is a number from 0 to 1."""
    return isinstance(value, Real) and 0 <= float(value) <= 1
