"""Deciding on the command line: one decision a command, or one after another in a review."""

from pathlib import Path

import pytest


def claim_of(keiretsu, workspace: Path, relation: str) -> str:
    found = keiretsu("claims", "--workspace", workspace, "--json").json()["result"]
    return next(claim["id"] for claim in found if claim["relation"] == relation)


@pytest.fixture
def judge(keiretsu, workspace: Path):
    """Decide something as Ann, because of the filing."""

    def decide(*words: str, by: str = "Ann", reason: str = "the filing says so"):
        return keiretsu("judge", *words, "--by", by, "--reason", reason, "--workspace", workspace)

    return decide


@pytest.fixture
def answer(keiretsu, workspace: Path, monkeypatch: pytest.MonkeyPatch):
    """Answer what the review asks, line by line."""
    import io

    def run(kind: str, *lines: str):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return keiretsu("review", kind, "--by", "Ann", "--workspace", workspace)

    return run


def test_a_rejected_claim_is_listed_no_more_and_comes_back_when_undone(
    keiretsu, workspace: Path, judge
) -> None:
    claim = claim_of(keiretsu, workspace, "supplies")
    assert "keiretsu reconcile" in judge("reject", claim[:12]).out
    assert claim not in keiretsu("claims", "-w", workspace, "--json").out
    (standing,) = keiretsu("judge", "list", "-w", workspace, "--json").json()["result"]
    assert (standing["by"], standing["reason"]) == ("Ann", "the filing says so")
    assert "taken back" in judge("undo", standing["id"], by="Ben", reason="it stands in the filing").out
    assert claim in keiretsu("claims", "-w", workspace, "--json").out
    assert keiretsu("judge", "list", "-w", workspace, "--json").json()["result"] == []
    (ended,) = keiretsu("judge", "list", "--all", "-w", workspace, "--json").json()["result"]
    assert ended["id"] == standing["id"]
    assert ended["why"] == "taken back by Ben: it stands in the filing"


def test_a_correction_gives_the_fields_named_and_no_other(keiretsu, workspace: Path, judge) -> None:
    claim = claim_of(keiretsu, workspace, "invests")
    words = (
        "--amount",
        "up to $12 billion",
        "--basis",
        "tranche",
        "--status",
        "agreed",
        "--terms",
        "equity,minority",
    )
    assert judge("correct", claim, *words).status == 0
    (found,) = [
        one
        for one in keiretsu("claims", "-w", workspace, "--json").json()["result"]
        if one["relation"] == "invests"
    ]
    assert found["amount"] == "up to USD 12 billion (tranche)"
    assert (found["status"], found["subject"], found["extractor"]) == ("agreed", "Alpha Cloud", "judged/1")


@pytest.mark.parametrize("amount", ["plenty", "$1 billion or $3 billion of $5 billion"])
def test_a_sum_that_can_not_be_read_is_misuse(keiretsu, workspace: Path, judge, amount: str) -> None:
    refused = judge("correct", claim_of(keiretsu, workspace, "invests"), "--amount", amount)
    assert refused.status == 2
    assert "cli.no-amount" in refused.err


def test_a_correction_that_makes_no_valid_claim_is_refused(keiretsu, workspace: Path, judge) -> None:
    refused = judge("correct", claim_of(keiretsu, workspace, "invests"), "--status", "perhaps")
    assert refused.status == 2
    assert keiretsu("judge", "list", "-w", workspace, "--json").json()["result"] == []


def test_somebody_else_s_judgement_is_replaced_only_when_told_so(keiretsu, workspace: Path, judge) -> None:
    claim = claim_of(keiretsu, workspace, "invests")
    judge("accept", claim)
    told = judge("reject", claim, by="Ben")
    assert told.status == 1
    assert "judgement.conflict" in told.err
    assert "Ann" in told.err
    assert judge("reject", claim, "--over", by="Ben").status == 0


def test_parties_are_merged_by_name(keiretsu, workspace: Path, judge) -> None:
    assert judge("merge", "Alpha Cloud", "Beta Labs").status == 0
    keiretsu("reconcile", "-w", workspace)
    names = {party["name"] for party in keiretsu("parties", "-w", workspace, "--json").json()["result"]}
    assert "Beta Labs" not in names
    assert "Alpha Cloud" in names


def test_a_long_list_is_shown_in_stretches_the_newest_first(keiretsu, workspace: Path, judge) -> None:
    claim = claim_of(keiretsu, workspace, "invests")
    for number in range(1, 4):
        keiretsu("judge", "annotate", claim, f"remark {number}", "--by", "Ann", "-w", workspace)
    judge("undo", keiretsu("judge", "list", "-w", workspace, "--json").json()["result"][0]["id"])

    def listed(*words: str) -> tuple[list[str], str]:
        shown = keiretsu("judge", "list", "-w", workspace, "--json", *words)
        return [one["reason"] for one in shown.json()["result"]], shown.err

    assert listed() == (["remark 2", "remark 1"], "")
    assert listed("--all") == (["remark 3", "remark 2", "remark 1"], "")
    first, note = listed("--all", "--limit", "2")
    assert (first, note.strip()) == (["remark 3", "remark 2"], "1 to 2 of 3; go on with --offset 2")
    assert listed("--all", "--limit", "2", "--offset", "2") == (["remark 1"], "")
    assert keiretsu("judge", "list", "-w", workspace, "--limit", "0").status == 2
    assert keiretsu("judge", "list", "-w", workspace, "--offset", "9" * 5_000).status == 2


def test_a_review_records_each_decision_at_once(keiretsu, workspace: Path, answer) -> None:
    done = answer("claims", "a", "seen in the filing", "r", "no such thing", "q")
    assert done.status == 0
    assert "decisions recorded: 2" in done.out
    standing = keiretsu("judge", "list", "-w", workspace, "--json").json()["result"]
    assert [one["judgement"].split()[0] for one in standing] == ["rejects", "accepts"]


def test_a_review_shows_the_sentence_in_its_document_and_takes_a_correction(
    keiretsu, workspace: Path, answer
) -> None:
    first = answer("claims", "q").out
    assert ">>> " in first
    assert "% sure" in first
    done = answer("claims", "c", "read again", "status", "agreed", "colour", "", "q")
    assert "'colour' is none of" in done.out
    assert "decisions recorded: 1" in done.out


def test_a_remark_is_kept_beside_the_claim(keiretsu, workspace: Path, answer) -> None:
    assert "decisions recorded: 1" in answer("claims", "n", "look again", "q").out
    (standing,) = keiretsu("judge", "list", "-w", workspace, "--json").json()["result"]
    assert standing["reason"] == "look again"


def test_a_review_that_is_cut_off_keeps_what_was_decided(keiretsu, workspace: Path, answer) -> None:
    assert "decisions recorded: 1" in answer("claims", "a", "seen").out
    assert len(keiretsu("judge", "list", "-w", workspace, "--json").json()["result"]) == 1


def test_a_review_of_nothing_says_so(keiretsu, workspace: Path, answer) -> None:
    assert "nothing waits" in answer("contradictions").out


def test_a_correction_that_is_refused_in_a_review_does_not_end_it(keiretsu, workspace: Path, answer) -> None:
    done = answer("claims", "c", "read again", "status", "perhaps", "", "a", "fine as it is", "q")
    assert "decisions recorded: 1" in done.out
    assert "error " in done.out
