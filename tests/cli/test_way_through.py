"""The whole way from articles to a figure and back to the sentence, on the command line."""

import json
from pathlib import Path


def test_each_step_says_what_is_new_and_a_second_time_nothing_is(
    keiretsu, workspace: Path, articles: Path
) -> None:
    for step in (("read", articles, "--published", "2025-05-01"), ("extract",), ("reconcile",)):
        again = keiretsu(*step, "--workspace", workspace, "--json")
        assert again.status == 0
        assert again.json()["result"]["new"] == 0
        assert again.json()["result"]["known"] > 0


def test_the_network_shows_both_ways_of_the_money(keiretsu, workspace: Path) -> None:
    shown = keiretsu("network", "--workspace", workspace, "--json").json()["result"]
    ways = {(row["payer"], row["payee"], row["flow"]) for row in shown["payments"] if row["per_year"]}
    assert ways == {
        ("Alpha Cloud", "Beta Labs", "capital"),
        ("Beta Labs", "Alpha Cloud", "purchase"),
    }


def test_the_loop_of_capital_out_and_purchases_back_is_found(keiretsu, workspace: Path) -> None:
    (loop,) = keiretsu("measure", "circularity", "-w", workspace, "--json").json()["result"]["circularity"]
    assert set(loop["path"].split(" → ")) == {"Alpha Cloud", "Beta Labs"}
    assert loop["per_year"] == 5e9
    assert loop["capital_out_purchases_back"] is True


def test_why_goes_from_the_loop_to_the_quotes(keiretsu, workspace: Path) -> None:
    told = keiretsu("why", "loop", "1", "--workspace", workspace)
    assert told.status == 0
    assert '"Alpha Cloud invested $10 billion in Beta Labs on 3 March 2025." (alpha-invests.txt' in told.out
    assert "rent servers from Alpha Cloud" in told.out
    assert "assumed: capital_term_years = 2 years [estimate]" in told.out


def test_as_of_an_earlier_day_there_is_no_loop(keiretsu, workspace: Path) -> None:
    earlier = keiretsu("measure", "circularity", "-w", workspace, "--as-of", "2025-03-31", "--json").json()
    assert earlier["result"]["circularity"] == []
    assert earlier["result"]["as_of"] == "2025-03-31"


def test_a_report_is_one_file(keiretsu, workspace: Path, tmp_path: Path) -> None:
    made = keiretsu("report", "--workspace", workspace, "--out", tmp_path / "report.html", "--json")
    assert made.status == 0
    assert "Alpha Cloud" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_extract_without_a_workspace_writes_the_guideline_s_records(
    keiretsu, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "claims"
    assert keiretsu("extract", *sorted(articles.iterdir()), "--out", out, "--pack", "none").status == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{p.stem}.jsonl" for p in articles.iterdir()
    )
    (record,) = [json.loads(line) for line in (out / "alpha-invests.jsonl").read_text("utf-8").splitlines()]
    assert record == {
        "doc": "alpha-invests.txt",
        "quote": "Alpha Cloud invested $10 billion in Beta Labs on 3 March 2025.",
        "relation": "invests",
        "subject": "Alpha Cloud",
        "object": "Beta Labs",
        "layer": None,
        "amount": {"low": 10_000_000_000, "high": 10_000_000_000, "currency": "USD", "basis": "total"},
        "status": "in_effect",
        "date": "2025-03-03",
        "terms": [],
    }


def test_a_document_without_claims_still_gets_its_file(keiretsu, tmp_path: Path) -> None:
    (tmp_path / "calm.txt").write_text("Nothing happened today.", encoding="utf-8")
    assert keiretsu("extract", tmp_path / "calm.txt", "--out", tmp_path / "out", "--pack", "none").status == 0
    assert (tmp_path / "out" / "calm.jsonl").read_text("utf-8") == ""
