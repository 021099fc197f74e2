"""What changed a measure between two days, and which deals did it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.attribution import Marks, shapley
from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.registry import load_measure
from keiretsu.measures.timeseries import no_such_figure
from keiretsu.measures.uncertainty import block_size
from keiretsu.network import SEED, Draws, Network
from keiretsu.network.changes import SAME, Change, Comparison
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

MOST_BARS = 15


@dataclass(frozen=True)
class WhatChanged(Result):
    """A figure on two days, and what each change between them did to it.

    Parameters
    ----------
    network
        The network of the later day.
    earlier
        The network of the earlier day.
    measure, name, about, unit
        The figure, and whose it is.
    before, after
        Its value on the two days; 0 where it has no meaning, or whom it is about isn't in the network.
    contributions
        What each change did, in the figure's unit, largest first. With ``passing_of_time`` they add
        up to the difference.
    passing_of_time
        What no change of a deal or a reported figure explains: the day itself moves on.
    """

    network: Network = field(repr=False)
    earlier: Network = field(repr=False)
    measure: str
    name: str
    about: str
    unit: str
    before: float
    after: float
    contributions: tuple[tuple[Change, float], ...] = field(repr=False)
    passing_of_time: float

    def table(self) -> pd.DataFrame:
        """Return the changes with what each did, largest first."""
        import pandas as pd

        columns = ["change", "kind", "before", "after", "contribution", "id"]
        rows = [
            (one.title, str(one.kind), one.before, one.after, share, one.deal.id if one.deal else "")
            for one, share in self.contributions
        ]
        return pd.DataFrame(rows, columns=columns)

    def chart(self) -> Bars:
        """Return a bar for each of the changes that did most."""
        shown = [pair for pair in self.contributions if pair[1]][:MOST_BARS]
        rest = self.after - self.before - sum(share for _, share in shown)
        labels = (*(change.title for change, _ in shown), "all other changes")
        about = f" of {self.about}" if self.about else ""
        return Bars(
            title=f"What changed {self.name}{about}, {self.earlier.as_of} to {self.network.as_of}",
            unit=self.unit,
            labels=labels if shown else (),
            series=(Series("contribution", (*(share for _, share in shown), rest)),) if shown else (),
            note="Each change's mean step over the orders in which all could have come (Shapley 1953).",
        )

    def why(self, *names: str) -> Reason:
        """Explain the difference, or one change by its title or the id of its deal."""
        if not names:
            return Reason(
                f"{self.name} went from {self.before:,.4g} to {self.after:,.4g} ({self.unit})",
                tuple(_reason(change, share) for change, share in self.contributions if share),
            )
        for change, share in self.contributions:
            if names[0] in (change.title, change.deal.id if change.deal else None):
                return _reason(change, share)
        raise MisuseError(
            "measure.no-such-change",
            where=names[0],
            message=f"isn't a change between {self.earlier.as_of} and {self.network.as_of}",
            hint="take a title or an id from the table",
        )


@dataclass(frozen=True, slots=True)
class FigureMoved:
    """A figure of a measure in an earlier and a later network.

    Parameters
    ----------
    name, about, unit
        The figure, whom it is about (empty for the network as a whole), and its unit; see
        :class:`keiretsu.measures.of_network.Statistic`.
    before, after
        Its two values; ``None`` where it has no meaning, or whom it is about isn't in the network.
    """

    name: str
    about: str
    unit: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """By how much it moved; ``None`` where one of the two is missing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def figures_moved(before: Network, after: Network, measure: str) -> tuple[FigureMoved, ...]:
    """Return all figures of a measure in two networks side by side, in the measure's order.

    Answers *which figures moved between two dates?* What moved one of them: :func:`what_changed`.

    Parameters
    ----------
    before, after
        The two networks, in one currency.
    measure
        A registered measure.

    Raises
    ------
    MisuseError
        ``measure.unknown-measure``.

    Examples
    --------
    >>> from keiretsu.network.example import three_firms
    >>> from dataclasses import replace
    >>> last = three_firms()
    >>> first = replace(last, deals=(), payments=(), parties=(), inflows=())
    >>> share, *_ = figures_moved(first, last, "circularity")
    >>> share.name, share.before, round(share.after, 3)
    ('circulating share', 0.0, 0.706)
    """
    chosen = load_measure(measure)
    old, new = (
        {(one.name, one.about): one for one in chosen.statistics(Draws.point(network))}
        for network in (before, after)
    )
    keys = dict.fromkeys((*new, *old))
    units = {key: (new.get(key) or old[key]).unit for key in keys}
    return tuple(FigureMoved(*key, units[key], _value(old.get(key)), _value(new.get(key))) for key in keys)


