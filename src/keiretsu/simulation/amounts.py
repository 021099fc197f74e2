"""The shapes of amounts: one number, or arrays whose last axis is 1 or the paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.compiled.numbers import finite
from keiretsu.simulation.faults import invalid

FLOAT = np.dtype(np.float64)
NUMBA = "_nrt_python"  # whose memory belongs to the array that a kernel has returned

Amount: TypeAlias = float | Floats  # one number, or an array whose last axis is 1 or the paths


def amount_of(where: str | Callable[[], str], what: str, value: Amount, paths: int) -> Floats:
    """Return an amount as an array that can be broadcast over the paths.

    Raises
    ------
    MisuseError
        If its last axis is neither 1 nor the paths.
    """
    if type(value) is np.ndarray and value.dtype == FLOAT and value.ndim and value.shape[-1] == paths:
        return value
    array: Floats = np.asarray(value, dtype=np.float64)
    if array.ndim and array.shape[-1] != paths and array.shape[-1] != 1:
        given = " x ".join(map(str, array.shape))
        raise invalid(
            where if isinstance(where, str) else where(),
            f"{what} has {given} values",
            f"give one, or {paths}, one a path, on the last axis",
        )
    return array


def is_finite(array: Floats) -> bool:
    """Return whether all of an array are numbers."""
    return finite(array if array.ndim == 1 else array.ravel())


def over_paths(array: Floats, paths: int) -> Floats:
    """Return an amount with one value a path on its last axis, read only and without a copy."""
    if array.ndim and array.shape[-1] == paths:
        return sealed(array)
    return np.broadcast_to(array, (*array.shape[:-1], paths))


def sealed(array: Floats) -> Floats:
    """Return the array if it can't be written to, else a view that can't."""
    if not array.flags.writeable:
        return array
    view = array.view()
    view.flags.writeable = False
    return view


def kept(array: Floats, paths: int) -> Floats:
    """Return an amount over the paths that nobody can write to any more, copied only if it has to be.

    Copies of what behaviours have just computed would cost as much as the computing.
    """
    if array.base is None:
        array.setflags(write=False)
    else:
        array = _owned(array)
    return array if array.ndim and array.shape[-1] == paths else over_paths(array, paths)


def cut(array: Floats, part: slice, paths: int) -> Floats:
    """Return an amount on some of the paths."""
    return array[..., part] if array.ndim and array.shape[-1] == paths else array


def _owned(array: Floats) -> Floats:
    base: object = array.base
    if type(base).__module__ == NUMBA:
        array.setflags(write=False)
        return array
    while isinstance(base, np.ndarray) and isinstance(base.base, np.ndarray):
        base = base.base
    if not isinstance(base, np.ndarray) or base.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return sealed(array)
