"""Laws of the workspace: what is written is read back, twice is once, and the past stays."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.quantities import Money
from keiretsu.store import Store
from keiretsu.store.schema import metadata
from keiretsu.vocabulary import bases, layers, reliabilities, statuses, terms

START = datetime(2026, 1, 1, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
texts = words.filter(str.strip)
dates = st.none() | st.sampled_from(["2025", "2025-03", "2025-03-04"])
maybe = st.none() | texts

reliability = st.none() | st.sampled_from(sorted(reliabilities()))

documents = st.builds(
    Document, texts, name=texts, source=texts, title=maybe, publisher=maybe, published=dates, url=maybe,
    reliability=reliability,
)  # fmt: skip
sums = st.decimals(0, 10**15, allow_nan=False, allow_infinity=False, places=2)


@st.composite
def amounts(draw):
    low, high = sorted([draw(sums), draw(sums)])
    low, high = draw(st.sampled_from([(low, high), (low, low), (low, None), (None, high)]))
    return Money(low, high, draw(st.sampled_from(["USD", "JPY"])), draw(st.sampled_from(sorted(bases()))))


@st.composite
def claims_of(draw, document):
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, len(document.text)))
    return Claim(
        Evidence.at(document, start, end),
        draw(st.sampled_from(["invests", "supplies", "competes"])),
        draw(st.sampled_from(["Alpha", "Beta"])),
        draw(st.sampled_from(["Gamma", "Δέλτα & Söhne"])),
        layer=draw(st.none() | st.sampled_from(sorted(layers()))),
        amount=draw(st.none() | amounts()),
        status=draw(st.sampled_from(sorted(statuses()))),
        date=draw(dates | st.just("2019/..")),
        terms=tuple(draw(st.sets(st.sampled_from(sorted(terms())), max_size=3))),
        confidence=draw(st.integers(0, 100)),
        extractor="rules/1",
    )


@st.composite
def batches(draw):
    """Some documents, and some claims of them."""
    read = draw(st.lists(documents, min_size=1, max_size=4, unique_by=lambda document: document.id))
    found = [claim for document in read for claim in draw(st.lists(claims_of(document), max_size=4))]
    return read, list({claim.id: claim for claim in found}.values())


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def empty(request):
    """Give an empty workspace for each example: a file, or a database that is emptied."""

    @contextmanager
    def in_file():
        with TemporaryDirectory() as folder:
            yield Store.create(Path(folder, "deals.sqlite"))

    @contextmanager
    def on_server():
        with store.transaction() as connection:
            connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)}")
        yield store

    if request.param == "sqlite":
        yield in_file
        return
    server = request.getfixturevalue("postgresql")
    address = server.workspace()
    store = Store.open(address)
    yield on_server
    server.drop(address)


def write(store, batch, time=START):
    read, found = batch
    with store.writer(recorded_at=time) as writer:
        return (
            writer.documents(read),
            writer.claims([document.id for document in read], found, "rules/1"),
        )


def contents(view):
    return set(view.documents()), set(view.claims())


@settings(max_examples=40, deadline=None)
@given(batch=batches())
def test_what_is_written_is_read_back_and_writing_it_twice_changes_nothing(empty, batch):
    with empty() as store:
        write(store, batch)
        assert contents(store.view()) == (set(batch[0]), set(batch[1]))
        recorded = store.view().known_by
        again = write(store, batch, START + timedelta(days=1))
        assert [(added.new, added.changed, added.retired) for added in again] == [(0, 0, 0), (0, 0, 0)]
        assert [added.known for added in again] == [len(batch[0]), len(batch[1])]
        assert store.view().known_by == recorded


@settings(max_examples=25, deadline=None)
@given(batch=batches(), data=st.data())
def test_the_past_stays_what_it_was_whatever_is_written_later(empty, batch, data):
    read, found = batch
    with empty() as store:
        known = []
        for _ in range(3):
            kept = data.draw(st.sets(st.sampled_from(found))) if found else set()
            date = data.draw(dates)
            redated = {document.id: replace(document, published=date) for document in read}
            claims = [
                replace(claim, evidence=replace(claim.evidence, document=redated[claim.document.id]))
                for claim in kept
            ]
            write(store, (list(redated.values()), claims))
            known.append((store.view().known_by, contents(store.view())))
            assert {claim.id for claim in store.view().claims()} == {claim.id for claim in kept}
            assert {claim.document for claim in store.view().claims()} <= set(store.view().documents())
        for moment, then in known:
            assert contents(store.view(known_by=moment)) == then


awkward = st.text(st.sampled_from("\0\x01\x020aAäÄzZ-_ é\U0001f3ed"), min_size=1)


@settings(max_examples=20, deadline=None)
@given(names=st.sets(awkward, min_size=1, max_size=8))
def test_any_text_comes_back_letter_by_letter_and_in_the_same_order(empty, names):
    """NUL, the character that stands for it, and letters that languages order in their own ways."""
    read = [Document(f"Alpha buys {name}.\0", name=name) for name in names]
    with empty() as store:
        with store.writer() as writer:
            writer.documents(read)
        assert store.view().documents() == tuple(sorted(read, key=lambda document: document.name))
