"""The pictures of a report as files, and the report on paper."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from keiretsu import report
from keiretsu.errors import MissingExtraError
from keiretsu.report import Picture
from keiretsu.report.figures import charts

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def paper(contents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report as a PDF; where Pango is missing its tests skip, on CI they fail."""
    out = tmp_path_factory.mktemp("paper") / "report.pdf"
    try:
        report.write(contents, out)
    except MissingExtraError as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(error.problem.hint)
    return out


def test_each_picture_is_a_file_in_each_format(contents, tmp_path: Path) -> None:
    written = report.write_figures(contents, tmp_path, list(Picture))

    names = {"map", *charts(contents)}
    assert {path.name for path in written} == {f"{name}.{kind}" for name in names for kind in Picture}
    assert names >= {
        "map",
        "loops",
        "money",
        "dependence",
        "concentration",
        "fragility",
        "stack",
        "alliances",
    }
    assert all(path.read_bytes().startswith(PNG) for path in tmp_path.glob("*.png"))
    assert all(etree.fromstring(path.read_bytes()).tag.endswith("svg") for path in tmp_path.glob("*.svg"))


def test_the_same_contents_give_the_same_pictures(contents, tmp_path: Path) -> None:
    first, again = (
        {
            path.name: path.read_bytes()
            for path in report.write_figures(contents, tmp_path / name, list(Picture))
        }
        for name in ("first", "again")
    )
    assert first == again


def test_the_pdf_holds_every_chapter_and_every_sentence(paper: Path, ring) -> None:
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(paper).pages).split())

    for question in ("How much of the money comes back", "What happens next"):
        assert question in text
    for claim in ring:
        assert claim.quote[:40] in text


def test_the_same_contents_give_the_same_pdf(paper: Path, contents, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    report.write(contents, again)

    assert again.read_bytes() == paper.read_bytes()


def test_nothing_in_the_pdf_runs_or_fetches(paper: Path) -> None:
    raw = paper.read_bytes()

    assert PdfReader(io.BytesIO(raw)).trailer["/Root"].get("/OpenAction") is None
    assert b"/JavaScript" not in raw
    assert b"/Launch" not in raw


def test_without_weasyprint_the_user_is_told_what_to_install(contents, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingExtraError) as caught:
        report.write(contents, tmp_path / "report.pdf")

    assert caught.value.problem.code == "report.needs-pdf"
    assert "pip install keiretsu[pdf]" in caught.value.problem.hint
    assert not (tmp_path / "report.pdf").exists()
