"""What was known by a day can be had on any later day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from keiretsu.documents import Document
from keiretsu.errors import MisuseError
from keiretsu.ledger import reconcile
from keiretsu.parties import Party, Registry
from keiretsu.store import Added, Store
from keiretsu.store.schema import claim_lives


def write_claims(store, time, document, claims, extractor="rules/1"):
    with store.writer(recorded_at=time) as writer:
        writer.documents([document])
        return writer.claims([document.id], claims, extractor)


def test_a_claim_that_is_no_longer_made_is_retired_and_can_come_back(store, memo, stake, rent, day):
    assert write_claims(store, day(1), memo, [stake, rent]) == Added(new=2)
    assert write_claims(store, day(2), memo, [rent]) == Added(known=1, retired=1)
    assert write_claims(store, day(3), memo, [stake, rent]) == Added(new=1, known=1)
    known = [store.view(known_by=day(number)).claims() for number in (1, 2, 3)]
    assert known == [(stake, rent), (rent,), (stake, rent)]
    assert store.view(known_by=day(1) - timedelta(seconds=1)).claims() == ()


def test_a_newer_version_takes_over_and_another_extractor_is_left_alone(store, memo, stake, rent, day):
    by_hand = replace(rent, extractor="hand")
    newer = replace(stake, extractor="rules/2", confidence=80)
    write_claims(store, day(1), memo, [stake, rent])
    write_claims(store, day(2), memo, [by_hand], "hand")
    assert write_claims(store, day(3), memo, [newer], "rules/2") == Added(changed=1, retired=1)
    assert store.view().claims() == (newer, by_hand)


def test_other_documents_keep_their_claims(store, memo, stake, day):
    other = Document("Gamma sues Delta.", name="other.txt")
    write_claims(store, day(1), memo, [stake])
    write_claims(store, day(2), other, [])
    assert store.view().claims() == (stake,)


def test_a_view_stays_as_it_is_while_more_is_written(store, memo, stake, day):
    write_claims(store, day(1), memo, [stake])
    now, later = store.view(), store.view(known_by=day(30))
    write_claims(store, day(2), memo, [])
    assert now.claims() == later.claims() == (stake,)


def test_parties_settings_and_deals_have_a_past(store, memo, stake, day):
    write_claims(store, day(1), memo, [stake])
    registry = Registry([Party("Alpha", country="US")])
    for number, country in ((2, "US"), (3, "DE")):
        with store.writer(recorded_at=day(number)) as writer:
            writer.parties([Party("Alpha", country=country)])
            writer.setting("reporting_currency", country)
            writer.deals(reconcile([stake], registry) if country == "US" else [])
    before, after = store.view(known_by=day(2)), store.view()
    assert before.deals()[0].subject.country == "US"
    assert (before.settings()["reporting_currency"], after.settings()["reporting_currency"]) == ("US", "DE")
    assert {party.country for party in after.parties()} == {"DE", None}
    assert after.deals() == ()


def test_all_three_clocks_stand_on_a_claim(store, memo, stake, day):
    write_claims(store, day(1), memo, [replace(stake, date="2024"), replace(stake, status="agreed")])
    write_claims(store, day(2), memo, [replace(stake, date="2024")])
    with store._engine.connect() as connection:
        rows = connection.execute(select(claim_lives).order_by(claim_lives.c.valid_from)).all()
    clocks = [(row.valid_from, row.valid_to, row.published, row.recorded_at, row.retired_at) for row in rows]
    assert clocks == [
        (date(2024, 1, 1), date(2024, 12, 31), "2025-03", day(1), None),
        (date(2025, 3, 1), None, "2025-03", day(1), day(2)),
    ]


def test_one_text_is_one_document_and_the_first_source_names_it(store, memo):
    copy = replace(memo, name="copy.txt", source="elsewhere/copy.txt", published="1999", title="A memo")
    with store.writer() as writer:
        assert writer.documents([memo, copy]) == Added(new=1)
        assert writer.documents([copy, memo]) == Added(known=1)
        assert writer.documents([memo]) == Added(known=1)
    assert store.view().documents() == (replace(memo, title="A memo"),)


def test_a_corrected_date_of_publication_moves_the_clocks_of_the_claims(store, memo, stake, rent, day):
    dated = replace(rent, date="2020")
    write_claims(store, day(1), memo, [stake, dated])
    corrected = replace(memo, published="2025-04")
    with store.writer(recorded_at=day(2)) as writer:
        assert writer.documents([corrected]) == Added(changed=1)
    found = {claim.relation: claim for claim in store.view().claims()}
    assert found["invests"].valid.start == date(2025, 4, 1)
    assert found["supplies"].valid.start == date(2020, 1, 1)
    assert found["invests"].document == corrected
    assert store.view(known_by=day(1)).claims() == (stake, dated)
    with store._engine.connect() as connection:
        lives = connection.execute(select(claim_lives).where(claim_lives.c.retired_at.is_(None))).all()
    assert {life.published for life in lives} == {"2025-04"}
    again = [replace(claim, evidence=replace(claim.evidence, document=corrected)) for claim in (stake, dated)]
    assert write_claims(store, day(3), corrected, again) == Added(known=2)


def test_a_clock_that_goes_backwards_stands_still(store, memo, day):
    with store.writer(recorded_at=day(2)) as writer:
        writer.setting("first", "1")
    with store.writer(recorded_at=day(1)) as writer:
        writer.setting("second", "2")
    assert store.view().known_by == day(2) + timedelta(microseconds=1)
    assert store.view(known_by=day(2)).settings() == {"first": "1"}


def test_the_time_is_now_unless_it_is_given(store):
    before = datetime.now(UTC)
    with store.writer() as writer:
        writer.setting("a", "1")
    assert before <= store.view().known_by <= datetime.now(UTC)


def test_times_of_any_zone_are_one_clock(store):
    noon_in_tokyo = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=9)))
    with store.writer(recorded_at=noon_in_tokyo) as writer:
        writer.setting("a", "1")
    assert store.view(known_by=datetime(2026, 1, 1, 3, tzinfo=UTC)).settings() == {"a": "1"}
    assert store.view(known_by=datetime(2026, 1, 1, 2, 59, tzinfo=UTC)).settings() == {}


def test_a_time_without_zone_is_misuse(store):
    with pytest.raises(MisuseError, match=r"time\.without-zone: 2026-01-01T00:00:00"):
        store.view(known_by=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(MisuseError, match=r"time\.without-zone"), store.writer(datetime(2026, 1, 1)):  # noqa: DTZ001
        pytest.fail("the block must not be entered")


def test_an_error_in_the_block_takes_everything_back(store, memo):
    def interrupted():
        with store.writer() as writer:
            writer.documents([memo])
            raise RuntimeError("the extractor fell over")

    with pytest.raises(RuntimeError, match="fell over"):
        interrupted()
    assert store.view().documents() == ()


def test_a_workspace_is_one_file_that_another_process_opens(sqlite_store, memo):
    with sqlite_store.writer() as writer:
        writer.documents([memo])
    assert [path.name for path in sqlite_store.path.parent.iterdir()] == [sqlite_store.path.name]
    assert Store.open(sqlite_store.path).view().documents() == (memo,)


def test_a_link_to_a_workspace_is_the_workspace(sqlite_store, memo, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.sqlite"
    link.symlink_to(sqlite_store.path)
    with Store.open(link).writer() as writer:
        writer.documents([memo])
    assert sqlite_store.view().documents() == Store.open(link).view().documents() == (memo,)


def test_writers_in_several_threads_wait_for_one_another(store):
    def write(number):
        with store.writer() as writer:
            return writer.documents([Document(f"Alpha buys Beta {number}.", name=f"{number}.txt")])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, range(12))) == [Added(new=1)] * 12
    assert store.view().counts().documents == 12
