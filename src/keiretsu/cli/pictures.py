"""Results drawn into files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from keiretsu.cli.output import emit_note
from keiretsu.errors import MisuseError

if TYPE_CHECKING:
    from keiretsu.measures.answer import Answer
    from keiretsu.measures.charts import Chart

PICTURES = (".png", ".svg", ".pdf")


def check_picture(path: Path | None) -> None:
    """Refuse a file that isn't named as a picture, before any work is done."""
    if path is not None and path.suffix.lower() not in PICTURES:
        raise MisuseError(
            "cli.not-a-picture",
            where=f"--plot {path}",
            message="doesn't end as a picture does",
            hint=f"end the name in {', '.join(PICTURES)}",
        )


def draw_results(results: Mapping[str, Answer], path: Path | None) -> None:
    """Draw the results, each into a file of its own where there are several."""
    draw_charts({name: result.chart() for name, result in results.items()} if path else {}, path)


def draw_charts(charts: Mapping[str, Chart], path: Path | None) -> None:
    """Draw the charts, each into a file of its own where there are several."""
    if path is None:
        return
    from keiretsu.measures.drawing import draw

    for name, chart in charts.items():
        file = path if len(charts) == 1 else path.with_name(f"{path.stem}-{name}{path.suffix}")
        with _writable(file):
            draw(chart).savefig(file)
        emit_note(f"drawn {file}")


@contextmanager
def _writable(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MisuseError(
            "cli.picture-not-written",
            where=str(file),
            message=f"can't be written ({error.strerror})",
            hint="name a file in a folder that exists and that you may write to",
        ) from None
