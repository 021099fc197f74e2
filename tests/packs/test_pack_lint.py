"""The lint finds what loading lets pass, and the pack that ships is clean."""

from collections import defaultdict
from pathlib import Path

import pytest

from keiretsu.packs import lint_pack, load_pack, pack_names


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in lint_pack(folder)]


def test_a_pack_without_fault_lints_clean(tin: Path):
    assert lint_pack(tin) == []


def test_what_loading_left_out_is_told_too(tin: Path):
    with (tin / "figures.csv").open("a") as figures:
        figures.write("Gamma,revenue,,1,1,USD,2023,2023,T,P,2024,\n")

    assert codes(tin) == ["pack.unknown-party"]


def test_a_layer_outside_the_vocabulary_is_noted(tin: Path):
    file = tin / "organisations.yaml"
    file.write_text(file.read_text().replace("layer: cloud", "layer: clouds"))

    (problem,) = lint_pack(tin)
    assert (problem.code, problem.severity) == ("pack.open-layer", "note")
    assert "'clouds'" in problem.message


def test_a_sum_in_a_currency_without_a_rate_is_told(tin: Path):
    file = tin / "exchange_rates.csv"
    file.write_text(file.read_text().replace("GBP,2024", "GBP,2023"))

    (problem,) = lint_pack(tin)
    assert problem.code == "pack.missing-rate"
    assert "GBP for 2024" in problem.message
    assert "tin/figures.csv:3" in problem.message


def test_a_missing_file_of_assumptions_is_told(tin: Path):
    (tin / "assumptions.yaml").unlink()

    assert codes(tin) == ["pack.missing-assumptions"]


@pytest.mark.parametrize("key", ["title", "publisher", "date"])
def test_a_document_that_does_not_name_its_source_is_told(tin: Path, key: str):
    file = tin / "documents" / "one.md"
    kept = [line for line in file.read_text().splitlines() if not line.startswith(f"{key}:")]
    file.write_text("\n".join(kept))

    (problem,) = lint_pack(tin)
    assert (problem.code, problem.where) == ("pack.document-without-source", "tin/documents/one.md")
    assert key in problem.message


def test_a_document_that_cannot_be_read_is_told(tin: Path):
    (tin / "documents" / "two.md").write_text("")

    assert codes(tin) == ["document.empty"]


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_that_ships_lints_clean_but_for_notes(name: str):
    assert [problem.line() for problem in lint_pack(name) if problem.severity != "note"] == []


def test_the_ai_pack_covers_the_industry():
    pack = load_pack("ai")
    kinds = {party.kind for party in pack.parties}

    assert len(pack.parties) >= 60
    assert kinds >= {
        "ai_lab",
        "chip_maker",
        "cloud_provider",
        "data_center_builder",
        "device_maker",
        "foundry",
        "investor",
        "memory_maker",
        "neocloud",
        "project",
        "regulator",
        "robot_maker",
        "server_maker",
        "sovereign_fund",
    }
    assert len(pack.figures) >= 40
    assert all(figure.source.url for figure in pack.figures), "each figure can be looked up"


def test_the_ai_pack_says_how_far_each_source_of_a_figure_can_be_relied_on():
    said = defaultdict(set)
    for figure in load_pack("ai").figures:
        said[figure.source.title, figure.source.publisher, figure.source.date].add(figure.source.reliability)

    assert [source for source, words in said.items() if None in words or len(words) > 1] == []


def test_the_ai_pack_says_how_far_each_source_of_an_exchange_rate_can_be_relied_on():
    rates = load_pack("ai").exchange_rates

    assert [rate for rate in rates if rate.source.reliability is None] == []
    approximated = {rate for rate in rates if rate.source.title.startswith("Approximation")}
    assert not {rate for rate in approximated if rate.source.reliability in ("filing", "official")}


def test_the_ai_packs_exchange_rates_cover_its_years():
    currencies = {"EUR", "GBP", "JPY", "KRW", "CNY", "CAD", "TWD", "AED", "SAR", "INR", "CHF", "SEK"}

    rates = {(rate.currency, rate.year) for rate in load_pack("ai").exchange_rates}

    assert rates >= {(currency, year) for currency in currencies for year in (2023, 2024, 2025)}
