"""How the inner loops are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, ParamSpec, TypeVar, cast

from numba import njit

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def kernel(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Compile a function at its first call, and keep the result on disk for the next process.

    It runs without the interpreter's lock, so that threads can run several at once. Where no folder can
    be written to that Numba would keep it in, each process compiles anew.
    """
    return _compiled(function, divides_freely=False)


def array_kernel(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Compile a function as :func:`kernel` does, whose divisions by zero give infinity, as NumPy's do.

    Nothing is looked at before each division then, so that loops over arrays divide several numbers at a
    time: two to three times as fast.
    """
    return _compiled(function, divides_freely=True)


def _compiled(function: Callable[Given, Returned], *, divides_freely: bool) -> Callable[Given, Returned]:
    error_model: Literal["numpy", "python"] = "numpy" if divides_freely else "python"
    try:
        compiled = njit(nogil=True, cache=True, error_model=error_model)(function)
    except RuntimeError:
        compiled = njit(nogil=True, error_model=error_model)(function)
    return cast("Callable[Given, Returned]", compiled)
