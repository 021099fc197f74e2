"""Files are written whole or not at all."""

from __future__ import annotations

import os
import resource
import stat
from contextlib import contextmanager

import pytest

from keiretsu import report
from keiretsu.errors import KeiretsuError
from keiretsu.report import Format


@contextmanager
def room_for(limit):
    """Let no file grow beyond a limit, which the system reports as it reports a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_report_is_written_into_a_new_folder(contents, tmp_path):
    report.write(contents, tmp_path / "new" / "report.html")

    assert (tmp_path / "new" / "report.html").read_text(encoding="utf-8") == report.render(contents)


def test_a_full_disk_leaves_the_old_report_and_nothing_else(contents, tmp_path):
    place = tmp_path / "report.html"
    place.write_text("the old one")

    with room_for(10_000), pytest.raises(KeiretsuError) as caught:
        report.write(contents, place)

    assert caught.value.problem.code == "report.disk-full"
    assert place.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [place]


def test_a_full_disk_stops_an_export_before_its_first_file(contents, tmp_path):
    with room_for(1_000), pytest.raises(KeiretsuError) as caught:
        report.export(contents, Format.CSV, tmp_path)

    assert caught.value.problem.code == "report.disk-full"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_folder_is_one_clear_line(contents, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(KeiretsuError) as caught:
        report.write(contents, tmp_path / "file" / "report.html")

    assert caught.value.problem.code == "report.not-writable"
    assert "file" in caught.value.problem.where


def test_an_export_with_a_folder_in_its_way_leaves_every_old_file(contents, tmp_path):
    (tmp_path / "claims.csv").write_text("the old ones")
    (tmp_path / "problems.csv").mkdir()

    with pytest.raises(KeiretsuError) as caught:
        report.export(contents, Format.CSV, tmp_path)

    assert caught.value.problem.code == "report.not-writable"
    assert caught.value.problem.where.endswith("problems.csv")
    assert {path.name for path in tmp_path.iterdir()} == {"claims.csv", "problems.csv"}
    assert (tmp_path / "claims.csv").read_text() == "the old ones"


def test_the_report_replaces_no_folder(contents, tmp_path):
    with pytest.raises(KeiretsuError) as caught:
        report.write(contents, tmp_path)

    assert caught.value.problem.code == "report.not-writable"


def test_others_may_read_the_report_as_any_new_file(contents, tmp_path):
    report.write(contents, tmp_path / "report.html")
    (tmp_path / "plain").write_text("")

    assert stat.S_IMODE((tmp_path / "report.html").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "plain").stat().st_mode
    )


def test_writing_never_opens_files_of_other_threads_to_everyone(contents, tmp_path, monkeypatch):
    changed = []
    monkeypatch.setattr(os, "umask", changed.append)
    report.write(contents, tmp_path / "report.html")

    assert changed == []
