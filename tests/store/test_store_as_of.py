"""Who stands in which relation to whom on a day: from the index of the claims alone."""

from datetime import date
from random import Random

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.store.as_of import COLUMNS, standing_claims

NAMES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]


def say(number, relation, subject, other, day=None, **fields):
    text = Document(f"{number}: {subject} {relation} {other}.", name=f"{number}.txt")
    return Claim(Evidence.find(text, text.text), relation, subject, other, date=day, **fields)


def record(store, claims, time=None, extractor="hand"):
    documents = [claim.document for claim in claims]
    with store.writer(time) as writer:
        writer.documents(documents)
        return writer.claims({document.id for document in documents}, claims, extractor)


def pairs(view, day):
    found = view.pairs(day)
    assert tuple(found.columns) == COLUMNS
    return [tuple(None if cell != cell else cell for cell in row) for row in found.itertuples(index=False)]


def test_the_claim_that_begins_last_by_the_day_tells_the_state(store, day):
    record(
        store,
        [
            say(1, "supplies", "Alpha", "Beta", layer="cloud", status="planned"),
            say(2, "supplies", "Alpha", "Beta", "2025-03-04", layer="cloud"),
            say(3, "supplies", "Alpha", "Beta", "2026-01-01/..", layer="cloud", status="ended"),
            say(4, "invests", "Beta", "Gamma", "2025"),
        ],
        day(1),
    )
    view = store.view()
    supplies = ("Alpha", "supplies", "Beta", "cloud")
    assert pairs(view, date(2024, 12, 31)) == [(*supplies, "planned", None, None, 1)]
    assert pairs(view, date(2025, 12, 31)) == [
        (*supplies, "in_effect", date(2025, 3, 4), date(2025, 3, 4), 2),
        ("Beta", "invests", "Gamma", None, "in_effect", date(2025, 1, 1), date(2025, 12, 31), 1),
    ]
    assert pairs(view, date(2026, 1, 1))[0] == (*supplies, "ended", date(2026, 1, 1), None, 3)


def test_it_is_told_as_known_by_the_moment_of_the_view(store, day):
    first, second = say(1, "acquires", "Alpha", "Beta"), say(2, "acquires", "Alpha", "Gamma")
    record(store, [first], day(1))
    record(store, [second], day(2))
    with store.writer(day(3)) as writer:
        writer.claims([first.document.id], [], "hand")
    others = [
        [row[2] for row in pairs(store.view(known_by=day(number)), date(2026, 1, 1))] for number in (1, 2, 3)
    ]
    assert others == [["Beta"], ["Beta", "Gamma"], ["Gamma"]]


def test_corrected_claims_are_left_out(store):
    record(store, [say(1, "acquires", "Alpha", "Beta", extractor="judged/1")], extractor="judged/1")
    assert pairs(store.view(), date(2026, 1, 1)) == []


def many_claims():
    random = Random(1)
    return [
        say(number, "supplies", *random.sample(NAMES, 2), f"20{random.randint(10, 25)}", layer="cloud")
        for number in range(2000)
    ]


def plan(store, explain, day):
    query = standing_claims(day, store.view().known_by)
    with store.snapshot() as connection:
        if connection.dialect.name == "postgresql":
            # So few rows cost no more to read from the table; of a million, the plan is this one by itself.
            others = ("enable_seqscan", "enable_bitmapscan", "enable_indexscan")
            connection.exec_driver_sql("; ".join(f"SET LOCAL {other} = off" for other in others))
        compiled = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        return "\n".join(str(row) for row in connection.exec_driver_sql(f"{explain} {compiled}").all())


def test_the_query_reads_the_covering_index_alone_in_a_file(sqlite_store):
    record(sqlite_store, many_claims())
    found = plan(sqlite_store, "EXPLAIN QUERY PLAN", date(2025, 1, 1))
    assert "SCAN claim_lives USING COVERING INDEX ix_claim_lives_as_of" in found
    assert "TEMP B-TREE" not in found


def test_the_query_reads_the_covering_index_alone_on_a_server(server_store, postgresql):
    record(server_store, many_claims())
    postgresql.run("VACUUM ANALYZE claim_lives", server_store.place.database)
    found = plan(server_store, "EXPLAIN ANALYZE", date(2025, 1, 1))
    assert "Index Only Scan using ix_claim_lives_as_of on claim_lives" in found
    assert "Heap Fetches: 0" in found
    assert "Sort" not in found
