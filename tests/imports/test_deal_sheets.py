"""A spreadsheet of deals: every row that can be read comes in, every other is told."""

from __future__ import annotations

import pytest

from keiretsu.errors import MisuseError
from keiretsu.imports import deal_columns, read_deals, read_table
from keiretsu.quantities import Money

HEADER = "Investor,Portfolio company,Amount,Currency,Date,Status,Terms,Source,Publisher,Published,Link,Quote"


def codes(part) -> list[str]:
    return [problem.code for problem in part.problems]


def test_a_row_becomes_a_claim_with_its_source(deals):
    part = deals(
        HEADER,
        "Alpha,Beta,$4bn,USD,2025-03-04,closed,equity; minority,Alpha funds Beta,Gamma Daily,2025-03-05,"
        "https://example.org/1,Alpha put $4bn into Beta.",
    )
    (claim,) = part.claims

    assert (claim.relation, claim.subject, claim.object) == ("invests", "Alpha", "Beta")
    assert (claim.amount, claim.status, claim.date) == (
        Money.exactly("4e9", "USD"),
        "in_effect",
        "2025-03-04",
    )
    assert (claim.terms, claim.extractor, claim.quote) == (
        ("equity", "minority"),
        "import/1",
        "Alpha put $4bn into Beta.",
    )
    assert (claim.document.title, claim.document.publisher) == ("Alpha funds Beta", "Gamma Daily")
    assert (claim.document.published, claim.document.url) == ("2025-03-05", "https://example.org/1")
    assert part.problems == ()


def test_without_a_quote_the_row_itself_is_the_evidence(deals):
    part = deals("Buyer,Target,Price ($m),Source,Remark", "Alpha,Beta,250,Filing 8,friendly")

    assert (
        part.claims[0].quote
        == "Buyer: Alpha\nTarget: Beta\nPrice ($m): 250\nSource: Filing 8\nRemark: friendly"
    )
    assert part.claims[0].document.name == "deals.csv:2"


@pytest.mark.parametrize(
    ("header", "relation"),
    [
        ("Investor,Investee", "invests"),
        ("Lender,Borrower", "invests"),
        ("Buyer,Target", "acquires"),
        ("Acquirer,Target company", "acquires"),
        ("Supplier,Customer", "supplies"),
        ("Vendor,Buyer", "supplies"),
    ],
)
def test_the_names_of_the_roles_tell_the_relation(deals, header, relation):
    assert deals(f"{header},Source", "Alpha,Beta,Filing 8").claims[0].relation == relation


def test_a_column_of_relations_goes_before_the_names_of_the_roles(deals):
    part = deals(
        "Investor,Company,Type,Source",
        "Alpha,Beta,Acquisition,Filing 8",
        "Alpha,Gamma,loan,Filing 8",
    )

    assert [(claim.relation, claim.terms) for claim in part.claims] == [
        ("acquires", ()),
        ("invests", ("debt",)),
    ]


def test_the_user_s_mapping_goes_before_every_guess(deals):
    part = deals(
        "Who,Whom,How much,Amount,Source",
        "Alpha,Beta,$2bn,nonsense,Filing 8",
        mapped={"subject": "Who", "object": "Whom", "amount": "How much"},
        relation="supplies",
    )

    assert part.problems == ()
    assert (part.claims[0].relation, str(part.claims[0].amount)) == ("supplies", "USD 2 billion (total)")


def test_two_columns_may_give_the_two_ends_of_a_sum(deals):
    part = deals(
        "Investor,Investee,Low,High,Currency,Source", "Alpha,Beta,1bn,2bn,EUR,x", "Alpha,Gamma,1bn,,EUR,x"
    )

    assert [str(claim.amount) for claim in part.claims] == [
        "EUR 1 billion to 2 billion (total)",
        "at least EUR 1 billion (total)",
    ]


def test_a_row_that_can_t_be_read_is_left_out_and_the_others_come_in(deals):
    part = deals(
        "Investor,Investee,Amount,Date,Status,Layer,Source",
        "Alpha,Beta,$4bn,2025,closed,cloud,x",
        ",Beta,$4bn,2025,closed,cloud,x",
        "Alpha,,$4bn,2025,closed,cloud,x",
        "Alpha,Alpha,$4bn,2025,closed,cloud,x",
        "Alpha,Beta,a lot,2025,closed,cloud,x",
        "Alpha,Beta,$4bn,03/04/2025,closed,cloud,x",
        "Alpha,Beta,$4bn,2025,maybe,cloud,x",
        "Alpha,Beta,$4bn,2025,closed,cloud,x,too much",
        "Alpha,Gamma,$5bn,2025,closed,Data centres,x",
    )

    assert [claim.object for claim in part.claims] == ["Beta", "Gamma"]
    assert part.claims[1].layer == "cloud"
    assert codes(part) == ["import.invalid-row"] * 7
    assert [problem.where.rpartition(":")[2] for problem in part.problems] == list("3456789")


def test_a_row_without_a_source_comes_in_with_a_warning(deals):
    part = deals("Investor,Investee,Source", "Alpha,Beta,Filing 8", "Alpha,Gamma,")

    assert len(part.claims) == 2
    assert [(problem.code, problem.where[-2:]) for problem in part.problems] == [("import.no-source", ":3")]


