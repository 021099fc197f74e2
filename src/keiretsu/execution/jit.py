"""How the inner loops are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def kernel(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Compile a function at its first call, and keep the result on disk for the next process.

    It runs without the interpreter's lock, so that threads can run several at once. Where no folder can
    be written to that Numba would keep it in, each process compiles anew.
    """
    try:
        compiled = njit(nogil=True, cache=True)(function)
    except RuntimeError:
        compiled = njit(nogil=True)(function)
    return cast("Callable[Given, Returned]", compiled)
