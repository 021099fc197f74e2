"""Claims searched in the database: each filter, each order, and only what was known by then."""

from dataclasses import replace
from datetime import date

import pytest
from alembic import command

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.quantities import Money
from keiretsu.store import Store, searching
from keiretsu.store.migrate import alembic_config
from keiretsu.store.searching import ClaimSearch, Order, claims_changed_at, extractors, search

PRESS = Document(
    "Alpha put 2 billion dollars into Beta. Beta rents servers from Alpha. Gamma buys Delta 100% for cash.",
    name="press.txt",
    published="2025-03",
)
FILING = Document("Été Énergie supplies power to ALPHA. Gamma_1 competes with Beta.", name="filing.txt")


def said(document, quote, relation, subject, object_, **more):
    return Claim(Evidence.find(document, quote), relation, subject, object_, extractor="rules/1", **more)


STAKE = said(PRESS, "Alpha put 2 billion dollars into Beta.", "invests", "Alpha", "Beta",
             amount=Money.exactly("2e9", "USD"), confidence=90, date="2025-01-15")  # fmt: skip
RENT = said(
    PRESS, "Beta rents servers from Alpha.", "supplies", "Alpha", "Beta", layer="cloud", confidence=40
)
TAKEOVER = said(PRESS, "Gamma buys Delta 100% for cash.", "acquires", "Gamma", "Delta",
                status="in_talks", confidence=20)  # fmt: skip
POWER = said(FILING, "Été Énergie supplies power to ALPHA.", "supplies", "Été Énergie", "ALPHA",
             layer="energy", confidence=60)  # fmt: skip
RIVALS = said(FILING, "Gamma_1 competes with Beta.", "competes", "Gamma_1", "Beta", confidence=60)
ALL = (STAKE, RENT, TAKEOVER, POWER, RIVALS)


@pytest.fixture
def filled(store, day):
    with store.writer(day(1)) as writer:
        writer.documents([PRESS, FILING])
        writer.claims([PRESS.id, FILING.id], ALL, "rules/1")
    return store


def find(store, sought, offset=0, limit=50, **more):
    with store.snapshot() as connection:
        return search(connection, store.view().known_by, sought, offset, limit, **more)


def ids(*claims):
    return tuple(claim.id for claim in claims)


FILTERS = [
    (ClaimSearch(), ALL),
    (ClaimSearch(words=("BILLION",)), [STAKE]),
    (ClaimSearch(words=("été",)), [POWER]),
    (ClaimSearch(words=("énergie", "power")), [POWER]),
    (ClaimSearch(names=("ÉTÉ ÉNERGIE",)), [POWER]),
    (ClaimSearch(names=("été énergie",)), [POWER]),
    (ClaimSearch(words=("power", "servers")), []),
    (ClaimSearch(words=("100%",)), [TAKEOVER]),
    (ClaimSearch(words=("%",)), [TAKEOVER]),
    (ClaimSearch(words=("gamma_",)), [RIVALS]),
    (ClaimSearch(words=("\\",)), []),
    (ClaimSearch(words=("'; DROP TABLE claims; --",)), []),
    (ClaimSearch(names=("alpha",)), [STAKE, RENT, POWER]),
    (ClaimSearch(names=("Été Énergie",)), [POWER]),
    (ClaimSearch(relation="supplies"), [RENT, POWER]),
    (ClaimSearch(relation="supplies", layer="cloud"), [RENT]),
    (ClaimSearch(status="in_talks"), [TAKEOVER]),
    (ClaimSearch(has_amount=True), [STAKE]),
    (ClaimSearch(has_amount=False, names=("Beta",)), [RENT, RIVALS]),
    (ClaimSearch(document=FILING.id), [POWER, RIVALS]),
    (ClaimSearch(extractor="rules/2"), []),
    (ClaimSearch(confidence_from=40, confidence_to=60), [RENT, POWER, RIVALS]),
    (ClaimSearch(dated_from=date(2025, 1, 15), dated_to=date(2025, 1, 15)), [STAKE]),
    (ClaimSearch(begun_by=date(2025, 2, 1)), [STAKE, POWER, RIVALS]),
    (ClaimSearch(among=frozenset(ids(STAKE, RENT))), [STAKE, RENT]),
    (ClaimSearch(among=frozenset()), []),
    (ClaimSearch(without=frozenset(ids(STAKE, RENT))), [TAKEOVER, POWER, RIVALS]),
]