def test_a_table_without_sources_is_told_once(deals):
    part = deals("Investor,Investee", "Alpha,Beta", "Alpha,Gamma")

    assert len(part.claims) == 2
    assert codes(part) == ["import.no-source"]


def test_a_repeated_row_comes_in_once(deals):
    part = deals("Investor,Investee,Source", "Alpha,Beta,x", "Alpha,Beta,x", "Alpha,Beta,y")

    assert len(part.claims) == 2
    assert codes(part) == ["import.repeated-row"]


def test_one_quote_from_two_sources_stays_two_documents(deals):
    part = deals(
        "Investor,Investee,Source,Quote", "Alpha,Beta,Gamma Daily,It paid.", "Alpha,Beta,Delta News,It paid."
    )

    assert [claim.quote for claim in part.claims] == ["It paid.", "It paid."]
    assert [document.title for document in part.documents] == ["Gamma Daily", "Delta News"]


def test_two_deals_of_one_quote_share_the_document(deals):
    quote = "Alpha put money into Beta and Gamma."
    part = deals("Investor,Investee,Source,Quote", f"Alpha,Beta,x,{quote}", f"Alpha,Gamma,x,{quote}")

    assert len(part.claims) == 2
    assert [document.text for document in part.documents] == [quote]


def test_symmetric_and_single_ended_relations(deals):
    part = deals(
        "Party,Counterparty,Relation,Amount,Source",
        "Beta,Alpha,partnership,,x",
        "Beta,,valuation,$9bn,x",
        "Beta,models,builds,,x",
    )

    assert [(claim.subject, claim.object) for claim in part.claims] == [
        ("Alpha", "Beta"),
        ("Beta", None),
        ("Beta", "models"),
    ]
    assert part.claims[1].amount.basis == "valuation"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_spreadsheet_programs(sheet, encoding, delimiter):
    lines = [delimiter.join(cells) for cells in (("Investor", "Investee", "Source"), ("Größe", "Beta", "x"))]
    table = read_table(sheet(*lines, encoding=encoding))
    (part,) = read_deals(table, deal_columns(table.header))

    assert (table.delimiter, part.claims[0].subject) == (delimiter, "Größe")


def test_a_cell_may_hold_lines_and_delimiters(deals):
    part = deals(
        "Investor,Investee,Source,Quote",
        'Alpha,Beta,x,"Alpha paid,\nit says."',
        "Alpha,Gamma,,",
    )

    assert part.claims[0].quote == "Alpha paid,\nit says."
    assert part.problems[0].where.endswith(":4")


def test_a_broken_quotation_mark_costs_its_own_rows_alone(deals):
    part = deals("Investor,Investee,Source", "Alpha,Beta,x", '"Alpha"s,Gamma,x', "Alpha,Delta,x")

    assert [claim.object for claim in part.claims] == ["Beta", "Delta"]
    assert codes(part) == ["import.invalid-row"]


def test_blank_rows_are_passed_over(deals):
    part = deals("Investor,Investee,Source", "", "Alpha,Beta,x", ",,", "")

    assert (len(part.claims), part.problems) == (1, ())


def test_a_long_table_comes_in_batches_that_share_no_document(sheet):
    rows = [f"Alpha,Beta {number % 7},x,They paid." for number in range(20)]
    table = read_table(sheet("Investor,Investee,Source,Quote", *rows))
    whole = list(read_deals(table, deal_columns(table.header), batch=6))
    documents = [document.id for part in whole for document in part.documents]

    assert len(whole) == 4
    assert len(documents) == len(set(documents))
    assert {claim.object for part in whole for claim in part.claims} == {
        f"Beta {number}" for number in range(7)
    }
    assert [(part.source, part.part) for part in whole] == [(str(table.path), n) for n in (1, 2, 3, 4)]


def test_progress_is_told_row_by_row(sheet):
    table = read_table(sheet("Investor,Investee", "Alpha,Beta", "Alpha,Gamma", ""))
    told = []
    list(read_deals(table, deal_columns(table.header), on_row=lambda: told.append(1)))

    assert len(told) == table.length == 2


def test_an_empty_table_is_no_fault(deals):
    part = deals("Investor,Investee,Source")

    assert (part.claims, part.problems) == ((), ())


@pytest.mark.parametrize(
    ("lines", "mapped", "relation", "code"),
    [
        (["Investor,Investee"], {"who": "Investor"}, None, "import.unknown-field"),
        (["Investor,Investee"], {"subject": "investor"}, None, "import.unknown-column"),
        (["Investor,Investee"], {}, "befriends", "import.unknown-relation"),
        (["Party,Counterparty"], {}, None, "import.missing-column"),
        (["Colour,Investee"], {}, "invests", "import.missing-column"),
        (["Investor,Investor"], {}, None, "import.unreadable-file"),
        ([""], {}, None, "import.unreadable-file"),
    ],
)
def test_a_mapping_that_can_t_be_is_misuse(deals, lines, mapped, relation, code):
    with pytest.raises(MisuseError) as caught:
        deals(*lines, mapped=mapped, relation=relation)
    assert caught.value.problem.code == code


def test_files_that_are_no_tables_are_told(tmp_path, sheet):
    picture = tmp_path / "deals.xlsx"
    picture.write_bytes(b"PK\x03\x04rest")
    for path in (picture, tmp_path / "missing.csv"):
        with pytest.raises(MisuseError) as caught:
            read_table(path)
        assert caught.value.problem.code == "import.unreadable-file"
