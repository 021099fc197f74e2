"""What stops a run."""

from __future__ import annotations

from keiretsu.errors import KeiretsuError, MisuseError


class SimulationError(KeiretsuError):
    """A run that can't go on: its books don't balance, or its equations have no solution in reach."""


def unknown(where: str, kind: str, name: object, known: object) -> MisuseError:
    """Return the error that says that a model has nothing by a name."""
    listed = ", ".join(map(str, known)) if isinstance(known, list | tuple) and known else "none"
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