def test_each_filter_finds_what_it_says(filled):
    for sought, wanted in FILTERS:
        found = find(filled, sought)
        assert set(found.ids) == set(ids(*wanted)), sought
        assert (found.total, found.is_more) == (len(wanted), False)


def test_pages_follow_the_order_and_hold_each_claim_once(filled):
    confidence = {claim.id: claim.confidence for claim in ALL}
    for order, wanted in ((Order.CONFIDENCE, (20, 40, 60, 60, 90)), (Order.SURE, (90, 60, 60, 40, 20))):
        pages = [find(filled, ClaimSearch(order=order), offset, 2).ids for offset in (0, 2, 4, 6)]
        assert [len(page) for page in pages] == [2, 2, 1, 0]
        assert tuple(confidence[key] for page in pages for key in page) == wanted


def test_what_is_undated_comes_last_by_date(filled):
    newest, oldest = (find(filled, ClaimSearch(order=order)).ids for order in (Order.NEWEST, Order.OLDEST))
    assert newest[2] == oldest[0] == STAKE.id
    assert set(newest[3:]) == set(oldest[3:]) == set(ids(POWER, RIVALS))


def test_a_claim_of_several_extractors_is_found_once_by_its_surest_reading(filled, day):
    surer = replace(TAKEOVER, confidence=95, extractor="llm/1")
    with filled.writer(day(2)) as writer:
        writer.claims([PRESS.id], [surer], "llm/1")
    found = find(filled, ClaimSearch(order=Order.SURE))
    assert (found.ids[0], found.total) == (TAKEOVER.id, 5)
    assert find(filled, ClaimSearch(extractor="rules/1")).total == 5
    assert find(filled, ClaimSearch(extractor="llm/1")).ids == (TAKEOVER.id,)


def test_only_what_was_known_by_then_is_found(filled, day):
    before = filled.view().known_by
    with filled.writer(day(2)) as writer:
        writer.claims([PRESS.id], [replace(STAKE, extractor="rules/2")], "rules/2")
    with filled.snapshot() as connection:
        assert search(connection, before, ClaimSearch(document=PRESS.id), 0, 50).total == 3
        assert claims_changed_at(connection, before) == day(1)
        assert claims_changed_at(connection, day(5)) == day(2)
        assert extractors(connection) == ["rules/1", "rules/2"]
    assert find(filled, ClaimSearch(document=PRESS.id)).ids == (STAKE.id,)
    revived = ClaimSearch(document=PRESS.id, revived=frozenset([RENT.id]))
    assert set(find(filled, revived).ids) == {STAKE.id, RENT.id}


def test_of_many_claims_it_is_said_that_there_are_more_and_all_can_be_paged_to(filled, monkeypatch):
    monkeypatch.setattr(searching, "COUNTED", 2)
    assert (find(filled, ClaimSearch(), 0, 2).total, find(filled, ClaimSearch(), 0, 2).is_more) == (3, True)
    last = find(filled, ClaimSearch(), 4, 2)
    assert (len(last.ids), last.total) == (1, 5)
    walked = find(filled, ClaimSearch(words=("a",)), 2, 2)  # too many have the letter for a list of them
    assert (len(walked.ids), walked.total, walked.is_more) == (2, 5, True)
    assert not find(filled, ClaimSearch(words=("a",)), 4, 2).is_more


def test_a_workspace_of_the_schema_before_is_searched_after_its_upgrade(filled, address):
    with filled.transaction() as connection:
        command.downgrade(alembic_config(connection), "0002")
    assert set(find(Store.open(address), ClaimSearch()).ids) == set(ids(*ALL))


@pytest.mark.parametrize("word", ["Élan", "ÉLAN", "élan", "lan", "ÖSTERREICH", "österreich", "Press"])
def test_a_document_is_found_by_a_word_of_its_origin_whatever_its_case(store, word):
    with store.writer() as writer:
        writer.documents([replace(PRESS, title="L'Élan", publisher="Der Österreicher"), FILING])
    found, total = store.view().document_rows([word])
    assert ([row.name for row in found], total) == (["press.txt"], 1)


def test_signs_of_a_pattern_are_no_pattern_in_a_search_for_documents(store):
    with store.writer() as writer:
        writer.documents([PRESS, FILING])
    assert store.view().document_rows(["%"]) == ([], 0)
    assert store.view().document_rows(["press_txt"]) == ([], 0)
