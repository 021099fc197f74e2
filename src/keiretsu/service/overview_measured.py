"""The headline measures of a network, each worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from keiretsu.measures.of_network import (
    Blocs,
    Circularity,
    Concentrations,
    Contagion,
    Dependence,
    Provenance,
)
from keiretsu.network import Network
from keiretsu.report.spreads import Spreads
from keiretsu.service.asked import Asked
from keiretsu.service.site import Site

WITH_INTERVALS = ("circularity", "provenance", "concentration", "contagion", "dependence", "blocs")
"""The measures whose figures the findings give intervals of."""


@dataclass(frozen=True, slots=True)
class SiteMeasured:
    """The measures that findings are made of, from what the site keeps."""

    site: Site
    asked: Asked

    @property
    def network(self) -> Network:
        """The network of the day and moment."""
        return self.site.network(self.asked)

    @property
    def circularity(self) -> Circularity:
        """What can go round."""
        return cast("Circularity", self.site.measure("circularity", self.asked))

    @property
    def provenance(self) -> Provenance:
        """Whose money the parties' revenue is."""
        return cast("Provenance", self.site.measure("provenance", self.asked))

    @property
    def concentration(self) -> Concentrations:
        """How concentrated the supply of each layer is."""
        return cast("Concentrations", self.site.measure("concentration", self.asked))

    @property
    def contagion(self) -> Contagion:
        """What each party's failure would cost the others."""
        return cast("Contagion", self.site.measure("contagion", self.asked))

    @property
    def dependence(self) -> Dependence:
        """What ties customers to suppliers."""
        return cast("Dependence", self.site.measure("dependence", self.asked))

    @property
    def blocs(self) -> Blocs:
        """Into which blocs friendly and hostile ties divide the parties."""
        return cast("Blocs", self.site.measure("blocs", self.asked))


def spreads(site: Site, asked: Asked, *measures: str) -> Spreads:
    """Return the intervals of the figures of some measures."""
    found = [Spreads.of(site.intervals(name, asked)) for name in measures]
    return Spreads(
        {key: each for one in found for key, each in one.found.items()}, site.network(asked).currency
    )
