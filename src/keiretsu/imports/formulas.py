"""Text in tables that a spreadsheet would run as a formula: how it is guarded, and read again."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What a formula begins with, in narrow and wide signs; behind apostrophes, where it is guarded already."""


def neutralised(cell: object) -> object:
    """Return a cell so that no spreadsheet runs it: text that begins like a formula gets an apostrophe.

    Examples
    --------
    >>> neutralised("=1+1"), neutralised("Alpha"), neutralised(-5.0)
    ("'=1+1", 'Alpha', -5.0)
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def as_it_was(cell: str) -> str:
    """Return what :func:`neutralised` was given.

    Examples
    --------
    >>> [as_it_was(str(neutralised(text))) for text in ("=1+1", "'=1+1", "'tis", "@alpha")]
    ['=1+1', "'=1+1", "'tis", '@alpha']
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
