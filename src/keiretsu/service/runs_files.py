"""What is downloaded of a run: tables and pictures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from keiretsu.imports.formulas import neutralised
from keiretsu.measures.charts import Chart

_drawing = Lock()  # matplotlib's settings are those of the process


def csv_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    r"""Return rows as a CSV file that no spreadsheet reads formulas in.

    Examples
    --------
    >>> csv_of([{"of": "=Alpha", "low": -1.5}])
    b"of,low\n'=Alpha,-1.5\n"
    """
    several = list(rows)
    written = io.StringIO()
    columns = list(several[0]) if several else []
    table = csv.DictWriter(written, columns, lineterminator="\n")
    table.writeheader()
    for row in several:
        table.writerow({str(neutralised(key)): neutralised(value) for key, value in row.items()})
    return written.getvalue().encode("utf-8")


def picture_of(chart: Chart, form: str) -> bytes:
    """Return a chart as ``png`` or ``svg``; the same chart gives the same bytes."""
    from keiretsu.measures.drawing import draw, svg

    with _drawing:
        if form == "svg":
            return svg(chart).encode("utf-8")
        written = io.BytesIO()
        draw(chart).savefig(written, format="png", dpi=150, metadata={"Software": None})
        return written.getvalue()
