"""Simulating from the command line: the start, scenarios, what drives an outcome, and the past."""

from __future__ import annotations

from pathlib import Path

import pytest
from bust import write_bust

import keiretsu as kr
from keiretsu.packs import load_pack

DAY = ("--as-of", "2019-12-31")
FEW = ("--paths", "4")
DEAR = """\
name: dear
title: Alpha's costs rise
asks: Who pays?
about: A test.
horizon: 4
actions:
  - {date: 2020-02-01, do: change_costs, firms: Alpha, times: {least: 10, most: 40}}
main: {outcome: cash, of: Alpha, expect: falls, why: It pays more.}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bust(tmp_path_factory.mktemp("bust") / "bust")


@pytest.fixture(scope="module")
def industry(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Return how commands are told the day and the workspace of the invented bust, which is read once."""
    place = tmp_path_factory.mktemp("simulating") / "bust.sqlite"
    workspace = kr.create(place, pack=str(pack))
    workspace.read(load_pack(str(pack)).document_paths)
    workspace.extract()
    workspace.reconcile()
    return "-w", str(place), *DAY


@pytest.fixture
def dear(tmp_path: Path) -> Path:
    """Return a user's own scenario."""
    file = tmp_path / "dear.yaml"
    file.write_text(DEAR, encoding="utf-8")
    return file


def test_the_start_is_shown_with_what_is_estimated(keiretsu, industry) -> None:
    told = keiretsu("industry", *industry)
    assert told.status == 0, told.err
    assert "What firms start with on 2019-12-31, in USD" in told.out
    assert "Epsilon" in told.out
    rows = keiretsu("industry", *industry, "--json").json()["result"]["figures"]
    assert {row["firm"] for row in rows} >= {"Alpha", "Beta", "Gamma", "Delta"}
    assert {row["is_estimated"] for row in rows} == {True, False}


def test_the_start_of_one_firm(keiretsu, industry) -> None:
    rows = keiretsu("industry", "alpha", *industry, "--json").json()["result"]["figures"]
    assert {row["firm"] for row in rows} == {"Alpha"}
    told = keiretsu("industry", "Omega", *industry)
    assert (told.status, len(told.lines())) == (2, 1)
    assert "Omega" in told.err


def test_the_scenarios_of_the_pack_are_listed(keiretsu, industry) -> None:
    told = keiretsu("scenarios", *industry[:2])
    assert told.status == 0, told.err
    assert "Who lives on new money?" in told.out
    rows = keiretsu("scenarios", *industry[:2], "--json").json()["result"]
    assert [(row["scenario"], row["quarters"]) for row in rows] == [("markets_close", 12), ("over", 12)]


def test_one_scenario_is_shown_with_its_answer_in_a_line(keiretsu, industry) -> None:
    told = keiretsu("simulate", "markets_close", *industry, *FEW)
    assert told.status == 0, told.err
    words = " ".join(told.out.split())
    assert "Nobody lends or invests: Who lives on new money?" in words
    assert "Nobody lends or invests: failures after 12 quarters rises by" in words
    assert "as theory says" in words
    assert "more figures differ: --json prints them all" in words
    assert "4 paths, seed 20260101" in words


def test_several_scenarios_have_a_row_each(keiretsu, industry, dear: Path) -> None:
    told = keiretsu("simulate", "markets_close", dear, *industry, *FEW, "--json")
    assert told.status == 0, told.err
    result = told.json()["result"]
    assert (result["paths"], result["seed"]) == (4, 20260101)
    assert [row["scenario"] for row in result["answers"]] == ["markets_close", "dear"]
    cash = result["answers"][1]
    assert (cash["outcome"], cash["of"], cash["theory"], cash["as_expected"]) == (
        "cash",
        "Alpha",
        "falls",
        True,
    )
    assert cash["low"] <= cash["difference"] <= cash["high"] < 0
    assert result["scenarios"]["dear"]["chart"]["kind"] == "lines"
    assert result["scenarios"]["dear"]["differences"][0]["outcome"] == "cash"
    shown = keiretsu("simulate", "markets_close", dear, *industry, *FEW)
    assert "What each scenario changes" in shown.out


def test_the_same_seed_gives_the_same_figures(keiretsu, industry, dear: Path) -> None:
    ask = ("simulate", dear, *industry, *FEW, "--json", "--seed")
    first, again, other = keiretsu(*ask, "7"), keiretsu(*ask, "7"), keiretsu(*ask, "8")
    assert first.out == again.out
    assert first.json()["result"]["answers"] != other.json()["result"]["answers"]


def test_a_scenario_that_cannot_be_run_is_told_and_the_others_are_shown(keiretsu, industry) -> None:
    """Of the pack's own two, one was over before the day."""
    told = keiretsu("simulate", *industry, *FEW)
    assert told.status == 1
    assert "scenario.outside-horizon" in told.err
    assert "over.yaml:7" in told.err
    assert "Nobody lends or invests" in told.out


