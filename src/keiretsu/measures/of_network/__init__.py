"""The measures asked of a network: results with parties, deals and quotes instead of arrays."""

from keiretsu.measures.of_network.blocs import Blocs, bloc_structure
from keiretsu.measures.of_network.circularity import Certificate, Circularity, circularity
from keiretsu.measures.of_network.concentration import Concentrations, LayerConcentration, concentration
from keiretsu.measures.of_network.contagion import Contagion, contagion
from keiretsu.measures.of_network.critical import CriticalInputs, critical_inputs
from keiretsu.measures.of_network.dependence import Dependence, dependence
from keiretsu.measures.of_network.loops_in_time import loops_in_time
from keiretsu.measures.of_network.losses import Losses, losses
from keiretsu.measures.of_network.naming import party_named
from keiretsu.measures.of_network.obligations import Obligations, obligations
from keiretsu.measures.of_network.provenance import (
    PartyProvenance,
    Provenance,
    RevenueSource,
    SelfFunded,
    provenance,
)
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.of_network.rings import DatedTrip, MoneyLoop, Ring
from keiretsu.measures.of_network.shareholdings import Shareholdings, shareholdings
from keiretsu.measures.of_network.stack import Stack, stack_coverage
from keiretsu.measures.of_network.standings import standings

__all__ = [
    "Blocs",
    "Certificate",
    "Circularity",
    "Concentrations",
    "Contagion",
    "CriticalInputs",
    "DatedTrip",
    "Dependence",
    "LayerConcentration",
    "Losses",
    "Measure",
    "MoneyLoop",
    "Obligations",
    "PartyProvenance",
    "Provenance",
    "Result",
    "RevenueSource",
    "Ring",
    "SelfFunded",
    "Shareholdings",
    "Stack",
    "Statistic",
    "bloc_structure",
    "circularity",
    "concentration",
    "contagion",
    "critical_inputs",
    "dependence",
    "loops_in_time",
    "losses",
    "obligations",
    "party_named",
    "provenance",
    "shareholdings",
    "stack_coverage",
    "standings",
]
