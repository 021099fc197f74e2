"""The commands about packs: start one, lint it, list those that there are."""

import pytest


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_new_pack_is_linted_changed_and_linted_again(keiretsu, tmp_path):
    made = keiretsu("pack", "new", "harbours", "--title", "Harbours")
    assert (made.status, made.out.splitlines()[-1]) == (0, "next: keiretsu pack lint harbours")
    assert keiretsu("pack", "lint", "harbours").out == "harbours: nothing is to be mended\n"

    figures = tmp_path / "harbours" / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("Beta Cycles,cash", "Beta Cycels,cash"))
    linted = keiretsu("pack", "lint", "harbours")
    assert (linted.status, linted.out) == (1, "harbours: 1 error\n")
    (line,) = linted.lines()
    assert line.startswith("error pack.unknown-party: harbours/figures.csv:10: 'Beta Cycels' is not in")
    assert line.endswith("write 'Beta Cycles' if that is meant, or add the organisation")


def test_notes_alone_are_no_reason_to_fail(keiretsu, tmp_path):
    keiretsu("pack", "new", "harbours")
    with (tmp_path / "harbours" / "organisations.yaml").open("a") as organisations:
        organisations.write("- {name: Delta, kind: investor}\n")
    linted = keiretsu("pack", "lint", "harbours", "--json")

    assert linted.status == 0
    assert [problem["code"] for problem in linted.json()["problems"]] == ["pack.unused-organisation"]


def test_a_file_that_cannot_be_parsed_is_a_fault_of_the_pack_and_not_of_the_command(keiretsu, tmp_path):
    keiretsu("pack", "new", "harbours")
    (tmp_path / "harbours" / "organisations.yaml").unlink()

    assert keiretsu("pack", "lint", "harbours").status == 1
    assert keiretsu("pack", "lint", "nowhere").status == 2


def test_the_folder_at_hand_is_linted_and_not_what_ships_under_its_name(keiretsu, tmp_path):
    (tmp_path / "ai").mkdir()

    assert "pack.unknown" in keiretsu("pack", "lint", "ai").err


def test_the_list_says_where_each_comes_from(keiretsu):
    rows = keiretsu("pack", "list", "--json").json()["result"]

    assert {row["name"]: row["from"] for row in rows} == {"ai": "keiretsu", "telecom": "keiretsu"}
    assert all(row["title"] for row in rows)
    assert "telecommunications" in keiretsu("pack", "list").out


def test_a_workspace_finds_the_folder_of_its_pack_from_elsewhere(keiretsu, tmp_path, monkeypatch):
    keiretsu("pack", "new", "harbours")
    keiretsu("init", tmp_path / "a.sqlite", "--pack", "harbours")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    assert keiretsu("extract", "--workspace", tmp_path / "a.sqlite").status == 0
