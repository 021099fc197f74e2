"""What the command line answers when it's asked wrongly: one line with a code, and an exit status."""

import sqlite3
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("network", "-w", "{nowhere}"), "workspace.missing"),
        (("read", "x.txt", "-w", "{nowhere}"), "workspace.missing"),
        (("init", "{workspace}"), "workspace.exists"),
        (("init", "{nowhere}", "--pack", "tin"), "pack.unknown"),
        (("network", "-w", "{workspace}", "--as-of", "2025-02-30"), "time.invalid-day"),
        (("extract", "-w", "{workspace}", "--out", "x"), "cli.out-without-files"),
        (("extract", "-w", "{workspace}", "--using", "tea-leaves"), "extractor.unknown"),
        (("why", "loop", "99", "-w", "{workspace}"), "measure.no-such-loop"),
        (("why", "loop", "first", "-w", "{workspace}"), "workspace.cannot-explain"),
        (("why", "moon", "1", "-w", "{workspace}"), "workspace.cannot-explain"),
        (("why", "payment", "Alpha Cloud", "-w", "{workspace}"), "workspace.cannot-explain"),
        (("why", "party", "Nobody", "-w", "{workspace}"), "measure.no-such-party"),
        (("why", "deal", "none", "-w", "{workspace}"), "workspace.no-such-deal"),
        (("measure", "luck", "-w", "{workspace}"), "measure.unknown-measure"),
        (("measure", "all", "-w", "{workspace}", "--plot", "x.txt"), "cli.not-a-picture"),
        (("measure", "stack", "-w", "{workspace}", "--plot", "{nowhere}/x.png"), "cli.picture-not-written"),
        (("losses", "Nobody", "-w", "{workspace}"), "measure.no-such-party"),
        (("series", "luck", "--from", "2025-01-01", "-w", "{workspace}"), "measure.unknown-measure"),
        (("series", "stack", "--from", "1 May", "-w", "{workspace}"), "time.invalid-day"),
        (
            ("series", "stack", "--from", "2025-02-01", "--to", "2025-01-01", "-w", "{workspace}"),
            "cli.days-reversed",
        ),
        (("changes", "stack", "luck", "--from", "2025-01-01", "-w", "{workspace}"), "measure.no-such-figure"),
        (("why", "layer", "tea", "-w", "{workspace}"), "measure.no-such-layer"),
    ],
)
def test_misuse_is_one_line_with_a_code_and_status_2(
    keiretsu, workspace: Path, tmp_path: Path, arguments, code
) -> None:
    places = {"{nowhere}": str(tmp_path / "nowhere.sqlite"), "{workspace}": str(workspace)}
    outcome = keiretsu(*(places.get(argument, argument) for argument in arguments))
    assert outcome.status == 2
    assert len(outcome.lines()) == 1, outcome.err
    assert outcome.lines()[0].startswith(f"error {code}: ")
    assert not (tmp_path / "nowhere.sqlite").exists()


def test_a_workspace_of_a_newer_schema_is_left_alone(keiretsu, workspace: Path) -> None:
    with sqlite3.connect(workspace) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    outcome = keiretsu("network", "--workspace", workspace)
    assert (outcome.status, len(outcome.lines())) == (2, 1)
    assert "workspace.newer-schema" in outcome.err


def test_one_bad_file_does_not_stop_the_batch(keiretsu, workspace: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch"
    batch.mkdir()
    (batch / "empty.txt").touch()
    (batch / "binary.txt").write_bytes(b"\x7fELF\x00\x01\x02\x03" * 50)
    (batch / "latin.txt").write_bytes("Société Ohm a investi 3 millions d'euros à Liège.".encode("latin-1"))
    outcome = keiretsu("read", batch, tmp_path / "absent.txt", "--workspace", workspace, "--json")
    assert outcome.status == 1
    assert outcome.json()["result"]["new"] == 1
    codes = sorted(problem["code"] for problem in outcome.json()["problems"])
    assert codes == ["document.binary", "document.empty", "document.missing"]
    assert len(outcome.lines()) == 3


def test_an_unknown_option_is_misuse(keiretsu) -> None:
    assert keiretsu("network", "--colour", "red").status == 2
