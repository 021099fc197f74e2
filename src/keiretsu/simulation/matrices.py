"""The books as tables and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.flows import Flows
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Model

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SUM = "sum"


def balance_sheet(model: Model, positions: Floats) -> pd.DataFrame:
    """Return the balance-sheet matrix of one path: instruments x parties, with net worth.

    Memoranda stand below the line.
    """
    import pandas as pd

    counts = model.masks.is_worth
    whole = pd.DataFrame(positions, index=[one.name for one in model.instruments], columns=list(model.names))
    frame = whole.loc[counts].copy()
    frame.loc["net worth"] = -positions[counts].sum(axis=0)
    frame.loc[SUM] = frame.sum(axis=0)
    frame = pd.concat([frame, whole.loc[~counts]]) if not counts.all() else frame
    frame[SUM] = frame.sum(axis=1)
    return frame


def transaction_flows(model: Model, postings: Sequence[Posting], path: int) -> pd.DataFrame:
    """Return the transaction-flow matrix of one path: items x accounts."""
    import pandas as pd

    flows, parties = dict[str, Floats](), len(model.names)
    for posting in postings:
        if posting.kind is Kind.PAYMENT:
            row = posting.item if posting.instrument is None else _change_in(posting.item)
            flows[row] = flows.get(row, np.zeros((parties, 2))) + _accounts(model, posting, path)
    paid = sum(flows.values(), np.zeros((parties, 2)))
    first = [row for row in flows if not row.startswith(_change_in(""))]
    saving, money = np.column_stack([-paid[:, 0], paid[:, 0]]), np.zeros((parties, 2))
    money[:, 1] = -paid.sum(axis=1)
    rows = {row: flows[row] for row in first} | {"saving": saving}
    rows |= {row: flows[row] for row in flows if row not in first} | {_change_in(model.money.name): money}
    columns = pd.MultiIndex.from_product([model.names, ("current", "capital")], names=["party", "account"])
    frame = pd.DataFrame([row.ravel() for row in rows.values()], index=list(rows), columns=columns)
    frame[(SUM, "")] = frame.sum(axis=1)
    frame.loc[SUM] = frame.sum(axis=0)
    return frame


def revaluations(model: Model, postings: Sequence[Posting], path: int) -> pd.DataFrame:
    """Return the revaluation matrix of one path: instruments x parties."""
    import pandas as pd

    changed = np.zeros((len(model.instruments), len(model.names)))
    for posting in postings:
        if posting.kind is Kind.REVALUATION:
            for entry in posting.entries(model):
                np.add.at(changed[entry.instrument], entry.parties, entry.sign * entry.rows[:, path])
    return pd.DataFrame(changed, index=[one.name for one in model.instruments], columns=list(model.names))


def table(model: Model, positions: Sequence[Floats], flows: Sequence[Flows]) -> pd.DataFrame:
    """Return all figures of all paths, one a row."""
    import pandas as pd

    parts = [
        _rows(period, model.names, "position", instrument.name, held[place])
        for period, held in enumerate(positions)
        for place, instrument in enumerate(model.instruments)
    ]
    for period, each in enumerate(flows, start=1):
        for (kind, item), flow in each.items():
            names = [model.names[place] for place in np.flatnonzero(flow.takes_part)]
            parts.append(_rows(period, names, kind.value, item, flow.net[flow.takes_part]))
    frame: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return frame.sort_values(["path", "period"], kind="stable", ignore_index=True)


def plot(title: str, series: Mapping[str, Floats], label: str) -> Figure:
    """Return lines over periods."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from keiretsu.measures.drawing import STYLE
    from keiretsu.measures.palette import COLOURS

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(9, 4), layout="constrained")
        axes = figure.subplots()
        for number, (name, values) in enumerate(series.items()):
            axes.plot(values, label=name, color=COLOURS[number % len(COLOURS)])
        axes.set_title(title, loc="left")
        axes.set_xlabel("period")
        axes.set_ylabel(label)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=8)
    return figure


def _change_in(instrument: str) -> str:
    return f"change in {instrument}"


def _accounts(model: Model, posting: Posting, path: int) -> Floats:
    """Return what a payment adds to each party's current and capital account.

    Claims are paid for between capital accounts; a real asset is bought on capital account and sold,
    as what its maker makes, on current account.
    """
    buys = posting.instrument is not None
    sells = posting.instrument is not None and not model.instruments[posting.instrument].is_real
    accounts = np.zeros((len(model.names), 2))
    np.add.at(accounts[:, int(buys)], posting.payers, -posting.paid[:, path])
    np.add.at(accounts[:, int(sells)], posting.payees, posting.received[:, path])
    return accounts


def _rows(period: int, parties: Sequence[str], kind: str, item: str, amounts: Floats) -> Any:  # noqa: ANN401 - a frame
    import pandas as pd

    return pd.DataFrame(
        {
            "path": np.tile(np.arange(amounts.shape[1]), len(parties)),
            "period": period,
            "party": np.repeat(np.array(parties, dtype=object), amounts.shape[1]),
            "kind": kind,
            "item": item,
            "amount": amounts.ravel(),
        }
    )
