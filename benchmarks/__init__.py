"""How fast keiretsu is beside its peers: the same job, in one run, taking turns."""

import sys
from pathlib import Path

# What benchmarks share with tests. Not by the name ``tests``, which a peer's package has taken.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
