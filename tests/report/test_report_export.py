"""Exports: what other programs get."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace

import networkx as nx
import pandas as pd
import pytest

from keiretsu import report
from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import MissingExtraError
from keiretsu.ledger.contradictions import Contradiction, Reading
from keiretsu.report import Format

TABLES = [
    *("claims", "contradictions", "deals", "documents", "figures", "parties", "payments", "problems"),
]
GUIDELINE = ["doc", "quote", "relation", "subject", "object", "layer", "amount", "status", "date", "terms"]


def test_csv_has_a_file_a_table(contents, tmp_path):
    written = report.export(contents, Format.CSV, tmp_path / "out")

    assert sorted(path.stem for path in written) == TABLES
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{name}.csv" for name in TABLES]


def test_csv_keeps_every_claim_and_no_text_of_a_document(contents, tmp_path, ring):
    report.export(contents, Format.CSV, tmp_path)
    claims = pd.read_csv(tmp_path / "claims.csv")

    assert set(claims["id"]) == {claim.id for claim in ring}
    assert set(claims["quote"]) == {claim.quote for claim in ring}
    assert "text" not in pd.read_csv(tmp_path / "documents.csv").columns


def test_payments_keep_unknown_sums_empty(contents, tmp_path):
    report.export(contents, Format.CSV, tmp_path)
    payments = pd.read_csv(tmp_path / "payments.csv").set_index("deal")["per_year"]

    assert payments["alpha-beta-supplies-cloud"] == 3e9
    assert pd.isna(payments["gamma-alpha-supplies-chips"])


def test_csv_keeps_figures_with_their_sources(contents, tmp_path):
    report.export(contents, Format.CSV, tmp_path)
    (figure,) = pd.read_csv(tmp_path / "figures.csv").to_dict("records")

    assert (figure["party"], figure["item"], figure["low"]) == ("Alpha", "revenue", 20e9)
    assert (figure["publisher"], figure["start"], figure["end"]) == ("Alpha", "2025-01-01", "2025-12-31")


def test_csv_keeps_every_reading_of_a_contradiction(contents, ring, tmp_path):
    first, second = Reading("a", "USD 3 billion", ring[:1]), Reading("b", "USD 2 billion", ring[1:2])
    sides = Contradiction("c1", "alpha-beta-invests", "amount", (first, second), "newer_filing")
    report.export(replace(contents, contradictions=(sides,)), Format.CSV, tmp_path)
    rows = pd.read_csv(tmp_path / "contradictions.csv")

    assert list(rows["rank"]) == [1, 2]
    assert list(rows["reading"]) == ["USD 3 billion", "USD 2 billion"]
    assert list(rows["claims"]) == [ring[0].id, ring[1].id]


def test_no_cell_is_a_formula(report_on, tmp_path):
    text = '=HYPERLINK("http://example.org") buys +Beta.'
    document = Document(text, name="@a.txt", title="-1+1", published="2025")
    claim = Claim(Evidence.find(document, text), "acquires", "=Alpha", "+Beta")
    report.export(report_on([claim]), Format.CSV, tmp_path)
    cells = [cell for path in tmp_path.iterdir() for cell in texts(pd.read_csv(path, dtype=str))]

    assert "'=Alpha" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@"]


def test_the_same_contents_give_the_same_bytes(contents, tmp_path):
    for form in Format:
        first = report.export(contents, form, tmp_path / f"{form}-1")
        second = report.export(contents, form, tmp_path / f"{form}-2")
        assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_json_lines_have_the_guidelines_fields_one_file_a_document(tmp_path):
    document = Document("Alpha buys Beta. Gamma rivals Beta.", name="b.txt", published="2025")
    silent = Document("Nothing happened.", name="a.txt")
    claims = [
        Claim(Evidence.find(document, "Gamma rivals Beta."), "competes", "Gamma", "Beta"),
        Claim(Evidence.find(document, "Alpha buys Beta."), "acquires", "Alpha", "Beta"),
    ]
    written = report.write_claims([document, silent], claims, tmp_path)
    records = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]

    assert [path.name for path in written] == ["a.jsonl", "b.jsonl"]
    assert [list(record) for record in records] == [GUIDELINE, GUIDELINE]
    assert [record["relation"] for record in records] == ["acquires", "competes"]
    assert (tmp_path / "a.jsonl").read_text() == ""


def test_documents_of_one_name_have_a_file_each(contents, tmp_path):
    assert {document.name for document in contents.documents} == {"note.txt"}
    assert len({*report.export(contents, Format.JSONL, tmp_path)}) == len(contents.documents)


def test_graphml_reads_back_as_the_network(contents, tmp_path):
    (path,) = report.export(contents, Format.GRAPHML, tmp_path / "network.graphml")
    graph = nx.read_graphml(path, force_multigraph=True)
    edges = {key: (payer, payee, data) for payer, payee, key, data in graph.edges(keys=True, data=True)}
    payer, payee, data = edges["alpha-beta-supplies-cloud"]

    assert {data["label"] for _, data in graph.nodes(data=True)} == {"Alpha", "Beta", "Gamma"}
    assert (payer, payee) == ("x-beta", "x-alpha")
    assert (data["per_year"], data["flow"], data["status"]) == (3e9, "purchase", "in_effect")
    assert "per_year" not in edges["gamma-alpha-supplies-chips"][2]


def test_graphml_takes_names_that_xml_does_not(report_on, say, tmp_path):
    claim = say("2025-01-01", "partners", "Al\x00pha", "<Beta> & co")
    (path,) = report.export(report_on([claim]), Format.GRAPHML, tmp_path / "network.graphml")

    assert {data["label"] for _, data in nx.read_graphml(path).nodes(data=True)} == {"Alpha", "<Beta> & co"}


def test_graphml_takes_ids_that_xml_does_not(report_on, say, tmp_path):
    claim = say("2025-01-01", "partners", "\ufffe\uffff", "Beta")
    (path,) = report.export(report_on([claim]), Format.GRAPHML, tmp_path / "network.graphml")

    assert len(nx.read_graphml(path)) == 2


def test_parquet_reads_back_as_the_same_tables(contents, tmp_path):
    report.export(contents, Format.PARQUET, tmp_path)

    assert sorted(path.stem for path in tmp_path.iterdir()) == TABLES
    assert set(pd.read_parquet(tmp_path / "deals.parquet")["id"]) == {
        deal.id for deal in contents.network.deals
    }


def test_parquet_without_pyarrow_says_what_to_install(contents, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingExtraError, match=r"keiretsu\[parquet\]"):
        report.export(contents, Format.PARQUET, tmp_path)


def texts(table: pd.DataFrame) -> Iterable[str]:
    return (cell for cell in table.to_numpy().ravel() if isinstance(cell, str))
