"""What is wrong with a pack's files is told with file, line and cure; the rest is loaded."""

from pathlib import Path

import pytest

from keiretsu.errors import PackError, Problem, catalogue
from keiretsu.packs import Pack, load_pack


def added(folder: Path, file: str, text: str) -> tuple[Pack, list[Problem]]:
    """Load the pack with some text added to a file of it."""
    with (folder / file).open("a", encoding="utf-8") as out:
        out.write(text)
    pack = load_pack(folder)
    return pack, list(pack.problems)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("- {name: Gamma}\n", "kind"),
        ("- {name: Gamma, kind: mine, ticker: GAM}\n", "ticker"),
        ("- {name: Gamma, kind: Tin Mine}\n", "kind"),
        ("- {name: '  ', kind: mine}\n", "name"),
        ("- {name: Gamma, kind: mine, wikidata: 17}\n", "wikidata"),
        ("- {name: Gamma, kind: mine, wikidata: Q07}\n", "wikidata"),
        ("- {name: Gamma, kind: mine, country: XX}\n", "XX"),
        ("- {name: Gamma, kind: mine, lei: 529900T8BM49AURSDO56}\n", "check digits"),
        ("- {name: Gamma, kind: mine, aliases: Gammas}\n", "aliases"),
        ("- {name: Gamma, kind: mine, units: [{name: Gamma Cloud, layer: The Cloud}]}\n", "not a layer"),
        ("- {name: Gamma, kind: mine, products: [{name: Gamma Ore}]}\n", "products.0.layer"),
        ("- Gamma\n", "not a mapping"),
        ("- {name: Alpha, kind: mine}\n", "already"),
        ("- {name: Gamma, kind: mine, wikidata: Q1}\n", "already"),
    ],
)
def test_a_faulty_organisation_is_left_out_and_told(tin: Path, entry: str, words: str):
    pack, (problem,) = added(tin, "organisations.yaml", entry)

    assert (problem.code, problem.where) == ("pack.invalid-entry", "tin/organisations.yaml:13")
    assert words in problem.message
    assert [party.name for party in pack.parties] == ["Alpha", "Beta"]


def test_a_valid_lei_becomes_the_id_of_a_party_without_wikidata_id(tin: Path):
    pack, problems = added(
        tin, "organisations.yaml", "- {name: Gamma, kind: mine, lei: 529900T8BM49AURSDO55}\n"
    )

    assert (pack.parties[-1].id, problems) == ("529900T8BM49AURSDO55", [])


@pytest.mark.parametrize("name", ["Alpha Chip", "alpha smelting", "BETA"])
def test_a_name_claimed_twice_stays_with_the_first(tin: Path, name: str):
    pack, (problem,) = added(tin, "organisations.yaml", f"- {{name: Gamma, kind: mine, aliases: [{name}]}}\n")

    assert (problem.code, problem.where) == ("pack.name-claimed-twice", "tin/organisations.yaml:13")
    owners = {known.canonical for known in pack.known_names if known.name.casefold() == name.casefold()}
    assert "Gamma" not in owners


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Alpha,profit,,1,1,USD,2023,2023,T,P,2024,", "item"),
        ("Alpha,revenue,,1,1,USD,2023,2023,,P,2024,", "title"),
        ("Alpha,revenue,,1,1,USD,2023,2023,T,P,last May,", "last May"),
        ("Alpha,revenue,,-1,1,USD,2023,2023,T,P,2024,", "negative"),
        ("Alpha,revenue,,1,inf,USD,2023,2023,T,P,2024,", "high"),
        ("Alpha,revenue,,2,1,USD,2023,2023,T,P,2024,", "above"),
        ("Alpha,revenue,,,,USD,2023,2023,T,P,2024,", "bound"),
        ("Alpha,revenue,,1,1,Thaler,2023,2023,T,P,2024,", "Thaler"),
        ("Alpha,revenue,,1,1,USD,2023-02-30,2023-12-31,T,P,2024,", "2023-02-30"),
        ("Alpha,revenue,,1,1,USD,2023-12-31,2023-01-01,T,P,2024,", "before it starts"),
        ("Alpha,revenue,,1,1,USD,2023,..,T,P,2024,", "a start and an end"),
        ("Alpha,revenue,Wire,1,1,USD,2023,2023,T,P,2024,", "segment"),
        ("Alpha,segment_revenue,,1,1,USD,2023,2023,T,P,2024,", "segment"),
        ("Alpha,revenue,,1,1,USD,2023,2023,T,P,2024,,extra", "beyond the header"),
        ("Alpha,revenue,,1", "currency"),
    ],
)
def test_a_faulty_figure_is_left_out_and_told(tin: Path, row: str, words: str):
    pack, (problem,) = added(tin, "figures.csv", row + "\n")

    assert (problem.code, problem.where) == ("pack.invalid-entry", "tin/figures.csv:4")
    assert words in problem.message
    assert len(pack.figures) == 2


def test_a_figure_of_an_unknown_party_is_told(tin: Path):
    _, (problem,) = added(tin, "figures.csv", "Gamma,revenue,,1,1,USD,2023,2023,T,P,2024,\n")

    assert problem.code == "pack.unknown-party"
    assert "'Gamma'" in problem.message


