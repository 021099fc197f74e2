"""Where parties stood in the layers of the stack on several days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from keiretsu.measures.of_network.stack import stack_coverage
from keiretsu.network import Network

if TYPE_CHECKING:
    import pandas as pd


def standings(networks: Iterable[Network]) -> pd.DataFrame:
    """Return the standing of every party in every layer, day by day.

    Answers *who entered which layer when, who came to lead it, and who left?* By the rules of
    :func:`keiretsu.measures.of_network.stack_coverage` for each day.

    Parameters
    ----------
    networks
        One a day; they are put in the order of their days.

    Returns
    -------
    DataFrame
        One row a party and layer, one column a day; the standing in a word, empty where nothing
        places the party in the layer on that day.

    Examples
    --------
    Alpha is in the cloud, and Gamma in chips; one sale each doesn't tell who leads.

    >>> from keiretsu.network.example import three_firms
    >>> standings([three_firms()]).reset_index().values.tolist()
    [['Alpha', 'cloud', 'catching up'], ['Gamma', 'chips', 'catching up']]
    """
    import pandas as pd

    found: dict[tuple[str, str], dict[str, str]] = {}
    days = []
    for network in sorted(networks, key=lambda one: one.as_of):
        days.append(str(network.as_of))
        for one in stack_coverage(network).coverages:
            row = found.setdefault((one.party.name, one.layer), {})
            row[days[-1]] = str(one.standing)
    index = pd.MultiIndex.from_tuples(sorted(found), names=["party", "layer"])
    rows = [[found[key].get(day, "") for day in days] for key in sorted(found)]
    return pd.DataFrame(rows, index=index, columns=days)
