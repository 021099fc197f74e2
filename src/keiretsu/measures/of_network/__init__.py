"""The measures asked of a network: results with parties, deals and quotes instead of arrays."""

from keiretsu.measures.of_network.circularity import Circularity, MoneyLoop, circularity
from keiretsu.measures.of_network.concentration import Concentrations, LayerConcentration, concentration
from keiretsu.measures.of_network.provenance import PartyProvenance, Provenance, SelfFunded, provenance

__all__ = [
    "Circularity",
    "Concentrations",
    "LayerConcentration",
    "MoneyLoop",
    "PartyProvenance",
    "Provenance",
    "SelfFunded",
    "circularity",
    "concentration",
    "provenance",
]
