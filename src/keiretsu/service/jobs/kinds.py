"""What can be done in the background, and by which function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TypeAlias

from keiretsu.service.jobs.record import JobContext

Work: TypeAlias = Callable[[JobContext, Mapping[str, Any]], dict[str, Any]]
"""Takes its context and what was asked; returns the result as JSON's types."""

KINDS: Mapping[str, str] = {
    "read": "keiretsu.service.work.reading:work",
    "reconcile": "keiretsu.service.work.reconciling:work",
    "simulate": "keiretsu.service.work.simulating:work",
    "sensitivity": "keiretsu.service.work.sensitivity:work",
    "intervals": "keiretsu.service.work.drawing:work",
    "changes": "keiretsu.service.work.sharing_out:work",
    "report": "keiretsu.service.work.reporting:work",
}
WRITING = frozenset({"read", "reconcile"})
"""Kinds that change the workspace. One of them works at a time: each reconciles all claims, and the
last one to write must have seen what the others wrote."""


def load_work(address: str) -> Work:
    """Return the function that does a kind of work, by its module and name."""
    module, name = address.split(":")
    found: Work = getattr(import_module(module), name)
    return found
