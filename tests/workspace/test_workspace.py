"""The workspace in Python: what a notebook's user meets."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest

import keiretsu as kr
from keiretsu.errors import MisuseError, StoreError

ARTICLE = """Alpha Cloud invested $10 billion in Beta Labs on 3 March 2025.
Beta Labs signed a $50 billion deal in April 2025 to rent servers from Alpha Cloud.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def ws(tmp_path: Path, article: Path):
    workspace = kr.create(tmp_path / "industry.sqlite", pack="none")
    workspace.read([article], published="2025-05-01")
    workspace.extract()
    workspace.reconcile()
    return workspace


def test_the_day_taken_is_the_newest_document_s(ws) -> None:
    assert ws.newest_day() == dt.date(2025, 5, 1)
    assert ws.network().as_of == dt.date(2025, 5, 1)


def test_a_document_dated_in_the_future_does_not_move_the_day_beyond_today(ws, tmp_path: Path) -> None:
    (tmp_path / "later.txt").write_text("Gamma Corp competes with Beta Labs.", encoding="utf-8")
    ws.read([tmp_path / "later.txt"], published="2999")
    assert ws.newest_day() == dt.datetime.now(dt.UTC).date()


def test_what_was_made_is_there_when_opened_again(ws, tmp_path: Path) -> None:
    again = kr.open(tmp_path / "industry.sqlite")
    assert again.deals() == ws.deals()
    assert again.claims() == ws.claims()
    assert again.documents() == ws.documents()


def test_a_workspace_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        kr.open(tmp_path / "nowhere.sqlite")
    assert caught.value.problem.code == "workspace.missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("loop", ("1",)),
        ("payment", ("Alpha Cloud", "Beta Labs")),
        ("party", ("Alpha Cloud",)),
        ("layer", ("cloud",)),
    ],
)
def test_every_figure_can_be_asked_why_down_to_a_quote(ws, what: str, names: tuple[str, ...]) -> None:
    quotes = {leaf.quote for leaf in ws.why(what, *names).leaves() if leaf.quote}
    assert quotes
    assert quotes <= set(ARTICLE.splitlines())


def test_why_of_a_deal(ws) -> None:
    for deal in ws.deals():
        assert ws.why("deal", deal.id).because


def test_what_cannot_be_explained_is_said_with_what_can(ws) -> None:
    with pytest.raises(MisuseError) as caught:
        ws.why("moon")
    assert "loop NUMBER" in caught.value.problem.hint


def test_a_file_that_was_mended_no_longer_has_a_problem(ws, tmp_path: Path) -> None:
    broken = tmp_path / "later.txt"
    broken.touch()
    ws.read([broken])
    assert [problem.code for problem in ws.problems()] == ["document.empty"]
    broken.write_text("Gamma Corp competes with Beta Labs.", encoding="utf-8")
    ws.read([broken])
    assert ws.problems() == ()


def test_reading_other_files_leaves_open_problems_open(ws, tmp_path: Path, article: Path) -> None:
    (tmp_path / "empty.txt").touch()
    ws.read([tmp_path / "empty.txt"])
    ws.read([article])
    assert [problem.code for problem in ws.problems()] == ["document.empty"]


def test_the_ai_pack_knows_its_parties_before_a_document_is_read(tmp_path: Path) -> None:
    workspace = kr.create(tmp_path / "ai.sqlite")
    assert len(workspace.parties()) >= 60
    assert len(workspace.figures()) >= 40
    assert workspace.deals() == ()


def test_a_problem_of_reading_is_gone_once_what_it_is_about_is_read_again(ws, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    told = []

    def read(*sources: str, stdin: bytes = b"") -> None:
        ws.read(sources, stdin=BytesIO(stdin))
        told.append([problem.where.rpartition("/")[2] for problem in ws.problems()])

    read(f"{inbox}/", "-", str(tmp_path / "x*.txt"))
    (inbox / "a.txt").write_text("Alpha Corp acquired Beta Inc.", encoding="utf-8")
    (inbox / "b.txt").touch()
    read(str(inbox))
    (inbox / "b.txt").unlink()
    read(str(tmp_path / "inboxes"))
    read(str(inbox))
    (tmp_path / "x1.txt").write_text("Gamma Corp acquired Delta Inc.", encoding="utf-8")
    read("-", str(tmp_path / "x*.txt"), stdin=b"Eta Corp acquired Xi Inc.")

    assert told == [
        ["", "x*.txt", "standard input"],
        ["x*.txt", "standard input", "b.txt"],
        ["x*.txt", "standard input", "b.txt", "inboxes"],
        ["x*.txt", "standard input", "inboxes"],
        ["inboxes"],
    ]
