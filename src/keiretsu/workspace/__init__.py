"""The workspace: an industry's documents, claims and deals, and what they add up to.

A thin front to the rooms: each method calls one room; nothing is worked out here.
"""

from keiretsu.workspace.judging import Judge
from keiretsu.workspace.packing import gazetteer, pack_named
from keiretsu.workspace.steps import StepResult
from keiretsu.workspace.vintage import Vintage
from keiretsu.workspace.workspace import Workspace

__all__ = ["Judge", "StepResult", "Vintage", "Workspace", "gazetteer", "pack_named"]
