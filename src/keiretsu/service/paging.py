"""A stretch of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")

MOST = 500
USUAL = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[ItemT]):
    """Some items of a list, and where they stand in it.

    Parameters
    ----------
    items
        The items.
    offset
        How many come before the first.
    limit
        How many a page holds.
    total
        How many there are.

    Examples
    --------
    >>> page = Page(("c", "d"), offset=2, limit=2, total=5)
    >>> page.first, page.last, page.before, page.after
    (3, 4, 0, 4)
    """

    items: Sequence[ItemT]
    offset: int
    limit: int
    total: int

    @property
    def first(self) -> int:
        """The number of the first item, from 1; 0 where there is none."""
        return self.offset + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The number of the last item."""
        return self.offset + len(self.items)

    @property
    def before(self) -> int | None:
        """The offset of the page before; ``None`` on the first."""
        return max(0, self.offset - self.limit) if self.offset else None

    @property
    def after(self) -> int | None:
        """The offset of the page after; ``None`` on the last."""
        return self.offset + self.limit if self.last < self.total else None


def page_of(items: Sequence[ItemT], offset: int, limit: int) -> Page[ItemT]:
    """Return a stretch of a list that is held whole."""
    return Page(items[offset : offset + limit], offset, limit, len(items))
