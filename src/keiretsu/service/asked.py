"""The day and the moment that a page or an answer is about, as its address gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from keiretsu.quantities import parse_day, parse_moment


@dataclass(frozen=True, slots=True)
class Asked:
    """As of which day, and as known by which moment; each the newest where it is ``None``.

    Examples
    --------
    >>> Asked.parse("2025-12-31", None).query()
    {'as_of': '2025-12-31'}
    """

    as_of: date | None = None
    known_by: datetime | None = None

    @classmethod
    def parse(cls, as_of: str | None, known_by: str | None) -> Self:
        """Read both from text; what is empty isn't given.

        Raises
        ------
        MisuseError
            For what is no day or no moment.
        """
        return cls(parse_day(as_of or None, "as_of"), parse_moment(known_by or None, "known_by"))

    def query(self) -> dict[str, str]:
        """Return what an address must carry so that it comes back the same."""
        found = {"as_of": self.as_of, "known_by": self.known_by}
        return {name: value.isoformat() for name, value in found.items() if value is not None}