def test_a_broken_file_beside_a_good_one(keiretsu, industry, dear: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(DEAR.replace("times:", "tmies:"), encoding="utf-8")
    told = keiretsu("simulate", broken, dear, *industry, *FEW)
    assert told.status == 1
    assert "scenario.invalid-entry" in told.err
    assert "did you mean 'times'?" in " ".join(told.err.split())
    assert "Alpha's costs rise: Who pays?" in told.out


def test_a_folder_stands_for_its_files(keiretsu, industry, dear: Path) -> None:
    (dear.parent / "worse.yaml").write_text("- nothing\n", encoding="utf-8")
    told = keiretsu("simulate", dear.parent, *industry, *FEW, "--json")
    assert told.status == 1
    assert [row["scenario"] for row in told.json()["result"]["answers"]] == ["dear"]
    assert [one["code"] for one in told.json()["problems"]] == ["scenario.broken-file"]


def test_what_only_the_industry_can_refuse_is_told_with_its_line(keiretsu, industry, dear: Path) -> None:
    dear.write_text(DEAR.replace("of: Alpha", "of: Alhpa"), encoding="utf-8")
    told = keiretsu("simulate", dear, *industry, *FEW)
    assert told.status == 1
    assert "dear.yaml:8" in told.err
    assert "did you mean 'Alpha'?" in " ".join(told.err.split())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("simulate", "nonsense"), "simulation.unknown-scenario"),
        (("simulate", "none.yaml"), "simulation.unknown-scenario"),
        (("simulate", "markets_close", "--plot", "a.txt"), "cli.not-a-picture"),
        (("sensitivity", "nonsense"), "simulation.unknown-scenario"),
        (("sensitivity", "--outcome", "luck"), "simulation.unknown-outcome"),
        (("sensitivity", "--outcome", "cash", "--of", "Omega"), "simulation.unknown-outcome"),
        (("sensitivity",), "simulation.invalid-plan"),
        (("sensitivity", "over"), "scenario.outside-horizon"),
    ],
)
def test_misuse_is_told_in_a_line(
    keiretsu, industry, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    folder = ("--folder", tmp_path / "runs") if arguments[0] == "sensitivity" else ()
    told = keiretsu(*arguments, *folder, *industry)
    assert (told.status, len(told.lines())) == (2, 1), told.err
    assert code in told.err
    assert not (tmp_path / "runs").exists()


def test_the_answer_is_drawn_and_explained(keiretsu, industry, dear: Path, tmp_path: Path) -> None:
    told = keiretsu("simulate", dear, *industry, *FEW, "--plot", tmp_path / "dear.svg", "--why")
    assert told.status == 0, told.err
    drawn = list(tmp_path.glob("dear-*.svg"))
    assert {file.stem for file in drawn} == {"dear-dear", "dear-dear-difference"}
    assert all("<svg" in file.read_text(encoding="utf-8") for file in drawn)
    assert "theory: it falls. It pays more." in told.out
    keiretsu("simulate", dear, "markets_close", *industry, *FEW, "--plot", tmp_path / "all.png")
    assert {file.name for file in tmp_path.glob("all-*.png")} == {
        f"all-{name}{kind}.png" for name in ("dear", "markets_close") for kind in ("", "-difference")
    }


def test_what_drives_an_outcome_is_ranked_and_goes_on_where_it_was(
    keiretsu, industry, dear: Path, tmp_path: Path
) -> None:
    runs, picture = tmp_path / "runs", tmp_path / "drives.png"
    ask = ("sensitivity", dear, *industry, "--samples", "16", "--quarters", "2", "--folder", runs)
    told = keiretsu(*ask, "--workers", "1", "--plot", picture, "--json")
    assert told.status == 0, told.err
    result = told.json()["result"]
    assert result["outcome"].startswith("change of cash of Alpha")
    assert {row["rank"] for row in result["sensitivity"]} >= {1, 2}
    assert "change_costs (action 1): times" in {row["input"] for row in result["sensitivity"]}
    assert picture.stat().st_size > 0
    written = {file: file.stat().st_mtime_ns for file in runs.rglob("*") if file.is_file()}
    shown = keiretsu(*ask)
    assert shown.status == 0, shown.err
    assert "What drives change of cash of Alpha" in " ".join(shown.out.split())
    parts = {file: when for file, when in written.items() if file.suffix == ".parquet"}
    assert parts
    assert all(file.stat().st_mtime_ns == when for file, when in parts.items())


def test_a_scenario_that_cannot_be_read_drives_nothing(
    keiretsu, industry, dear: Path, tmp_path: Path
) -> None:
    dear.write_text("- nothing\n", encoding="utf-8")
    told = keiretsu("sensitivity", dear, "--outcome", "cash", "--folder", tmp_path / "runs", *industry)
    assert (told.status, len(told.lines())) == (1, 1), told.err
    assert "scenario.broken-file" in told.err
    assert not (tmp_path / "runs").exists()


def test_the_past_is_held_against_what_happened(keiretsu, pack: Path, tmp_path: Path) -> None:
    ask = ("backtest", pack, *DAY, *FEW, "--quarters", "8")
    told = keiretsu(*ask, "--plot", tmp_path / "past.svg", "--json")
    assert told.status == 0, told.err
    result = told.json()["result"]
    assert result["as_of"] == "2019-12-31"
    assert {row["firm"]: row["failed"] for row in result["firms"]}["Alpha"] is True
    assert {row["ranking"] for row in result["rankings"]} >= {"as known then", "size", "leverage"}
    assert result["verdict"].startswith("Chance that a firm which failed")
    assert "reading 4 documents" in told.err
    assert "(failed)" in (tmp_path / "past.svg").read_text(encoding="utf-8")
    shown = keiretsu(*ask)
    assert "rank by size" in shown.out
    assert "Chance that a firm which failed" in shown.out


def test_a_past_that_nobody_knows_the_end_of_is_refused(keiretsu, pack: Path) -> None:
    told = keiretsu("backtest", pack, "--as-of", "2029-12-31", *FEW)
    assert told.status == 2
    assert "simulation.nothing-happened" in told.err
