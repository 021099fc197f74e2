"""What a folder of runs says of itself: whose runs they are, and how they were drawn."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from keiretsu.errors import MisuseError
from keiretsu.simulation.ensembles.records import Design, Experiment, Outcome, Range
from keiretsu.simulation.ensembles.sampling import Sample, run_numbers

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that decides the figures of an ensemble.

    Parameters
    ----------
    experiment, identity
        The experiment's name, and the hash of all that decides its figures.
    design, base, seed
        How its parameters were drawn; see :class:`Sample`.
    ranges, outcomes
        The experiment's.
    """

    experiment: str
    identity: str
    design: Design
    base: int
    seed: int
    ranges: tuple[Range, ...]
    outcomes: tuple[Outcome, ...]

    @classmethod
    def of(cls, experiment: Experiment, sample: Sample) -> Self:
        """Return the manifest of an ensemble that is to be run."""
        drawn = (sample.design, sample.base, sample.seed)
        return cls(experiment.name, experiment.identity, *drawn, experiment.ranges, experiment.outcomes)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a manifest.

        Raises
        ------
        MisuseError
            ``simulation.other-ensemble`` for a file that is none, or of another version.
        """
        try:
            return cls._parsed(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            words = " ".join(str(error).split())
            raise refused(path, f"can't be read as an ensemble's manifest ({words})") from error

    @classmethod
    def _parsed(cls, raw: dict[str, Any]) -> Self:
        if raw.pop("format") != FORMAT:
            raise ValueError("it was written by another version")
        days = (each.pop("day") for each in raw["outcomes"])
        outcomes = tuple(
            Outcome(**each, day=None if day is None else date.fromisoformat(day))
            for each, day in zip(raw["outcomes"], days, strict=True)
        )
        ranges = tuple(Range(**each) for each in raw["ranges"])
        return cls(**raw | {"design": Design(raw["design"]), "ranges": ranges, "outcomes": outcomes})

    def text(self) -> str:
        """Return the manifest as it is written."""
        raw = {"format": FORMAT, **asdict(self)}
        return json.dumps(raw, indent=1, default=date.isoformat) + "\n"

    def runs(self) -> int:
        """Return how many runs the ensemble has when it is complete."""
        return len(run_numbers(self.design, self.base, len(self.ranges)))

    def check(self, wanted: Manifest, path: Path) -> None:
        """Refuse to go on where another ensemble was begun.

        Raises
        ------
        MisuseError
            ``simulation.other-ensemble``, which names what differs.
        """
        here, there = asdict(wanted), asdict(self)
        differ = [name for name in here if here[name] != there[name]]
        if differ:
            told = (
                name if isinstance(here[name], tuple) else f"{name} ({there[name]} there, {here[name]} here)"
                for name in differ
            )
            raise refused(path, f"was begun with other {', '.join(told)}")


def refused(path: Path, message: str) -> MisuseError:
    """Return what is raised for a folder that can't be used."""
    hint = "name another folder, or remove this one"
    return MisuseError("simulation.other-ensemble", where=str(path), message=message, hint=hint)
