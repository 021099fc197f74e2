"""What benchmarks print."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

WIDTH = 120


def print_table(table: Table) -> None:
    """Print a table, as wide as the terminal, or as :data:`WIDTH` where there is none."""
    Console(width=None if Console().is_terminal else WIDTH).print(table)
