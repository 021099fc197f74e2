"""Uploads read into a workspace: what is recorded, what is told, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites

import keiretsu as kr
from keiretsu.service.asked import Asked
from keiretsu.service.documents import page_of_documents, read_document
from keiretsu.service.jobs import JobContext
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site
from keiretsu.service.uploads import Origin
from keiretsu.service.work import reading
from keiretsu.store import verify

HOSTILE = "<img src=x onerror=alert(1)>\"'.txt"
TEXT = "Alpha Cloud invested $7 billion in Omega Labs on 5 May 2025."
OTHER = 'Rho Corp <script>alert("x")</script> acquired Sigma Inc. for $1 billion.'


class Reading:
    """A workspace that files are read into, as a job does it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.address = sites.write_workspace(place)
        self.workspace = kr.open(self.address)
        self.told: list[tuple[int, int | None, str]] = []

    def read(self, *files: tuple[str, str | None], **origin: str) -> dict:
        folder = self.place / "job" / "files"
        folder.mkdir(parents=True, exist_ok=True)
        listed = []
        for number, (name, text) in enumerate(files):
            stored = None if text is None else f"{number:03}{Path(name).suffix}"
            listed.append({"name": name, "stored": stored})
            if stored:
                (folder / stored).write_text(text, encoding="utf-8")
        self.told.clear()
        context = JobContext(self.address, folder.parent, "Ann", lambda *told: self.told.append(told))
        given = Origin.of(origin)
        said = {name: getattr(given, name) for name in Origin.__slots__}
        return reading.work(context, {"files": listed, "origin": said})


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> Reading:
    return Reading(tmp_path_factory.mktemp("reading"))


def test_files_become_documents_claims_and_deals(read):
    before = {document.id for document in read.workspace.documents()}
    result = read.read(
        ("a.txt", TEXT), ("bad.pdf", "no PDF"), (HOSTILE, OTHER), ("copy.txt", TEXT), ("huge.txt", None),
        title="A title", published="2025-06", reliability="press",
    )  # fmt: skip

    good, bad, hostile, copy, huge = result["files"]
    assert (good["title"], good["words"], good["is_new"]) == ("A title", 12, True)
    assert [(one["subject"], one["relation"], one["object"]) for one in good["claims"]] == [
        ("Alpha Cloud", "invests", "Omega Labs")
    ]
    assert [one["quote"] for one in hostile["claims"]] == [OTHER]
    codes = [[problem["code"] for problem in each["problems"]] for each in (bad, copy, huge)]
    assert codes == [["document.broken-pdf"], ["document.duplicate"], ["document.too-large"]]
    assert [each["document"] for each in (bad, copy, huge)] == [None] * 3
    assert {deal["title"] for deal in result["deals"]["new"]} == {
        "Alpha Cloud invests in Omega Labs",
        "Rho acquires Sigma",
    }
    taken = {one.id: one for one in read.workspace.documents() if one.id not in before}
    assert {one.source for one in taken.values()} == {"upload:a.txt", f"upload:{HOSTILE}"}
    assert {one.published for one in taken.values()} == {"2025-06"}
    assert verify(read.workspace.store).problems == ()
    assert str(read.place) not in str(result) + str(taken)


def test_only_the_documents_of_the_upload_are_extracted(read):
    claims = {claim.id for claim in read.workspace.claims()}
    result = read.read(("b.txt", "Tau Corp supplies chips to Upsilon Inc."))
    kept = {claim.id for claim in read.workspace.claims()}

    assert [told for told in read.told if told[2] == "extracting"] == [
        (0, 1, "extracting"),
        (1, 1, "extracting"),
    ]
    assert claims < kept
    assert kept - claims == {claim["id"] for claim in result["files"][0]["claims"]}


def test_what_is_known_already_is_told_so_and_not_recorded_twice(read):
    read.read(("c.txt", "Phi Corp competes with Chi Inc."))
    counts = read.workspace.store.view().counts()
    result = read.read(("c.txt", "Phi Corp competes with Chi Inc."))

    assert result["files"][0]["is_new"] is False
    assert len(result["files"][0]["claims"]) == 1
    assert result["deals"]["new"] == result["deals"]["changed"] == []
    assert read.workspace.store.view().counts() == counts


def test_nothing_is_recorded_where_nothing_could_be_read(read):
    before = read.workspace.store.view().known_by
    result = read.read(("a.zip", "PK"), ("b.txt", ""))

    assert result["deals"] is None
    assert [len(each["problems"]) for each in result["files"]] == [1, 1]
    assert read.workspace.store.view().known_by == before


# The alarm may ring where Python only notes an error, as while it collects garbage; it rings again then.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_text_that_takes_too_long_costs_its_claims_alone(read, monkeypatch):
    """One sentence without an end takes minutes, by far longer than a second."""
    monkeypatch.setattr(reading, "SECONDS", 5)
    monkeypatch.setattr(reading, "LETTERS_A_SECOND", 10**9)
    endless = "Alpha Cloud invested $2 billion in Beta Labs and it went on and on, " * 800
    result = read.read(("endless.txt", endless), ("d.txt", "Psi Corp acquired Omega Inc."))
    slow, good = result["files"]

    assert [problem["code"] for problem in slow["problems"]] == ["extract.document-failed"]
    assert "longer than 5 seconds" in slow["problems"][0]["message"]
    assert len(good["claims"]) == 1
    assert slow["document"]


def test_documents_are_listed_without_their_texts(read):
    site = Site(Settings(read.address, read.place / "state"))
    everything = page_of_documents(site, Asked())
    days = [row.published or "" for row in everything.items]

    assert everything.total == len(read.workspace.documents())
    assert days == sorted(days, reverse=True)
    found = page_of_documents(site, Asked(), "INVENTED gamma")
    assert [row.name for row in found.items] == ["003-gamma.txt"]
    assert [row.claims for row in found.items] == [3]
    assert page_of_documents(site, Asked(), "100%").total == 0
    assert (
        page_of_documents(site, Asked.parse("2025-04-20", None), limit=1).items[0].name
        == "002-beta-rents.txt"
    )
    assert page_of_documents(site, Asked(), offset=1, limit=2).items == everything.items[1:3]
    assert page_of_documents(site, Asked.parse(None, "2020-01-01T00:00:00Z")).total == 0


def test_judgements_count_in_a_document_s_claims(read):
    site = Site(Settings(read.address, read.place / "state"))
    row = page_of_documents(site, Asked(), "003-gamma").items[0]
    first, second, third = read_document(site, Asked(), row.id).claims
    desk = read.workspace.judge_as("Ann")
    desk.reject(second.id, "a rumour")
    desk.correct(third.id, "it is said only", {"status": "speculated"})
    judged = read_document(site, Asked(), row.id)

    assert judged.rejected == (second,)
    assert [claim.status for claim in judged.claims] == [first.status, "speculated"]
