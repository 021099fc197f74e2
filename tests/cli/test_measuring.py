"""Measuring from the command line: tables, pictures, intervals, days and what changed between them."""

from pathlib import Path

import pytest

from keiretsu.measures import measure_names
from keiretsu.network import Assumptions


@pytest.mark.parametrize("name", measure_names())
def test_each_measure_prints_its_table_and_what_was_assumed(keiretsu, workspace: Path, name: str) -> None:
    told = keiretsu("measure", name, "-w", workspace)
    assert told.status == 0, told.err
    assert ("cloud" if name == "concentration" else "Alpha") in told.out
    assert "assumed: capital_term_years = 2 years" in told.out


def test_only_the_assumptions_that_figures_stand_on_are_printed(keiretsu, workspace: Path) -> None:
    narrow = keiretsu("measure", "concentration", "-w", workspace).out
    wide = keiretsu("measure", "stack", "-w", workspace).out
    assert "assumed: leading_share" in wide
    assert "assumed: leading_share" not in narrow
    for told in (narrow, wide):
        printed = told.count("assumed: ")
        bear = "bears" if printed == 1 else "bear"
        assert f"{printed} of {len(list(Assumptions()))} assumptions {bear} on this" in told
        assert "chance_" not in told
    drawn = keiretsu("measure", "concentration", "-w", workspace, "--samples", "5").out
    assert "assumed: chance_agreed" in drawn


def test_all_measures_at_once_as_json(keiretsu, workspace: Path) -> None:
    result = keiretsu("measure", "-w", workspace, "--json").json()["result"]
    assert set(measure_names()) <= set(result)
    assert {name: chart["kind"] for name, chart in result["charts"].items()}["circularity"] == "links"
    assert {"supply_term_years", "chance_planned"} <= {one["name"] for one in result["assumptions"]}


def test_all_at_once_are_shown_by_their_first_rows(keiretsu, workspace: Path) -> None:
    told = keiretsu("measure", "-w", workspace, "--samples", "20")
    assert "more rows" not in told.out  # the one table of all intervals is shown whole
    assert "circulating share" in told.out


def test_intervals_print_the_seed_and_are_the_same_each_time(keiretsu, workspace: Path) -> None:
    ask = ("measure", "circularity", "-w", workspace, "--samples", "30", "--seed", "7", "--json")
    first, second = keiretsu(*ask), keiretsu(*ask)
    assert first.status == 0
    assert "30 draws, seed 7" in first.err
    rows = {row["figure"]: row for row in first.json()["result"]["intervals"]}
    money = rows["circulating money"]
    assert money["low"] <= money["median"] <= money["high"]
    assert first.json() == second.json()


def test_a_measure_is_drawn_into_a_file(keiretsu, workspace: Path, tmp_path: Path) -> None:
    told = keiretsu("measure", "circularity", "-w", workspace, "--plot", tmp_path / "loops.svg")
    assert told.status == 0, told.err
    assert "<svg" in (tmp_path / "loops.svg").read_text(encoding="utf-8")


def test_several_measures_are_drawn_into_files_of_their_own(
    keiretsu, workspace: Path, tmp_path: Path
) -> None:
    keiretsu("measure", "-w", workspace, "--plot", tmp_path / "all.png")
    drawn = {file.name for file in tmp_path.glob("all-*.png")}
    assert drawn == {f"all-{name}.png" for name in measure_names()}


def test_who_loses_what_if_a_party_fails(keiretsu, workspace: Path) -> None:
    told = keiretsu("losses", "Beta Labs", "-w", workspace)
    assert told.status == 0, told.err
    assert "Alpha Cloud" in told.out


def test_amounts_are_estimated_on_request_where_a_total_bounds_them(
    keiretsu, workspace: Path, tmp_path: Path
) -> None:
    """Gamma sells Delta chips for a sum that nobody tells; only its revenue bounds it."""
    note, figures = tmp_path / "note.txt", tmp_path / "figures.csv"
    note.write_text("Gamma Corp supplies chips to Delta Inc.", encoding="utf-8")
    figures.write_text(
        "party,item,low,high,currency,start,end,title,publisher,date\n"
        "Gamma,revenue,5000000000,5000000000,USD,2025-01-01,2025-12-31,Report,Gamma,2025-12-31\n",
        encoding="utf-8",
    )
    for command in (("read", note, "--published", "2025-06-01"), ("extract",), ("reconcile",)):
        assert keiretsu(*command, "-w", workspace).status == 0
    assert keiretsu("import", "figures", figures, "-w", workspace).status == 0
    plain = keiretsu("network", "-w", workspace, "--json").json()["result"]["payments"]
    assert not any(row["estimated"] for row in plain)
    filled = keiretsu("network", "-w", workspace, "--unknown", "estimate", "--json").json()["result"][
        "payments"
    ]
    (found,) = [row for row in filled if row["estimated"]]
    assert (found["payer"], found["payee"]) == ("Delta", "Gamma")
    assert 0 < found["per_year"] < 5e9


def test_a_series_over_days(keiretsu, workspace: Path, tmp_path: Path) -> None:
    picture = tmp_path / "days.png"
    ask = ("series", "circularity", "--from", "2025-01-01", "--to", "2025-12-31", "-w", workspace)
    told = keiretsu(*ask, "--figure", "circulating share", "--plot", picture, "--json")
    assert told.status == 0, told.err
    rows = told.json()["result"]["series"]
    assert {row["figure"] for row in rows} == {"circulating share"}
    assert len(rows) == 5
    assert rows[0]["value"] == 0
    assert rows[-1]["value"] > 0
    assert picture.stat().st_size > 0


def test_what_changed_and_which_deals_did_it(keiretsu, workspace: Path) -> None:
    days = ("--from", "2025-03-31", "--to", "2025-12-31")
    told = keiretsu("changes", "circularity", "circulating share", *days, "-w", workspace, "--json")
    assert told.status == 0, told.err
    result = told.json()["result"]
    assert result["before"] == 0
    assert result["after"] > 0
    assert sum(row["contribution"] for row in result["changes"]) == pytest.approx(result["after"])


def test_why_of_a_measure_ends_at_quotes(keiretsu, workspace: Path) -> None:
    told = keiretsu("why", "contagion", "Beta Labs", "-w", workspace)
    assert told.status == 0, told.err
    assert "(alpha-invests.txt" in told.out
