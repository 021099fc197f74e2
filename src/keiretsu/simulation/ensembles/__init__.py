"""An experiment run over and over with parameters drawn from ranges: what can come, and what drives it."""

from keiretsu.simulation.ensembles.ensemble import Ensemble, load_ensemble
from keiretsu.simulation.ensembles.records import Design, Experiment, Outcome, Range
from keiretsu.simulation.ensembles.running import run_ensemble
from keiretsu.simulation.ensembles.sampling import Sample, saltelli, sobol
from keiretsu.simulation.ensembles.sensitivity import Index, Sensitivity

__all__ = [
    "Design",
    "Ensemble",
    "Experiment",
    "Index",
    "Outcome",
    "Range",
    "Sample",
    "Sensitivity",
    "load_ensemble",
    "run_ensemble",
    "saltelli",
    "sobol",
]