@pytest.mark.parametrize("sum_", ["1000000000", "7"])
def test_a_source_tells_a_figure_once(tin: Path, sum_: str):
    row = f"Alpha,revenue,,{sum_},{sum_},USD,2024-01-01,2024-12-31,Annual report,Alpha,2025-02,\n"
    pack, (problem,) = added(tin, "figures.csv", row)

    assert (problem.code, problem.where) == ("pack.repeated-figure", "tin/figures.csv:4")
    assert "tin/figures.csv:2" in problem.message
    assert len(pack.figures) == 2


def test_another_source_of_a_figure_is_kept_beside_the_first(tin: Path):
    row = "Alpha,revenue,,7,7,USD,2024-01-01,2024-12-31,Another report,P,2025,\n"
    pack, problems = added(tin, "figures.csv", row)

    assert problems == []
    assert [str(figure.amount.low) for figure in pack.figures if figure.item == "revenue"] == [
        "1000000000",
        "7",
    ]


def test_a_slip_in_a_partys_name_is_told_with_the_name_that_is_meant(tin: Path):
    _, (problem,) = added(tin, "figures.csv", "Alhpa Smelting,revenue,,1,1,USD,2023,2023,T,P,2024,\n")

    assert problem.code == "pack.unknown-party"
    assert "'Alpha Smelting'" in problem.hint


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("GBP,2024,1.3,T,P,2025,", "pack.repeated-rate"),
        ("GBP,2023,0,T,P,2025,", "pack.invalid-entry"),
        ("GBP,2023,-1,T,P,2025,", "pack.invalid-entry"),
        ("Thaler,2023,1,T,P,2025,", "pack.invalid-entry"),
        ("GBP,MMXXIII,1,T,P,2025,", "pack.invalid-entry"),
    ],
)
def test_a_faulty_rate_is_left_out_and_told(tin: Path, row: str, code: str):
    pack, (problem,) = added(tin, "exchange_rates.csv", row + "\n")

    assert (problem.code, problem.where) == (code, "tin/exchange_rates.csv:3")
    assert len(pack.exchange_rates) == 1


@pytest.mark.parametrize(
    ("file", "content", "where", "words"),
    [
        ("pack.yaml", "name: tin\n", "tin/pack.yaml", "title"),
        ("pack.yaml", "- tin\n", "tin/pack.yaml", "not a mapping"),
        ("pack.yaml", "", "tin/pack.yaml", "not a mapping"),
        ("pack.yaml", "name: tin\nname: zinc\n", "tin/pack.yaml:2", "'name' twice"),
        ("organisations.yaml", "name: Alpha\n", "tin/organisations.yaml", "not a list"),
        ("organisations.yaml", "- name: Alpha\n  kind: [mine\n", "tin/organisations.yaml:3", "not YAML"),
        ("organisations.yaml", "- name: A\n  kind: b\n  name: C\n", "tin/organisations.yaml:3", "twice"),
        ("organisations.yaml", "- a: \x00\n", "tin/organisations.yaml", "not YAML"),
        ("figures.csv", "party,item\n", "tin/figures.csv:1", "columns"),
        ("figures.csv", "", "tin/figures.csv:1", "columns"),
        ("exchange_rates.csv", "currency;year\n", "tin/exchange_rates.csv:1", "columns"),
    ],
)
def test_a_file_that_cannot_be_parsed_stops_the_loading_with_its_line(
    tin: Path, file: str, content: str, where: str, words: str
):
    (tin / file).write_text(content, encoding="utf-8")

    with pytest.raises(PackError) as caught:
        load_pack(tin)

    problem = caught.value.problem
    assert (problem.code, problem.where) == ("pack.broken-file", where)
    assert words in problem.message
    assert "\n" not in problem.line()


def test_an_unclosed_quote_is_told_with_its_line(tin: Path):
    with pytest.raises(PackError, match=r"tin/figures\.csv:\d+: is not CSV"):
        added(tin, "figures.csv", 'Alpha,revenue,,"1,1,USD\n')


@pytest.mark.parametrize("file", ["organisations.yaml", "figures.csv", "exchange_rates.csv"])
def test_a_missing_file_is_told(tin: Path, file: str):
    (tin / file).unlink()

    with pytest.raises(PackError, match="is missing"):
        load_pack(tin)


def test_a_file_in_another_encoding_is_told(tin: Path):
    (tin / "organisations.yaml").write_bytes("- {name: Société, kind: mine}\n".encode("latin-1"))

    with pytest.raises(PackError, match="is not UTF-8"):
        load_pack(tin)


def test_a_byte_order_mark_does_no_harm(tin: Path):
    file = tin / "figures.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert len(load_pack(tin).figures) == 2


@pytest.mark.parametrize(
    "code",
    [
        "pack.unknown",
        "pack.broken-file",
        "pack.invalid-entry",
        "pack.name-claimed-twice",
        "pack.unknown-party",
        "pack.repeated-figure",
        "pack.repeated-rate",
        "pack.missing-rate",
        "pack.open-layer",
        "pack.missing-assumptions",
        "pack.document-without-source",
        "pack.sources-disagree",
        "pack.near-miss-name",
    ],
)
def test_every_code_has_its_page(code: str):
    assert catalogue()[code].cure