def what_changed(
    before: Network,
    after: Network,
    measure: str,
    figure: str,
    about: str = "",
    *,
    seed: int = SEED,
    on_block: Callable[[int, int], None] | None = None,
) -> WhatChanged:
    """Share out a figure's difference between two days among the deals and figures that changed.

    Answers *what changed between two dates, and which deals did it?* Deals that began, ended or
    changed their sum, and reported figures that changed, are made one after the other; each is given
    its mean step over the orders (see :func:`keiretsu.measures.shapley`).

    Parameters
    ----------
    before, after
        The networks of the two days.
    measure
        A registered measure.
    figure, about
        One of its figures, and whom or what it is about; empty for the network as a whole.
    seed
        Of the orders that are drawn where there are too many for all.
    on_block
        Called with the states measured and all states, after each few.

    Raises
    ------
    MisuseError
        ``measure.unknown-measure``, ``measure.no-such-figure``.

    Examples
    --------
    Before any deal is known nothing goes round; the two deals of Alpha and Beta did it together.

    >>> from keiretsu.network.example import three_firms
    >>> from dataclasses import replace
    >>> last = three_firms()
    >>> first = replace(last, deals=(), payments=(), parties=(), inflows=())
    >>> found = what_changed(first, last, "circularity", "circulating money")
    >>> [(change.title, round(share)) for change, share in found.contributions if share]
    [('Alpha invests Beta', 60), ('Alpha supplies Beta (cloud)', 60)]
    """
    chosen, comparison = load_measure(measure), Comparison(before, after)
    changes = comparison.changes
    ends = [_of(chosen, Draws.point(network), figure, about) for network in (before, after)]
    if not any(ends):
        raise no_such_figure(measure, figure, about, _names(chosen, before, after))
    old, new = (float(np.nan_to_num(end.values[0])) if end else 0.0 for end in ends)

    step = block_size(after)

    def value(made: Marks) -> Floats:
        values = []
        for first in range(0, len(made), step):
            values.append(block_value(made[first : first + step]))
            if on_block is not None:
                on_block(min(first + step, len(made)), len(made))
        return np.concatenate(values)

    def block_value(made: Marks) -> Floats:
        found = _of(chosen, comparison.states(made), figure, about)
        return np.zeros(len(made)) if found is None else np.nan_to_num(found.values)

    shares = shapley(value, len(changes), seed=seed)
    rest = new - old - float(shares.sum())
    pairs = zip(changes, (float(share) for share in shares), strict=True)
    return WhatChanged(
        network=after,
        earlier=before,
        measure=measure,
        name=figure,
        about=about,
        unit=next(end.unit for end in ends if end),
        before=old,
        after=new,
        contributions=tuple(sorted(pairs, key=lambda pair: (-abs(pair[1]), pair[0].title))),
        passing_of_time=0.0 if abs(rest) <= SAME * max(abs(old), abs(new)) else rest,
    )


def _of(measure: Measure, draws: Draws, name: str, about: str) -> Statistic | None:
    found: Sequence[Statistic] = measure.statistics(draws)
    return next((one for one in found if (one.name, one.about) == (name, about)), None)


def _value(found: Statistic | None) -> float | None:
    value = float(found.values[0]) if found else np.nan
    return None if np.isnan(value) else value


def _names(measure: Measure, *networks: Network) -> list[tuple[str, str]]:
    return [(one.name, one.about) for each in networks for one in measure.statistics(Draws.point(each))]


def _reason(change: Change, share: float) -> Reason:
    return Reason(f"{change.title} ({change.kind}): {share:+,.4g}", (change.why,))
