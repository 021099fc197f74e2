"""Importing into a workspace: what a second import of a file leaves of the first."""

from pathlib import Path

import pytest

import keiretsu as kr
from keiretsu.imports import deal_columns, read_deals, read_table


@pytest.fixture
def ws(tmp_path: Path):
    return kr.create(tmp_path / "industry.sqlite", pack="none")


@pytest.fixture
def take_in(ws, tmp_path: Path):
    """Import a sheet of deals, two rows at a time."""

    def take_in(*rows: str, name: str = "deals.csv") -> None:
        path = tmp_path / name
        path.write_text("\n".join(("Investor,Investee,Amount,Source", *rows)), encoding="utf-8")
        table = read_table(path)
        for part in read_deals(table, deal_columns(table.header), batch=2):
            ws.take_in(part)

    return take_in


def lines(ws) -> list[int]:
    return [int(problem.where.rpartition(":")[2]) for problem in ws.problems()]


def test_a_sheet_in_parts_keeps_the_problems_of_every_part(ws, take_in) -> None:
    take_in(
        "Alpha,Beta,a lot,x", "Alpha,Gamma,$2bn,x", "Alpha,Delta,a bit,x", "Alpha,Eta,$3bn,x", "Alpha,Xi,?,x"
    )
    assert lines(ws) == [2, 4, 6]


def test_a_shortened_sheet_leaves_no_problem_of_rows_that_are_gone(ws, take_in) -> None:
    take_in(
        "Alpha,Beta,a lot,x", "Alpha,Gamma,$2bn,x", "Alpha,Delta,a bit,x", "Alpha,Eta,$3bn,x", "Alpha,Xi,?,x"
    )
    take_in("Alpha,Beta,$1bn,x", "Alpha,Gamma,few,x", name="other.csv")
    assert lines(ws) == [2, 4, 6, 3]

    take_in("Alpha,Beta,$1bn,x", "Alpha,Gamma,$2bn,x", "Alpha,Delta,none,x")
    assert lines(ws) == [3, 4]
