"""The commands that keep a workspace safe."""

import sqlite3

import pytest


def test_a_sound_workspace_is_said_to_be_sound(keiretsu, workspace):
    done = keiretsu("verify", "--workspace", workspace)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("checked ")
    assert "3 documents" in done.out
    assert done.out.endswith("no fault\n")


def test_each_fault_is_a_line_and_the_status_is_one(keiretsu, workspace):
    connection = sqlite3.connect(workspace)
    connection.execute("UPDATE documents SET text = text || '!'")
    connection.execute("UPDATE setting_lives SET value = 'ai' WHERE key = 'pack'")
    connection.commit()
    connection.close()
    done = keiretsu("verify", "--workspace", workspace)
    assert done.status == 1
    assert done.out.endswith("4 problems\n")
    assert [line.split(":")[0] for line in done.lines()] == ["error verify.altered"] * 4
    found = keiretsu("verify", "--workspace", workspace, "--json").json()
    assert found["result"]["checked"]["documents"] == 3
    assert len(found["problems"]) == 4


def test_a_backup_is_named_by_workspace_and_time_and_told_how_to_restore(
    keiretsu, workspace, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    done = keiretsu("backup", "--workspace", workspace)
    (made,) = tmp_path.glob("industry.backup-*.sqlite")
    assert (done.status, done.err) == (0, "")
    assert str(made.name) in done.out
    assert f"keiretsu copy {made.name} NEW" in done.out
    assert keiretsu("verify", "--workspace", made).status == 0


def test_a_backup_in_json_says_what_was_written(keiretsu, workspace, tmp_path):
    out = tmp_path / "friday.sqlite"
    result = keiretsu("backup", out, "--workspace", workspace, "--json").json()["result"]
    assert (result["path"], result["bytes"]) == (str(out), out.stat().st_size)
    assert result["rows"]["documents"] == 3
    assert keiretsu("backup", out, "--workspace", workspace).status == 2


def test_a_copy_answers_as_the_original_does(keiretsu, workspace, tmp_path):
    to = tmp_path / "copy.sqlite"
    assert keiretsu("copy", workspace, to).out.strip().endswith(f"rows to {to}")
    for command in ("network", "measure"):
        assert keiretsu(command, "--workspace", to, "--json") == keiretsu(
            command, "--workspace", workspace, "--json"
        )


@pytest.mark.parametrize("arguments", [("verify", "-w", "none.sqlite"), ("copy", "none.sqlite", "b.sqlite")])
def test_a_workspace_that_is_not_there_is_misuse(keiretsu, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    done = keiretsu(*arguments)
    assert done.status == 2
    assert "workspace.missing" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_copy_never_takes_the_place_of_a_workspace(keiretsu, workspace, tmp_path):
    keiretsu("init", tmp_path / "other.sqlite", "--pack", "none")
    before = (tmp_path / "other.sqlite").read_bytes()
    done = keiretsu("copy", workspace, tmp_path / "other.sqlite")
    assert done.status == 2
    assert "workspace.exists" in done.err
    assert (tmp_path / "other.sqlite").read_bytes() == before
