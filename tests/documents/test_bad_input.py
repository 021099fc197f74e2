"""Bad input: one clear line each, and the rest of the batch goes on."""

import os
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pytest

from keiretsu.documents import intake, read
from keiretsu.documents.reading import ReadResult
from keiretsu.errors import Severity, catalogue

NOBODY = 65534
NO_TEXT = {
    "empty.txt": (b"", "document.empty"),
    "blank.md": (b" \r\n\t\n", "document.empty"),
    "blank-after-mark.txt": (b"\xef\xbb\xbf \n", "document.empty"),
    "front-matter-only.md": (b"---\ntitle: T\n---\n", "document.empty"),
    "zeros.txt": (b"Alpha\0Beta", "document.binary"),
    "renamed-pdf.txt": (b"%PDF-1.7\n...", "document.binary"),
    "renamed-office.txt": (b"PK\x03\x04\x14\0", "document.binary"),
    "renamed-old-office.md": (b"\xd0\xcf\x11\xe0\xa1\xb1", "document.binary"),
    "renamed-picture.html": (b"\x89PNG\r\n\x1a\n", "document.binary"),
    "program.txt": (b"\x7fELF\x02\x01", "document.binary"),
    "noise.txt": (bytes(range(1, 256)), "document.binary"),
    "notes.docx": (b"PK\x03\x04", "document.unknown-format"),
    "no-ending": (b"Alpha", "document.unknown-format"),
}


def one_problem(result: ReadResult, code: str) -> str:
    assert [problem.code for problem in result.problems] == [code]
    assert code in catalogue()
    assert "\n" not in result.problems[0].line()
    return result.problems[0].line()


@pytest.mark.parametrize("name", NO_TEXT)
def test_a_file_without_text_is_one_problem_and_the_rest_goes_on(tmp_path, name):
    data, code = NO_TEXT[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("Alpha buys Beta.")
    result = read([tmp_path / name, tmp_path / "good.txt"])

    assert [document.name for document in result.documents] == ["good.txt"]
    assert str(tmp_path / name) in one_problem(result, code)


def test_the_hints_say_what_to_do(tmp_path):
    for name in ("renamed-pdf.txt", "notes.docx"):
        (tmp_path / name).write_bytes(NO_TEXT[name][0])

    renamed, office = read([tmp_path / "renamed-pdf.txt", tmp_path / "notes.docx"]).problems
    assert "is a PDF" in renamed.message
    assert ".pdf" in renamed.hint
    assert "text" in office.hint
    assert "PDF" in office.hint


@pytest.mark.parametrize("source", ["nowhere.txt", "nowhere/a.txt", "", "a\0b.txt", "no-ending"])
def test_a_missing_file_is_one_problem(tmp_path, monkeypatch, source):
    monkeypatch.chdir(tmp_path)

    one_problem(read([source]), "document.missing")


def test_an_impossibly_long_name_is_one_problem():
    one_problem(read(["a" * 300 + ".txt"]), "document.unreadable")


def test_links_to_nothing_and_to_themselves(tmp_path):
    (tmp_path / "dangling.txt").symlink_to("gone.txt")
    (tmp_path / "round.txt").symlink_to("round.txt")

    assert "link" in one_problem(read([tmp_path / "dangling.txt"]), "document.missing")
    assert "itself" in one_problem(read([tmp_path / "round.txt"]), "document.unreadable")
    assert len(read([tmp_path]).problems) == 2


def test_a_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")

    one_problem(read([tmp_path / "pipe.txt"]), "document.unreadable")


def test_an_enormous_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(intake.MAX_BYTES + 1)

    assert "50 MB" in one_problem(read([tmp_path / "huge.txt"]), "document.too-large")
    one_problem(read(["-"], stdin=BytesIO(b"a" * (intake.MAX_BYTES + 1))), "document.too-large")


def test_a_name_that_is_not_text_stays_on_one_line(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9\nbar.txt")
    path.write_text("Alpha buys Beta.")

    assert read([tmp_path]).documents[0].name == "caf\ufffd\ufffdbar.txt"


def test_the_same_text_twice_is_one_document_and_a_note(tmp_path):
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text("Alpha buys Beta.")
    result = read([tmp_path])

    assert [document.name for document in result.documents] == ["a.txt"]
    assert "a.txt" in one_problem(result, "document.duplicate")
    assert result.problems[0].severity is Severity.NOTE


def test_progress_names_each_file(tmp_path):
    (tmp_path / "a.txt").write_text("Alpha buys Beta.")
    seen = []
    read([tmp_path, "-", "nowhere.txt"], stdin=BytesIO(b"Gamma."), on_file=seen.append)

    assert seen == [str(tmp_path / "a.txt"), "-", "nowhere.txt"]


READ_AS_NOBODY = f"""
import os, sys
from keiretsu.documents import read
if os.getuid() == 0:  # root reads everything, so the child gives that up once all is imported
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
result = read(sys.argv[1:])
print(*(document.name for document in result.documents))
print(*(f"{{problem.code}} {{problem.where}}" for problem in result.problems), sep="\\n")
"""


def test_what_permissions_forbid_is_one_problem_each_and_the_rest_is_read():
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        folder = Path(name)
        folder.chmod(0o755)
        for file in ("good.txt", "locked.txt", "closed/in.txt", "unlisted/in.txt"):
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(f"Alpha buys {file}.")
        (folder / "locked.txt").chmod(0)
        (folder / "closed").chmod(0)
        (folder / "unlisted").chmod(0o711)
        sources = [
            name,
            f"{name}/closed",
            f"{name}/closed/in.txt",
            f"{name}/closed/*.txt",
            f"{name}/unlisted/in.txt",
        ]
        done = subprocess.run(
            [sys.executable, "-c", READ_AS_NOBODY, *sources],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
        )
        for closed in ("closed", "unlisted"):
            (folder / closed).chmod(0o755)

    documents, *problems = done.stdout.splitlines()
    assert documents.split() == ["good.txt", "in.txt"]
    assert sorted(problems) == sorted(
        f"document.unreadable {name}/{what}" for what in ("closed", "unlisted", "locked.txt", "closed/in.txt")
    )
