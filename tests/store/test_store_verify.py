"""A sound workspace has no fault, and whatever is altered behind keiretsu's back is named."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from keiretsu.errors import Severity, catalogue
from keiretsu.judgements import Merge, Signature, Split
from keiretsu.parties import Party
from keiretsu.store import verify
from keiretsu.store.verify import COUNTED, MOST_ALIKE


def alter(store, *statements):
    """Change rows as no part of keiretsu does: past its keys, references and rules."""
    if store.path is not None:
        connection = sqlite3.connect(store.path)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return
    with store.transaction() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))


def faults(store):
    return {(problem.code, problem.where.partition(" ")[0]) for problem in verify(store).problems}


def test_a_workspace_with_a_past_is_sound(history):
    found = verify(history)
    assert found.problems == ()
    assert found.checked == {table.name: found.checked[table.name] for table in COUNTED}
    assert all(found.checked.values())


def test_a_merge_of_what_was_split_off_is_sound_whichever_of_the_names_it_goes_by(store):
    signed = Signature("Ann", "another firm")
    with store.writer() as writer:
        writer.parties([Party("Alpha", aliases=("Beta Unit",)), Party("Gamma")])
        writer.judge(Split("x-alpha", ("Never a name", "Beta Unit"), signed))
        writer.judge(Merge("x-gamma", "x-beta-unit", signed))
    assert verify(store).problems == ()


def test_an_empty_workspace_is_sound(store):
    assert verify(store).problems == ()
    assert set(verify(store).checked.values()) == {0}


def test_progress_ends_with_all_rows(history):
    told = []
    found = verify(history, lambda done, total: told.append((done, total)))
    total = sum(found.checked.values())
    assert told[-1] == (total, total)


LAST_MOMENT = "'2026-01-04 12:00:00.000000'"
FIRST_MOMENT = "'2026-01-01 12:00:00.000000'"
NOWHERE = "f" * 64

ALTERED = {
    "a text": ("UPDATE documents SET text = text || '!'", {("verify.altered", "documents")}),
    "a quote": ("UPDATE claims SET quote = 'Alpha' WHERE relation = 'invests'", {("verify.quote", "claims")}),
    "a place": ("UPDATE claims SET span_start = span_start + 1", {("verify.quote", "claims")}),
    "a retired claim": (
        "UPDATE claims SET amount_low = '3E+9', amount_high = '3E+9' WHERE relation = 'invests'",
        {("verify.altered", "claims")},
    ),
    "a relation": (
        "UPDATE claims SET relation = 'admires' WHERE relation = 'invests'",
        {("verify.invalid", "claims"), ("verify.altered", "claim_lives")},
    ),
    "a confidence": ("UPDATE claim_lives SET confidence = 99", {("verify.altered", "claim_lives")}),
    "a name in the as-of index": (
        "UPDATE claim_lives SET subject = 'Gamma'",
        {("verify.altered", "claim_lives")},
    ),
    "a figure": (
        "UPDATE figure_lives SET amount_low = '0.09'",
        {("verify.altered", "figure_lives")},
    ),
    "a party": ("UPDATE party_lives SET country = 'DE'", {("verify.altered", "party_lives")}),
    "a deal's sum": ("UPDATE deal_lives SET amount_high = '9E+9'", {("verify.altered", "deal_lives")}),
    "a deal's evidence": ("UPDATE deal_claims SET status = 'ended'", {("verify.altered", "deal_lives")}),
    "an author": ("UPDATE judgement_lives SET author = 'Eve'", {("verify.altered", "judgement_lives")}),
    "a setting": ("UPDATE setting_lives SET value = 'ai'", {("verify.altered", "setting_lives")}),
    "a lost claim": (
        "DELETE FROM claims WHERE relation = 'invests'",
        {
            ("verify.dangling", table)
            for table in (
                "claim_lives",
                "deal_claims",
                "deal_lives",
                "contradiction_lives",
                "judgement_lives",
            )
        },
    ),
    "lost figures": ("DELETE FROM figure_lives", {("verify.dangling", "contradiction_lives")}),
    "a lost contradiction": ("DELETE FROM contradiction_lives", {("verify.dangling", "judgement_lives")}),
    "a lost party": (
        "DELETE FROM parties WHERE id = 'x-beta'",
        {
            ("verify.dangling", "party_lives"),
            ("verify.dangling", "deal_lives"),
            ("verify.dangling", "judgement_lives"),
        },
    ),
    "a document of nowhere": (
        f"UPDATE judgement_lives SET about_document = '{NOWHERE}' WHERE kind = 'claim'",
        {("verify.dangling", "judgement_lives"), ("verify.altered", "judgement_lives")},
    ),
    "a lost recording": (
        f"DELETE FROM recordings WHERE recorded_at = {LAST_MOMENT}",
        {
            ("verify.dangling", table)
            for table in ("claim_lives", "deal_lives", "contradiction_lives", "party_lives")
        },
    ),
    "lives of a claim": (
        "DELETE FROM claim_lives",
        {("verify.without-life", "claims")},
    ),
    "an end that is too late": (
        f"UPDATE document_lives SET retired_at = {LAST_MOMENT} WHERE retired_at IS NOT NULL",
        {("verify.overlapping-lives", "document_lives")},
    ),
    "a beginning that is too early": (
        f"UPDATE claim_lives SET recorded_at = {FIRST_MOMENT} WHERE extractor = 'rules/3'",
        {("verify.out-of-order", "claim_lives"), ("verify.overlapping-lives", "claim_lives")},
    ),
    "a lost index": (
        "DROP INDEX ux_setting_lives_living",
        {("verify.schema", "setting_lives")},
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_is_named(sqlite_history, what):
    statement, expected = ALTERED[what]
    alter(sqlite_history, statement)
    assert faults(sqlite_history) == expected


def test_what_was_altered_on_a_server_is_named(server_store, live_through):
    """Alterations that hide none of one another, all in one workspace: a new one takes a server seconds."""
    kinds = (
        "a text",
        "a confidence",
        "a figure",
        "a party",
        "a deal's sum",
        "an author",
        "a setting",
        "a lost contradiction",
        "a document of nowhere",
        "an end that is too late",
        "a lost index",
    )
    live_through(server_store)
    alter(server_store, *(ALTERED[what][0] for what in kinds))
    assert faults(server_store) == set().union(*(ALTERED[what][1] for what in kinds))


def test_a_life_that_ends_before_it_begins_is_named(history):
    if history.path is None:
        alter(history, "ALTER TABLE deal_lives DROP CONSTRAINT ck_deal_lives_retired_after_recorded")
    alter(history, f"UPDATE deal_lives SET retired_at = {FIRST_MOMENT}")
    lost = set() if history.path is not None else {("verify.schema", "deal_lives")}
    assert faults(history) == lost | {("verify.life-backwards", "deal_lives")}


def test_a_second_running_life_is_named(history):
    alter(
        history,
        "DROP INDEX ux_setting_lives_living",
        "INSERT INTO setting_lives (life, key, value, digest, recorded_at)"
        " SELECT 9, key, value, digest, recorded_at FROM setting_lives",
    )
    assert faults(history) == {
        ("verify.schema", "setting_lives"),
        ("verify.overlapping-lives", "setting_lives"),
    }


def test_a_table_that_is_gone_does_not_stop_the_other_checks(history):
    alter(history, "UPDATE settings SET value = 'ai'".replace("settings", "setting_lives"))
    alter(history, "DROP TABLE problem_lives")
    assert faults(history) == {
        ("verify.schema", "problem_lives"),
        ("verify.unreadable", "problem_lives"),
        ("verify.altered", "setting_lives"),
    }


def test_a_server_rule_that_is_not_enforced_is_named(server_store):
    alter(
        server_store,
        "ALTER TABLE deal_claims DROP CONSTRAINT fk_deal_claims_life",
        "ALTER TABLE deal_claims ADD CONSTRAINT fk_deal_claims_life FOREIGN KEY (life)"
        " REFERENCES deal_lives (life) NOT VALID",
    )
    (problem,) = verify(server_store).problems
    assert (problem.code, problem.where) == ("verify.schema", "deal_claims fk_deal_claims_life")


SPOILT = {
    "a moment": (
        "UPDATE recordings SET recorded_at = 'noon' WHERE recorded_at LIKE '2026-01-04%'",
        "recordings",
    ),
    "a list": ("UPDATE claims SET terms = '[' WHERE relation = 'supplies'", "claims"),
    "a number": ("UPDATE claims SET span_start = 'first' WHERE relation = 'supplies'", "claims"),
    "a text": ("UPDATE documents SET text = 7 WHERE text LIKE 'Gamma%'", "documents"),
    "no text": ("UPDATE documents SET text = ' ' WHERE text LIKE 'Gamma%'", "documents"),
    "a derivation": ("""UPDATE deal_lives SET derivation = '{"parts": []}'""", "deal_lives"),
    "a verdict": ("UPDATE judgement_lives SET kind = 'decree' WHERE kind = 'merge'", "judgement_lives"),
    "a sum": ("UPDATE figure_lives SET amount_low = 'ten', amount_high = 'ten'", "figure_lives"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_no_record_is_named_and_the_rest_is_checked(sqlite_history, what):
    statement, table = SPOILT[what]
    alter(sqlite_history, statement, "UPDATE setting_lives SET value = 'ai'")
    found = faults(sqlite_history)
    assert found & {("verify.invalid", table), ("verify.altered", table)}
    assert ("verify.altered", "setting_lives") in found
    assert not {code for code, _ in found} & {"verify.unreadable", "verify.schema"}


def spoil_page(path, table):
    """Overwrite the start of a table's first page."""
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 64)


