"""Rows go in by one road, in batches, whatever their number and whatever they hold."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import StoreError
from keiretsu.store import Added, bulk, schema
from keiretsu.store.bulk import insert_rows

NOW = datetime(2026, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 10)


def deal_row(**columns):
    """A row with a value of each kind: text, day, moment, JSON, fraction, nothing."""
    return {
        "deal_id": "alpha-invests-beta", "relation": "invests", "subject_id": "x-alpha", "object_name": None,
        "status": "agreed", "amount_rule": "only_stated", "terms": ["exclusive", "\0", "\U0001f3ed"],
        "valid_from": date(2025, 3, 4), "derivation": {"rule": "only_stated", "parts": [None, 1.5, True]},
        "term_years": 2.5, "digest": "0" * 64, "recorded_at": NOW, **columns,
    }  # fmt: skip


def test_a_value_of_each_kind_comes_back_as_it_was(store):
    rows = [deal_row(), deal_row(deal_id="\0 beta \x01", derivation=None, term_years=None, valid_from=None)]
    with store.transaction() as connection:
        insert_rows(connection, schema.recordings, [{"recorded_at": NOW}])
        insert_rows(connection, schema.parties, [{"id": "x-alpha"}])
        assert insert_rows(connection, schema.deal_lives, rows) == 2
    with store.snapshot() as connection:
        found = (
            connection.execute(select(schema.deal_lives).order_by(schema.deal_lives.c.life)).mappings().all()
        )
    assert [{name: row[name] for name in given} for row, given in zip(found, rows, strict=True)] == rows
    assert [row["life"] for row in found] == [1, 2]


def test_rows_are_asked_for_a_batch_at_a_time_and_progress_is_told(store, small_batches):
    asked, told = [], []

    def settings():
        for number in range(25):
            asked.append(number)
            yield {"id": f"x-{number}"}

    with store.transaction() as connection:
        done = insert_rows(
            connection, schema.parties, settings(), lambda count: told.append((count, len(asked)))
        )
        held = connection.execute(select(func.count()).select_from(schema.parties)).scalar_one()
    assert (done, held) == (25, 25)
    assert told == [(10, 10), (20, 20), (25, 25)]


def test_no_rows_are_no_work(store):
    with store.transaction() as connection:
        assert insert_rows(connection, schema.parties, iter(()), pytest.fail) == 0


def test_what_the_database_refuses_takes_all_batches_back(store, small_batches):
    def write():
        with store.transaction() as connection:
            rows = ({"id": f"x-{number % 15}"} for number in range(20))
            insert_rows(connection, schema.parties, rows)

    with pytest.raises(StoreError, match=r"workspace\.incomplete"):
        write()
    with store.snapshot() as connection:
        assert connection.execute(select(func.count()).select_from(schema.parties)).scalar_one() == 0


def test_claims_are_taken_in_by_batches_of_whole_documents(store, monkeypatch):
    from keiretsu.store import writer as writing

    monkeypatch.setattr(writing, "BATCH", 5)
    documents = [
        Document(f"Alpha buys Beta and Gamma {number}.", name=f"{number}.txt") for number in range(7)
    ]
    claims = [
        Claim(Evidence.find(text, "Alpha buys Beta"), "acquires", "Alpha", other)
        for text in documents
        for other in ("Beta", "Gamma")
    ]
    ids, told = [text.id for text in documents], []
    with store.writer() as writer:
        writer.documents(documents)
        assert writer.claims(ids, claims[::-1], "hand", told.append) == Added(new=14)
        assert writer.claims(ids, claims[1:], "hand") == Added(known=13, retired=1)
    assert told == [6, 12, 14]
    assert set(store.view().claims()) == set(claims[1:])


def test_a_server_knows_at_once_how_much_it_was_given(server_store, small_batches):
    """Else it plans searches as if the table were empty, until it counts by itself a minute later."""
    counted = "SELECT reltuples FROM pg_class WHERE oid = 'parties'::regclass"
    with server_store.transaction() as connection:
        insert_rows(connection, schema.parties, [{"id": f"x-{number}"} for number in range(25)])
    with server_store.snapshot() as connection:
        assert connection.exec_driver_sql(counted).scalar_one() == 25
