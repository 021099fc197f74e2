"""Files as people keep them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from keiretsu.imports import Imported, deal_columns, read_deals, read_table


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of lines and return its path."""

    def write(*lines: str, name: str = "deals.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def deals(sheet: Callable[..., Path]) -> Callable[..., Imported]:
    """Read a table of deals, given by its lines, in one batch."""

    def read(*lines: str, mapped: dict[str, str] | None = None, relation: str | None = None) -> Imported:
        table = read_table(sheet(*lines))
        (part,) = read_deals(table, deal_columns(table.header, mapped, relation=relation))
        return part

    return read
