"""What stops a run."""

from __future__ import annotations

from collections.abc import Iterable

from keiretsu.errors import KeiretsuError, MisuseError

LISTED = 20  # names that a hint lists at most


class SimulationError(KeiretsuError):
    """A run that can't go on: its books don't balance, or its equations have no solution in reach."""


def unknown(where: str, kind: str, name: object, known: Iterable[object]) -> MisuseError:
    """Return the error that says that there is nothing by a name among those known."""
    names = [str(each) for each in known]
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    listed = ", ".join(names[:LISTED]) + more or "none"
    return MisuseError(
        "simulation.unknown-name",
        where=where,
        message=f"there is no {kind} {name!r}",
        hint=f"use one of: {listed}",
    )


def invalid(where: str, message: str, hint: str) -> MisuseError:
    """Return the error that says that a model, a start or an amount can't be what it is."""
    return MisuseError("simulation.invalid-model", where=where, message=message, hint=hint)


def no_fixed_point(where: str, message: str) -> SimulationError:
    """Return the error that says that a period's equations have no solution in reach."""
    return SimulationError(
        "simulation.no-fixed-point",
        where=where,
        message=message,
        hint="state the equations in their solved form, or mend a parameter that makes them explode",
    )
