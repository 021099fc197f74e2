"""A pack as of a day holds what was public by then; what happened later is in a file of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from keiretsu.errors import PackError
from keiretsu.packs import load_pack
from keiretsu.packs.models import Outcome
from keiretsu.packs.outcomes import load_outcomes

HEADER = "party,outcome,date,low,high,currency,title,publisher,published,url,reliability\n"


def write_outcomes(tin: Path, *rows: str) -> None:
    (tin / "outcomes.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def test_a_document_counts_from_the_day_of_its_publication(tin: Path):
    pack = load_pack(tin)

    assert pack.published_by(date(2024, 5, 5)).document_paths == ()
    assert pack.published_by(date(2024, 5, 6)).document_paths == pack.document_paths


@pytest.mark.parametrize(
    ("published", "last"), [("2024-06", date(2024, 6, 30)), ("2023", date(2023, 12, 31))]
)
def test_a_month_or_a_year_counts_as_its_last_day(tin: Path, published: str, last: date):
    (tin / "documents" / "one.md").rename(tin / "one.md")
    text = (tin / "one.md").read_text().replace("2024-05-06", f'"{published}"')
    (tin / "documents" / "two.md").write_text(text)
    pack = load_pack(tin)

    assert len(pack.published_by(last).document_paths) == 1
    assert pack.published_by(last.replace(day=last.day - 1)).document_paths == ()


def test_a_figure_counts_from_the_end_of_the_month_of_its_source(tin: Path):
    pack = load_pack(tin)

    assert pack.published_by(date(2025, 2, 27)).figures == ()
    assert pack.published_by(date(2025, 2, 28)).figures == pack.figures


def test_names_rates_and_assumptions_stay(tin: Path):
    pack = load_pack(tin)
    early = pack.published_by(date(1990, 1, 1))

    assert (early.parties, early.known_names) == (pack.parties, pack.known_names)
    assert (early.exchange_rates, early.assumptions_path) == (pack.exchange_rates, pack.assumptions_path)


def test_a_document_without_a_date_is_left_out(tin: Path):
    (tin / "documents" / "two.txt").write_text("Beta buys Alpha.")

    early = load_pack(tin).published_by(date(2030, 1, 1))

    assert [path.name for path in early.document_paths] == ["one.md"]


def test_a_document_that_cannot_be_read_is_left_out_and_told(tin: Path):
    (tin / "documents" / "two.txt").write_text("")

    early = load_pack(tin).published_by(date(2030, 1, 1))

    assert [path.name for path in early.document_paths] == ["one.md"]
    assert [problem.code for problem in early.problems] == ["document.empty"]


def test_a_pack_without_the_file_has_no_outcomes(tin: Path):
    read = load_outcomes(load_pack(tin))

    assert (read.outcomes, read.problems) == ((), ())


def test_an_outcome_has_its_party_its_day_its_sum_and_its_source(tin: Path):
    write_outcomes(
        tin,
        "Alpha Smelting,write_off,2025-03,,5000000,USD,Loss,Alpha,2025-04-01,https://a.example/l,official",
        "Beta,survived,2025-12-31,,,,Still there,The Tin Post,2026-01-02,,",
    )

    loss, alive = load_outcomes(load_pack(tin)).outcomes

    assert (loss.party.name, loss.outcome, loss.date.end) == ("Alpha", Outcome.WRITE_OFF, date(2025, 3, 31))
    assert loss.amount is not None
    assert (loss.amount.low, loss.amount.high, loss.amount.currency) == (None, 5_000_000, "USD")
    assert (loss.source.date, loss.source.reliability) == ("2025-04-01", "official")
    assert (alive.outcome, alive.amount) == (Outcome.SURVIVED, None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Gamma,default,2025,,,,T,P,2025,,", "pack.unknown-party"),
        ("Alpha,vanished,2025,,,,T,P,2025,,", "pack.invalid-entry"),
        ("Alpha,default,2025,5,,,T,P,2025,,", "pack.invalid-entry"),
        ("Alpha,default,2025,,,USD,T,P,2025,,", "pack.invalid-entry"),
        ("Alpha,default,2025,6,5,USD,T,P,2025,,", "pack.invalid-entry"),
        ("Alpha,survived,2025,5,5,USD,T,P,2025,,", "pack.invalid-entry"),
        ("Alpha,default,someday,,,,T,P,2025,,", "pack.invalid-entry"),
        ("Beta,default,2024-01-01,,,,Again,P,2025,,", "pack.repeated-outcome"),
    ],
)
def test_a_row_with_a_fault_is_left_out_and_told(tin: Path, row: str, code: str):
    write_outcomes(tin, "Beta,default,2024-01-01,,,,T,P,2024,,", row)

    read = load_outcomes(load_pack(tin))

    assert [outcome.party.name for outcome in read.outcomes] == ["Beta"]
    assert [(problem.code, problem.where) for problem in read.problems] == [(code, "tin/outcomes.csv:3")]


def test_a_file_with_other_columns_is_no_file_of_outcomes(tin: Path):
    (tin / "outcomes.csv").write_text("party,fate\nAlpha,good\n")

    with pytest.raises(PackError) as caught:
        load_outcomes(load_pack(tin))

    assert caught.value.problem.code == "pack.broken-file"
