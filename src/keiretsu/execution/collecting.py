"""Python's collector of garbage, kept still while many records are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Don't look for reference cycles within the block, as records that hold each other in none are made.

    The collector goes through all objects again each time that there are a quarter more of them: of
    hundreds of thousands of records that takes a third of the time. Memory is freed as ever, but for
    cycles, which wait for the end of the block. Several threads may be in such blocks at once.

    Examples
    --------
    >>> with without_collecting():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
