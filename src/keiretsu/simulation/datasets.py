"""The books of a run as labelled arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.flows import Flows
from keiretsu.simulation.posting import Kind
from keiretsu.simulation.records import Model

if TYPE_CHECKING:
    import xarray as xr

DIMENSIONS = ("path", "period", "party")


def dataset(model: Model, positions: Sequence[Floats], flows: Sequence[Flows]) -> xr.Dataset:
    """Return positions, payments and revaluations, each path x period x party x what."""
    import xarray as xr

    instruments = [one.name for one in model.instruments]
    items = list(dict.fromkeys(item for each in flows for kind, item in each if kind is Kind.PAYMENT))
    held = np.stack(positions).transpose(3, 0, 2, 1)
    paths, periods = held.shape[:2]
    payments = _stacked(flows, Kind.PAYMENT, items, (periods, len(model.names), paths))
    gains = _stacked(flows, Kind.REVALUATION, instruments, (periods, len(model.names), paths))
    return xr.Dataset(
        {
            "position": ((*DIMENSIONS, "instrument"), held),
            "payment": ((*DIMENSIONS, "item"), payments),
            "revaluation": ((*DIMENSIONS, "instrument"), gains),
        },
        {
            "path": np.arange(paths),
            "period": np.arange(periods),
            "party": list(model.names),
            "instrument": instruments,
            "item": items,
        },
    )


def _stacked(flows: Sequence[Flows], kind: Kind, items: Sequence[str], shape: tuple[int, int, int]) -> Floats:
    """Return flows as path x period x party x item; nothing flows in period 0."""
    periods, parties, paths = shape
    array = np.zeros((periods, len(items), parties, paths))
    for period, each in enumerate(flows, start=1):
        for place, item in enumerate(items):
            if (kind, item) in each:
                array[period, place] = each[kind, item].net
    return array.transpose(3, 0, 2, 1)
