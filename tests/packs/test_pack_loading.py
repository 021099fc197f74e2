"""A pack is loaded from its folder, or by its name where it ships with the package."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from keiretsu.claims import NameKind
from keiretsu.errors import PackError
from keiretsu.ledger import STOCKS, Item
from keiretsu.packs import load_pack, pack_names


def test_the_organisations_become_parties_under_all_of_their_names(tin: Path):
    alpha, beta = load_pack(tin).parties

    assert (alpha.id, alpha.kind, alpha.country) == ("Q1", "smelter", "GB")
    assert alpha.aliases == ("Alpha Smelting",)
    assert alpha.units == ("Alpha Cloud", "Alpha Wharf")
    assert beta.id == "x-beta"


def test_every_name_is_known_with_its_owner_its_kind_and_its_layer(tin: Path):
    known = {name.name: name for name in load_pack(tin).known_names}

    assert set(known) == {"Alpha", "Alpha Smelting", "Alpha Cloud", "Alpha Wharf", "Alpha Chip", "Beta"}
    assert {name.canonical for name in known.values()} == {"Alpha", "Beta"}
    assert known["Alpha Smelting"].kind is NameKind.ORGANISATION
    assert known["Alpha Smelting"].industry_type == "smelter"
    assert (known["Alpha Cloud"].kind, known["Alpha Cloud"].layer) == (NameKind.UNIT, "cloud")
    assert known["Alpha Wharf"].layer is None
    assert (known["Alpha Chip"].kind, known["Alpha Chip"].layer) == (NameKind.PRODUCT, "chips")


def test_a_figure_has_its_party_its_sum_its_period_and_its_source(tin: Path):
    revenue, wire = load_pack(tin).figures

    assert (revenue.party.name, revenue.item, revenue.segment) == ("Alpha", Item.REVENUE, None)
    assert revenue.amount.is_exact
    assert str(revenue.period.start) == "2024-01-01"
    assert (revenue.source.publisher, revenue.source.url) == ("Alpha", "https://a.example/r")
    assert wire.party == revenue.party, "an alias names the same party"
    assert (wire.segment, wire.amount.low, wire.source.url) == ("Wire", None, None)


def test_a_rate_is_the_price_of_a_unit_in_the_base_currency(tin: Path):
    (rate,) = load_pack(tin).exchange_rates

    assert (rate.currency, rate.year, rate.rate) == ("GBP", 2024, Decimal("1.25"))
    assert rate.source.title == "Yearly averages"


def test_rates_published_in_dollars_are_turned_into_another_base_currency(tin: Path):
    head = tin / "pack.yaml"
    head.write_text(head.read_text().replace("USD", "GBP"))
    with (tin / "exchange_rates.csv").open("a") as rates:
        rates.write("EUR,2024,1.10,Yearly averages,Central bank,2025-01,\n")
        rates.write("EUR,2025,1.20,Yearly averages,Central bank,2026-01,\n")

    pack = load_pack(tin)

    assert {(rate.currency, rate.year): rate.rate for rate in pack.exchange_rates} == {
        ("GBP", 2024): Decimal(1),
        ("EUR", 2024): Decimal("0.88"),
    }
    (problem,) = pack.problems
    assert (problem.code, problem.where) == ("pack.missing-rate", "tin/exchange_rates.csv:4")


def test_documents_are_found_at_any_depth_and_hidden_files_are_not(tin: Path):
    (tin / "documents" / "2024").mkdir()
    (tin / "documents" / "2024" / "two.md").write_text("Beta buys Alpha.")
    (tin / "documents" / ".two.md.swp").write_text("rubbish")

    assert [path.name for path in load_pack(tin).document_paths] == ["two.md", "one.md"]


def test_a_pack_may_have_no_documents_yet(tin: Path):
    (tin / "documents" / "one.md").unlink()
    (tin / "documents").rmdir()

    pack = load_pack(tin)

    assert (pack.document_paths, pack.problems) == ((), ())


def test_a_comment_may_stand_above_a_table(tin: Path):
    figures = tin / "figures.csv"
    comment = '# What they report.\n"# Sums, in whole units.",,,\n'
    figures.write_text(
        comment + figures.read_text(encoding="utf-8") + "Gamma,cash,,1,1,USD,2024,2024,T,P,2025,\n"
    )

    pack = load_pack(tin)

    assert len(pack.figures) == 2
    assert [problem.where for problem in pack.problems] == ["tin/figures.csv:6"]


def test_backlog_is_a_figure_of_a_day(tin: Path):
    with (tin / "figures.csv").open("a") as figures:
        figures.write("Beta,backlog,,5,5,USD,2024-12-31,2024-12-31,Annual report,Beta,2025-02,\n")

    backlog = load_pack(tin).figures[-1]

    assert (backlog.item, backlog.period.start) == (Item.BACKLOG, date(2024, 12, 31))
    assert backlog.item in STOCKS


def test_a_pack_without_fault_has_no_problems(tin: Path):
    assert load_pack(tin).problems == ()


def test_loading_twice_gives_the_same_pack(tin: Path):
    assert load_pack(tin) == load_pack(str(tin))


def test_a_name_that_ships_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / pack_names()[0]).mkdir()
    monkeypatch.chdir(tmp_path)

    assert load_pack(pack_names()[0]).parties


@pytest.mark.parametrize("name", ["zinc", "", "no/such/folder"])
def test_an_unknown_pack_is_told_with_those_that_exist(name: str):
    with pytest.raises(PackError) as caught:
        load_pack(name)

    assert caught.value.problem.code == "pack.unknown"
    assert all(known in caught.value.problem.message for known in pack_names())


def test_a_folder_without_a_head_is_no_pack(tmp_path: Path):
    with pytest.raises(PackError, match=r"pack\.unknown"):
        load_pack(tmp_path)


def test_a_figure_may_say_how_far_its_source_can_be_relied_on(tin: Path):
    figures = tin / "figures.csv"
    header, revenue, wire = figures.read_text(encoding="utf-8").splitlines()
    rows = (f"{header},reliability", f"{revenue},filing", f"{wire},hearsay")
    figures.write_text("\n".join(rows), encoding="utf-8")

    pack = load_pack(tin)

    assert [figure.source.reliability for figure in pack.figures] == ["filing"]
    assert [problem.code for problem in pack.problems] == ["pack.invalid-entry"]
    assert "hearsay" in pack.problems[0].message
