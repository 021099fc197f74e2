"""The workspace: every record with its clocks, in one SQLite file from which nothing is deleted."""

from keiretsu.store.lives import Added
from keiretsu.store.store import Store
from keiretsu.store.view import Counts, View
from keiretsu.store.writer import Writer

__all__ = ["Added", "Counts", "Store", "View", "Writer"]
