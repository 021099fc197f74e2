"""Experiments for the tests of ensembles: classes of a module, since workers must find them by name."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.ensembles import Outcome, Range

DEMAND = Range("demand", 50.0, 150.0, "USD", "what customers spend", "Alpha (2025)")
MARGIN = Range("margin", 0.1, 0.5, "share", "profit, of what is sold", "")
DELAY = Range("delay", 0.0, 4.0, "quarters", "from order to delivery", "")
CASH = Outcome("cash", "USD", "what the firm has left")
RATIO = Outcome("debt ratio", "share", "debt, of all that the firm has")


@dataclass(frozen=True)
class Firm:
    """A firm whose cash and debt depend on three parameters and on luck."""

    name: str = "firm"
    ranges: tuple[Range, ...] = (DEMAND, MARGIN, DELAY)
    outcomes: tuple[Outcome, ...] = (CASH, RATIO)
    identity: str = "firm-1"

    def run(self, numbers: Sequence[int], values: Floats) -> Floats:
        return np.array(
            [self.of_one(number, row) for number, row in zip(numbers, values, strict=True)]
        ).reshape(len(numbers), len(self.outcomes))

    def of_one(self, number: int, row: Floats) -> tuple[float, float]:
        luck = np.random.default_rng(number).normal()
        demand, margin, delay = row
        cash = demand * margin * np.exp(-0.1 * delay) + 3 * luck
        return cash, np.nan if cash < 0 else 1 / (1 + cash)


@dataclass(frozen=True)
class Watched(Firm):
    """The same, leaving a file for each time a run is done, and something amiss with one run.

    ``amiss`` is what befalls a batch with run 21: ``dies once``, ``dies``, ``raises``, ``is short``.
    """

    marks: Path = Path()
    amiss: str = ""
    seconds: float = 0.0

    def run(self, numbers: Sequence[int], values: Floats) -> Floats:
        for number in numbers:
            (self.marks / f"{number}-{os.getpid()}-{time.monotonic_ns()}").touch()
        time.sleep(self.seconds)
        if 21 in numbers:
            self.go_amiss()
        figures = super().run(numbers, values)
        return figures[:-1] if self.amiss == "is short" and 21 in numbers else figures

    def go_amiss(self) -> None:
        if self.amiss == "raises":
            raise ZeroDivisionError("nobody buys anything")
        if self.amiss == "dies" or (self.amiss == "dies once" and not (self.marks / "died").exists()):
            (self.marks / "died").touch()
            os._exit(9)

    def done(self) -> list[int]:
        """Return the runs that were done, as often as they were."""
        return sorted(int(each.name.split("-")[0]) for each in self.marks.iterdir() if each.name != "died")


@dataclass(frozen=True)
class Meeting(Firm):
    """The same, begun only when workers on two nodes have come, each of which leaves a file.

    On the node ``doomed`` a batch of runs from 256 on is never done.
    """

    marks: Path = Path()
    doomed: str = ""

    def run(self, numbers: Sequence[int], values: Floats) -> Floats:
        node = import_module("ray").util.get_node_ip_address()
        (self.marks / node).touch()
        while len(list(self.marks.iterdir())) < 2 or (node == self.doomed and max(numbers) >= 256):
            time.sleep(0.05)
        return super().run(numbers, values)


@dataclass(frozen=True)
class Formula:
    """What a function makes of the parameters and a random number for each run."""

    name: str
    ranges: tuple[Range, ...]
    outcomes: tuple[Outcome, ...] = (Outcome("value", "", "what the function gives"),)
    identity: str = "formula-1"

    def run(self, numbers: Sequence[int], values: Floats) -> Floats:
        luck = np.array([np.random.default_rng(number).normal() for number in numbers])
        return np.column_stack([FORMULAS[self.name](values, luck)])


def ishigami(values: Floats, luck: Floats) -> Floats:
    """Return Ishigami and Homma's (1990) function, with their a = 7 and b = 0.1."""
    x, y, z = values.T
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


FORMULAS = {
    "ishigami": ishigami,
    "sum": lambda values, luck: values.sum(axis=1) + luck,
    "product": lambda values, luck: values[:, 0] * luck,
    "still": lambda values, _: np.full(len(values), 0.1) * 3,
    "undefined": lambda values, _: np.where(values[:, 0] < 0, np.nan, values[:, 0]),
    "nowhere": lambda values, _: np.full(len(values), np.nan),
}


def unit(name: str, half: float = 1.0) -> Range:
    return Range(name, -half, half, "", "an input", "")
