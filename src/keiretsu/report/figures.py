"""The pictures of a report as files of their own, for papers and slides."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from keiretsu.measures.charts import Chart
from keiretsu.report import map as maps
from keiretsu.report import map_svg
from keiretsu.report.contents import ReportContents
from keiretsu.report.files import write_files


class Picture(StrEnum):
    """A format of pictures."""

    PNG = "png"
    SVG = "svg"


def charts(contents: ReportContents) -> Mapping[str, Chart]:
    """Return what the pictures show, by the names of their files.

    The map is none of them: it is drawn as the report draws it.
    """
    measured = {
        "loops": contents.circularity,
        "money": contents.provenance,
        "dependence": contents.dependence,
        "concentration": contents.concentration,
        "fragility": contents.contagion,
        "stack": contents.stack,
        "alliances": contents.blocs,
    }
    found: dict[str, Chart] = {name: result.chart() for name, result in measured.items()}
    for each in contents.comparisons:
        found[f"scenario-{each.scenario.name}"] = each.chart()
        found[f"scenario-{each.scenario.name}-difference"] = each.difference()
    return found


def write_figures(contents: ReportContents, folder: Path, kinds: Iterable[Picture]) -> tuple[Path, ...]:
    """Write every picture of a report into a folder, in each of the formats asked for.

    The same contents give the same bytes.

    Raises
    ------
    KeiretsuError
        ``report.disk-full`` or ``report.not-writable``; nothing is half written.
    """
    return write_files(folder, dict(_files(contents, tuple(kinds))))


def _files(contents: ReportContents, kinds: tuple[Picture, ...]) -> Iterator[tuple[str, bytes]]:
    drawn = maps.draw(contents.network)
    for kind in kinds:
        if drawn.marks:
            yield f"map.{kind}", map_svg.picture(drawn, kind)
        for name, chart in charts(contents).items():
            yield f"{name}.{kind}", _picture(chart, kind)


def _picture(chart: Chart, kind: Picture) -> bytes:
    from keiretsu.measures.drawing import draw, svg

    if kind is Picture.SVG:
        return svg(chart).encode("utf-8")
    file = io.BytesIO()
    draw(chart).savefig(file, format="png", dpi=160, metadata={"Software": None})
    return file.getvalue()
