"""A run from what was known on a day, held against what happened after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import Problem
from keiretsu.measures.answer import Answer
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Series
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.faults import unknown
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.percentiles import LEVELS
from keiretsu.simulation.ranking import Discrimination, agreement, discrimination, ranks

if TYPE_CHECKING:
    import pandas as pd

COIN = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a firm: in words, when, what it lost, and who says so.

    ``least`` and ``most`` bound the loss in the industry's currency; ``None`` where no source does.
    """

    text: str
    is_failure: bool
    least: float | None
    most: float | None
    why: Reason


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What a run says of every firm.

    Parameters
    ----------
    name
        Of the run: as known then, or a scenario.
    failed
        Whether each firm had failed by the end: (firms, paths).
    lost
        What each firm had written off by the end: (firms, paths).
    """

    name: str
    failed: Floats
    lost: Floats

    @property
    def chance(self) -> Floats:
        """The share of paths on which each firm fails: (firms,)."""
        return np.asarray(self.failed.mean(axis=1))

    def losses(self, firm: int) -> tuple[float, float, float]:
        """Return the 5th percentile, the median and the 95th percentile of what a firm writes off."""
        low, middle, high = np.quantile(self.lost[firm], LEVELS).tolist()
        return low, middle, high


@dataclass(frozen=True, eq=False)
class Backtest(Answer):
    """How a simulation from what was known on a day compares with what happened.

    Answers *would it have told those who failed from those who did not, better than size or leverage
    alone, and do its loss ranges hold what was lost?*

    Parameters
    ----------
    industry
        Of what was known on the day.
    quarters
        How many quarters were run.
    forecasts
        The run as known then, and others under scenarios.
    events
        What happened to each firm in this time, by its name. One without an entry is not judged.
    naive
        Scores of each firm by simple rankings, by name: higher says likelier to fail; (firms,).
    naive_losses
        Scores by simple rankings, by name: higher says to lose more; (firms,).
    problems
        What of the pack could not be read.
    """

    industry: Industry = field(repr=False)
    quarters: int
    forecasts: tuple[Forecast, ...] = field(repr=False)
    events: Mapping[str, tuple[Event, ...]] = field(repr=False)
    naive: Mapping[str, Floats] = field(repr=False)
    naive_losses: Mapping[str, Floats] = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @property
    def judged(self) -> list[int]:
        """The places of the firms of which it is known whether they failed."""
        return [place for place, name in enumerate(self.industry.firms) if self.events.get(name)]

    @property
    def happened(self) -> list[bool]:
        """Whether each of them failed."""
        return [
            any(one.is_failure for one in self.events[self.industry.firms[place]]) for place in self.judged
        ]

    @property
    def scores(self) -> dict[str, Floats]:
        """The score of each firm by each ranking: higher says likelier to fail."""
        return {each.name: each.chance for each in self.forecasts} | dict(self.naive)

    def discriminations(self) -> dict[str, Discrimination]:
        """Return how well each ranking tells who failed."""
        return {
            name: discrimination(values[self.judged], self.happened) for name, values in self.scores.items()
        }

    def table(self) -> pd.DataFrame:
        """Return every firm with its chances of failing, its ranks and what happened, the likeliest first.

        The likeliest is the one with the highest chance in any run.
        """
        import pandas as pd

        rows = self.judged
        columns: dict[str, object] = {"firm": [self.industry.firms[row] for row in rows]}
        columns |= {f"chance, {each.name}": each.chance[rows] for each in self.forecasts}
        columns |= {f"rank by {name}": ranks(values[rows]) for name, values in self.scores.items()}
        columns["failed"] = self.happened
        columns["what happened"] = ["; ".join(one.text for one in self._events(row)) for row in rows]
        frame = pd.DataFrame(columns)
        highest = np.max([each.chance[rows] for each in self.forecasts], axis=0)
        order = sorted(range(len(rows)), key=lambda place: (-highest[place], frame["firm"][place]))
        return frame.iloc[order].reset_index(drop=True)

    def rankings(self) -> pd.DataFrame:
        """Return how well each ranking tells who failed: the area under its ROC curve, with its interval."""
        import pandas as pd

        rows = [
            (name, one.area, one.low, one.high, one.happened, one.spared)
            for name, one in self.discriminations().items()
        ]
        return pd.DataFrame(rows, columns=["ranking", "area", "low", "high", "failed", "spared"])

    def losses(self) -> pd.DataFrame:
        """Return what firms wrote off beside the ranges of each run, and whether these hold it."""
        import pandas as pd

        rows = []
        for place, (least, most) in self._lost.items():
            name = self.industry.firms[place]
            for each in self.forecasts:
                low, middle, high = each.losses(place)
                holds = high >= least and (most is None or low <= most)
                rows.append((name, each.name, low, middle, high, least, most, holds))
        columns = ["firm", "run", "low", "median", "high", "lost at least", "lost at most", "range holds it"]
        return pd.DataFrame(rows, columns=columns)

    def loss_rankings(self) -> pd.DataFrame:
        """Return how far each ranking of losses agrees with what was lost: Spearman's rank correlation.

        Runs rank by the mean of what a firm writes off, the simple rankings by revenue and by what was lent.
        Where sources bound a loss, its middle counts.
        """
        import pandas as pd

        places = list(self._lost)
        actual = [least if most is None else (least + most) / 2 for least, most in self._lost.values()]
        scores = {each.name: each.lost.mean(axis=1)[places] for each in self.forecasts}
        scores |= {name: values[places] for name, values in self.naive_losses.items()}
        rows = [(name, agreement(values, actual), len(places)) for name, values in scores.items()]
        return pd.DataFrame(rows, columns=["ranking", "rank correlation", "firms"])

    @cached_property
    def _lost(self) -> dict[int, tuple[float, float | None]]:
        """The least and the most that each firm lost, by its place; those without a known loss left out."""
        found = dict[int, tuple[float, float | None]]()
        for place in range(len(self.industry.firms)):
            lost = [one for one in self._events(place) if one.least is not None or one.most is not None]
            if lost:
                most = None if any(one.most is None for one in lost) else sum(one.most or 0.0 for one in lost)
                found[place] = sum(one.least or 0.0 for one in lost), most
        return found

    @property
    def verdict(self) -> str:
        """What comes of it, in plain words."""
        losses = self.losses()
        said = self._on_failures() if len(set(self.happened)) > 1 else self._all_alike()
        if len(losses):
            held = int(losses["range holds it"].sum())
            hold = "holds" if held == 1 else "hold"
            said += f" {held} of {counted(len(losses), 'loss range')} {hold} what was lost."
            ranked = self.loss_rankings()
            told = ", ".join(f"{name} {value:.2f}" for name, value, _ in ranked.itertuples(index=False))
            firms = counted(len(self._lost), "firm")
            said += f" Rank correlation of forecast and actual losses of {firms}: {told}."
        return said

    def _all_alike(self) -> str:
        which = "All" if any(self.happened) else "None"
        return (
            f"{which} of the {counted(len(self.judged), 'firm')} failed, so that rankings can't be compared."
        )

    def _on_failures(self) -> str:
        found = self.discriminations()
        parts = [f"{name} {one.area:.2f} ({one.low:.2f} to {one.high:.2f})" for name, one in found.items()]
        said = f"Chance that a firm which failed ranks above one which did not: {', '.join(parts)}."
        rival = max(self.naive, key=lambda name: found[name].area, default=None)
        return said + "".join(f" {self._judged(found, each.name, rival)}" for each in self.forecasts)

    @staticmethod
    def _judged(found: Mapping[str, Discrimination], name: str, rival: str | None) -> str:
        """Return how a run's ranking did, beside a coin and the best of the simple rankings."""
        own = found[name]
        if own.low <= COIN:
            return f"The ranking {name} can't be told from a coin."
        if rival is None:
            return f"The ranking {name} is better than a coin."
        other = found[rival]
        word = "better than" if own.area > other.area else "no better than"
        apart = own.low > other.high or own.high < other.low
        return f"The ranking {name} is {word} {rival}{'' if apart else ', but their intervals overlap'}."

    def chart(self) -> Bars:
        """Return the chances of failing, the likeliest first; those who failed are marked."""
        rows = self.table()
        labels = tuple(
            f"{firm}{' (failed)' if failed else ''}"
            for firm, failed in zip(rows["firm"], rows["failed"], strict=True)
        )
        series = tuple(Series(each.name, tuple(rows[f"chance, {each.name}"])) for each in self.forecasts)
        title = f"Chance of failing within {counted(self.quarters, 'quarter')} of {self.industry.as_of}"
        return Bars(title, "share", labels, series, note=self.verdict)

    def why(self, *names: str) -> Reason:
        """Explain a firm's chance of failing: what it started with, and what happened.

        Raises
        ------
        MisuseError
            If it is not a firm that is judged.
        """
        firms = [self.industry.firms[place] for place in self.judged]
        if len(names) != 1 or names[0] not in firms:
            raise unknown("the backtest", "firm", " ".join(names), firms)
        (name,), place = names, self.industry.firms.index(names[0])
        said = ", ".join(f"{each.chance[place]:.0%} {each.name}" for each in self.forecasts)
        start = dict.fromkeys(why for (_, firm), why in self.industry.grounds.items() if firm == name)
        happened = [one.why for one in self._events(place)]
        text = f"{name} fails within {counted(self.quarters, 'quarter')} on this share of the paths: {said}"
        return Reason(text, (*start, *happened), estimate=True)

    def assumed(self) -> tuple[Reason, ...]:
        """Return the parameters of the behaviours."""
        return tuple(
            Reason(f"{name}: {each.meaning}", source=each.source or "no source", estimate=not each.source)
            for name, each in self.industry.parameters.items()
            if each.likely is not None
        )

    def _events(self, place: int) -> tuple[Event, ...]:
        return self.events.get(self.industry.firms[place], ())
