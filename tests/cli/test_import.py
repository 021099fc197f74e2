"""Importing on the command line: look first, then record, and see it in the network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SHEET = """Investor,Portfolio company,Amount (USD m),Date,Source,Publisher
Alpha Cloud,Delta Robotics,750,2025-04-05,Alpha funds Delta,Gamma Daily
Alpha Cloud,Delta Robotics,a lot,2025-04-05,Alpha funds Delta,Gamma Daily
"""
FIGURES = """party,item,segment,low,high,currency,start,end,title,publisher,date,url
Alpha Cloud,revenue,,20000000000,20000000000,USD,2025,2025,Annual report,Alpha Cloud,2026-02-03,
"""


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_dry_run_shows_everything_and_records_nothing(keiretsu, workspace, file):
    shown = keiretsu("import", "deals", file("deals.csv", SHEET), "-w", workspace, "--dry-run")

    assert shown.status == 1
    assert "always invests" in shown.out
    assert "USD 750 million" in shown.out
    assert "would record 1 document, 1 claim" in shown.out
    assert "deals.csv:3: 'a lot' is not a sum of money" in shown.err
    claims = keiretsu("claims", "-w", workspace, "--json").json()["result"]
    assert "Delta Robotics" not in {claim["object"] for claim in claims}


def test_imported_deals_stand_in_the_network_with_their_source(keiretsu, workspace, file):
    done = keiretsu("import", "deals", file("deals.csv", SHEET), "-w", workspace, "--json")
    keiretsu("reconcile", "-w", workspace)
    told = keiretsu("why", "deal", "alpha-cloud-delta-robotics-invests", "-w", workspace)

    assert done.status == 1
    assert {key: done.json()["result"][key] for key in ("dry_run", "claims", "relation", "unused")} == {
        "dry_run": False,
        "claims": 1,
        "relation": "invests",
        "unused": [],
    }
    assert [problem["code"] for problem in done.json()["problems"]] == ["import.invalid-row"]
    assert "USD 750 million" in told.out
    assert "Gamma Daily" in told.out


def test_a_second_import_knows_what_came_in_before(keiretsu, workspace, file):
    path = file("deals.csv", SHEET)
    first = keiretsu("import", "deals", path, "-w", workspace, "--json").json()["result"]
    second = keiretsu("import", "deals", path, "-w", workspace, "--json").json()["result"]

    assert first["new"] > 0
    assert second["new"] == 0 < second["known"]


def test_problems_of_an_import_are_gone_once_they_are_mended(keiretsu, workspace, file):
    def open_problems() -> list[str]:
        shown = keiretsu("import", "deals", path, "-w", workspace, "--json").json()
        return [problem["code"] for problem in shown["problems"]]

    path = file("deals.csv", SHEET)
    assert open_problems() == ["import.invalid-row"]
    file("deals.csv", SHEET.replace("a lot", "800"))
    assert open_problems() == []


def test_columns_are_mapped_by_hand(keiretsu, workspace, file):
    path = file("deals.csv", "Who,Whom,Source\nAlpha Cloud,Delta Robotics,x\n")
    options = ("--map", "subject=Who", "--map", "object=Whom", "--relation", "supplies")
    done = keiretsu("import", "deals", path, "-w", workspace, *options, "--json")

    assert done.status == 0
    assert done.json()["result"]["columns"] == {"subject": "Who", "object": "Whom", "title": "Source"}


def test_misuse_says_which_option(keiretsu, workspace, file):
    path = file("deals.csv", "Who,Whom\nAlpha Cloud,Delta Robotics\n")
    unmapped = keiretsu("import", "deals", path, "-w", workspace)
    malformed = keiretsu("import", "deals", path, "-w", workspace, "--map", "subject")

    assert (unmapped.status, malformed.status) == (2, 2)
    assert "--map subject=COLUMN" in unmapped.err
    assert "cli.invalid-map" in malformed.err


def test_figures_come_in_under_the_party_that_is_known(keiretsu, workspace, file):
    path = file("figures.csv", FIGURES)
    done = keiretsu("import", "figures", path, "-w", workspace)
    figures = keiretsu("figures", "-w", workspace, "--json").json()["result"]

    assert done.status == 0, done.err
    assert [(figure["party"], figure["item"]) for figure in figures] == [("Alpha Cloud", "revenue")]


def test_hand_written_claims_are_tied_to_documents_of_the_workspace(keiretsu, workspace, file):
    gold = {
        "doc": "gamma.txt",
        "quote": "Gamma Chips supplies chips to Alpha Cloud.",
        "relation": "supplies",
        "subject": "Gamma Chips",
        "object": "Alpha Cloud",
        "layer": "chips",
        "amount": None,
        "status": "in_effect",
        "date": None,
        "terms": ["exclusive"],
    }
    lines = [json.dumps(gold), json.dumps(gold | {"quote": "It doesn't say so."})]
    done = keiretsu("import", "claims", file("gold.jsonl", "\n".join(lines)), "-w", workspace)
    claims = keiretsu("claims", "-w", workspace, "--json").json()["result"]

    assert done.status == 1
    assert "evidence.quote-not-found" in done.err
    assert "hand/1" in {claim["extractor"] for claim in claims}


def test_hand_written_claims_bring_the_documents_of_a_folder(keiretsu, tmp_path, articles, file):
    fresh = tmp_path / "fresh.sqlite"
    keiretsu("init", "--pack", "none", "-w", fresh)
    exported = tmp_path / "claims"
    keiretsu("extract", articles / "alpha-invests.txt", "--pack", "none", "--out", exported)
    done = keiretsu(
        "import", "claims", exported / "alpha-invests.jsonl", "--documents", articles, "-w", fresh, "--json"
    )

    assert done.status == 0
    assert done.json()["result"]["documents"] == 1
    assert done.json()["result"]["claims"] > 0


def test_an_export_to_followthemoney_comes_back(keiretsu, workspace, tmp_path):
    path, fresh = tmp_path / "network.ftm.json", tmp_path / "fresh.sqlite"
    keiretsu("export", "ftm", "--out", path, "-w", workspace)
    keiretsu("init", "--pack", "none", "-w", fresh)
    done = keiretsu("import", "ftm", path, "-w", fresh)
    keiretsu("reconcile", "-w", fresh)

    def pairs(place: Path) -> set[tuple[str, str, str]]:
        deals = keiretsu("deals", "-w", place, "--json").json()["result"]
        return {(deal["id"], deal["status"]) for deal in deals}

    assert done.status == 0, done.err
    assert pairs(fresh) == pairs(workspace) != set()


def test_a_file_that_isn_t_there_is_misuse(keiretsu, workspace, tmp_path):
    for kind in ("deals", "figures", "claims", "ftm"):
        missing = keiretsu("import", kind, tmp_path / "missing.csv", "-w", workspace)
        assert missing.status == 2
        assert "import.unreadable-file" in missing.err