def test_a_damaged_page_is_named_and_the_rest_is_checked(sqlite_history):
    alter(sqlite_history, "UPDATE setting_lives SET value = 'ai'")
    spoil_page(sqlite_history.path, "problem_lives")
    assert faults(sqlite_history) == {
        ("verify.unreadable", "file"),
        ("verify.unreadable", "problem_lives"),
        ("verify.altered", "setting_lives"),
    }


def test_an_index_that_does_not_fit_its_table_is_named(sqlite_history):
    alter(
        sqlite_history,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
        " WHERE name = 'ix_setting_lives_recorded_at') WHERE name = 'ix_document_lives_recorded_at'",
    )
    assert ("verify.damaged", "file") in faults(sqlite_history)


def test_the_clock_is_seen_to_have_been_set_back_or_ahead(store, day):
    ahead = datetime.now(UTC) + timedelta(days=400)
    for number, recorded in enumerate((day(1), ahead, day(2), day(3))):
        with store.writer(recorded_at=recorded) as writer:
            writer.setting("pack", str(number))
    problems = verify(store).problems
    assert [(problem.code, problem.severity) for problem in problems] == [
        *[("verify.future-recording", Severity.WARNING)] * 3,
        ("verify.clock-set-back", Severity.NOTE),
    ]
    assert problems[-1].where == f"recordings {ahead.isoformat()}"


def test_of_many_faults_of_one_kind_the_last_line_tells_the_number(store):
    with store.writer() as writer:
        for number in range(MOST_ALIKE + 20):
            writer.setting(f"key {number}", "value")
    alter(store, "UPDATE setting_lives SET value = 'altered'")
    problems = verify(store).problems
    assert len(problems) == MOST_ALIKE + 1
    assert (
        problems[-1].line().startswith("error verify.altered: setting_lives: 20 more rows have this fault;")
    )


def test_each_fault_has_a_page_and_says_where_and_what_next(history):
    alter(history, "UPDATE claims SET quote = 'Alpha' WHERE relation = 'invests'")
    (problem,) = verify(history).problems
    assert problem.code in catalogue()
    assert problem.where.startswith("claims ")
    assert "restore the workspace from a backup" in problem.line()
    assert "\n" not in problem.line()


def test_verifying_changes_nothing(sqlite_history):
    before = sqlite_history.path.read_bytes()
    verify(sqlite_history)
    assert sqlite_history.path.read_bytes() == before
