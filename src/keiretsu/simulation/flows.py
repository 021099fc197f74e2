"""What everybody is paid and gains in a period, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.compiled.moving import add
from keiretsu.simulation.masks import Flags
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Model


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """What the parties are paid for an item less what they pay, or gain on it.

    Parameters
    ----------
    net
        Parties x paths.
    takes_part
        Whether a party is named in a posting of it.
    """

    net: Floats
    takes_part: Flags


Flows: TypeAlias = dict[tuple[Kind, str], Flow]


def flows(model: Model, postings: Sequence[Posting]) -> Flows:
    """Return the flows of a period by kind and item."""
    sums: Flows = {}
    for posting in postings:
        paths = posting.received.shape[1]
        key, parties = (posting.kind, posting.item), len(model.names)
        if key not in sums:
            sums[key] = Flow(np.zeros((parties, paths)), np.zeros(parties, dtype=bool))
        flow, largest = sums[key], np.zeros(paths)
        for places, rows, sign in (
            (posting.payees, posting.received, 1.0),
            (posting.payers, posting.paid, -1.0),
        ):
            add(flow.net, places, rows, sign, largest)
            flow.takes_part[places] = True
    return sums
