"""Uploaded files that are anything but articles: each is a problem of its own, and the rest goes on."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from keiretsu.errors import MisuseError, catalogue
from keiretsu.service import uploads_sandbox
from keiretsu.service.uploads import MOST_FILES, Origin, clean_name, uploads_of
from keiretsu.service.uploads_reader import MOST_LETTERS, MOST_MEMORY
from keiretsu.service.uploads_sandbox import SECONDS, Sandbox

SENTENCE = "Alpha Corp invested $2 billion in Beta Inc."
NOBODY = {"title": None, "publisher": None, "published": None, "url": None, "reliability": None}


def pdf(content: bytes, filters: str = "/FlateDecode") -> bytes:
    """Return a PDF of one page, whose content is packed."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(content), filters.encode(), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table
    return made + b"trailer << /Root 1 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF" % start


def packed(times: int) -> bytes:
    """Return 10 MB of white space so many times over, packed to some kilobytes."""
    packer = zlib.compressobj(9)
    chunk = b" " * 10_000_000
    first = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (times - 1) + packer.flush()


def zipped() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", SENTENCE)
    return made.getvalue()


def drawn(text: str) -> bytes:
    return zlib.compress(f"BT /F 12 Tf 20 200 Td ({text}) Tj ET".encode())


FILES: dict[str, tuple[bytes, str | None]] = {
    "good.txt": (SENTENCE.encode(), None),
    "good.pdf": (pdf(drawn(SENTENCE)), None),
    "bomb.pdf": (pdf(packed(400)), "document.broken-pdf"),
    "double-bomb.pdf": (
        pdf(zlib.compress(packed(400)), "[/FlateDecode /FlateDecode]"),
        "document.broken-pdf",
    ),
    "scan.pdf": (pdf(zlib.compress(b"")), "document.no-text-layer"),
    "zip.pdf": (zipped(), "document.binary"),
    "two-kinds.pdf": (zipped()[:80] + pdf(drawn(SENTENCE)), "document.broken-pdf"),
    "cut.pdf": (pdf(drawn(SENTENCE))[:200], "document.broken-pdf"),
    "zip.txt": (zipped(), "document.binary"),
    "office.docx": (zipped(), "document.unknown-format"),
    "archive.zip": (zipped(), "document.unknown-format"),
    "no-ending": (SENTENCE.encode(), "document.unknown-format"),
    "empty.txt": (b"", "document.empty"),
    "blank.md": (b" \n\t\n", "document.empty"),
    "binary.txt": (b"\0\1\2" * 1000, "document.binary"),
    "undecodable.txt": (b"\xff\xfe" + b"\x00\xd8" * 99, "document.undecodable"),
    "scripted.html": (b"<script>document.write('Alpha')</script>", "document.no-visible-text"),
    "endless.txt": (b"Alpha " * (MOST_LETTERS // 6 + 1), "document.too-large"),
    "latin.txt": (f"{SENTENCE} Größe".encode("latin-1"), None),
}


@pytest.fixture
def sandbox(tmp_path):
    with Sandbox(tmp_path) as made:
        yield made


def test_each_bad_file_is_a_problem_of_its_own(sandbox, tmp_path):
    found = {}
    for name, (content, _) in FILES.items():
        (tmp_path / name).write_bytes(content)
        found[name] = sandbox.read(name, f"Our {name}", f"upload:{name}", NOBODY)

    told = {name: [each.code for each in reading.problems] for name, reading in found.items()}
    assert told == {name: [code] if code else [] for name, (_, code) in FILES.items()}
    assert {name for name, reading in found.items() if reading.document} == {
        name for name, (_, code) in FILES.items() if code is None
    }
    document = found["good.pdf"].document
    assert (document.text.strip(), document.name, document.source) == (
        SENTENCE,
        "Our good.pdf",
        "upload:good.pdf",
    )
    assert all(problem.where == f"Our {name}" for name, each in found.items() for problem in each.problems)
    assert str(tmp_path) not in str(found)


def test_html_nested_beyond_measure_costs_no_other_file(sandbox, tmp_path):
    (tmp_path / "deep.html").write_bytes(b"<div>" * 60_000 + SENTENCE.encode())
    (tmp_path / "good.txt").write_text(SENTENCE)
    deep = sandbox.read("deep.html", "deep.html", "upload:deep.html", NOBODY)

    assert deep.problems
    assert {problem.code for problem in deep.problems} <= catalogue().keys()
    assert sandbox.read("good.txt", "good.txt", "upload:good.txt", NOBODY).document is not None


def test_a_file_that_takes_too_long_is_left_out(tmp_path):
    """A million operators that move the pen take pypdf far longer than a second."""
    (tmp_path / "slow.pdf").write_bytes(pdf(zlib.compress(b"BT " + b"1 0 Td (a) Tj " * 1_000_000 + b"ET")))
    (tmp_path / "good.txt").write_text(SENTENCE)
    with Sandbox(tmp_path, seconds=4) as sandbox:
        slow = sandbox.read("slow.pdf", "slow.pdf", "upload:slow.pdf", NOBODY)
        good = sandbox.read("good.txt", "good.txt", "upload:good.txt", NOBODY)

    assert [problem.code for problem in slow.problems] == ["document.too-slow"]
    assert good.document.text == SENTENCE


def test_a_reader_that_ends_in_the_middle_of_its_answer_costs_one_file(tmp_path, monkeypatch):
    (tmp_path / "ends_early.py").write_text("print('{\"document\": ', end='')")
    (tmp_path / "good.txt").write_text(SENTENCE)
    with Sandbox(tmp_path) as sandbox:
        with monkeypatch.context() as early:
            early.setattr(uploads_sandbox, "READER", "ends_early")
            early.setenv("PYTHONPATH", str(tmp_path))
            cut = sandbox.read("good.txt", "good.txt", "upload:good.txt", NOBODY)
        good = sandbox.read("good.txt", "good.txt", "upload:good.txt", NOBODY)

    assert [problem.code for problem in cut.problems] == ["document.reader-lost"]
    assert good.document.text == SENTENCE


def test_a_reader_is_told_nothing_of_the_server_and_may_take_little(sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("KEIRETSU_TOKEN", "hush")
    monkeypatch.setenv("PGPASSWORD", "hush")
    (tmp_path / "good.txt").write_text(SENTENCE)
    sandbox.read("good.txt", "good.txt", "upload:good.txt", NOBODY)

    reader = Path(f"/proc/{sandbox._process.pid}")
    assert b"hush" not in (reader / "environ").read_bytes()
    limits = {
        line[:26].strip(): line[26:].split()[:2] for line in (reader / "limits").read_text().splitlines()
    }
    assert limits["Max address space"] == [str(MOST_MEMORY)] * 2
    assert limits["Max file size"] == ["0", "0"]
    assert int(limits["Max cpu time"][0]) <= SECONDS + 10


def test_what_is_said_of_the_origin_wins(sandbox, tmp_path):
    (tmp_path / "a.md").write_text(f"---\ntitle: Its own\ndate: 2024\n---\n{SENTENCE}")
    given = {**NOBODY, "title": "Ours", "published": "2025-03", "reliability": "press"}
    document = sandbox.read("a.md", "a.md", "upload:a.md", given).document

    assert (document.title, document.published, document.reliability) == ("Ours", "2025-03", "press")


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2025-02-30"},
        {"published": "yesterday"},
        {"reliability": "splendid"},
        {"url": "javascript:alert(1)"},
        {"url": "https://"},
        {"url": "http://[::1"},
        {"title": "x" * 501},
    ],
)
def test_an_origin_that_cannot_be_is_refused(fields):
    with pytest.raises(MisuseError):
        Origin.of(fields)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("a.txt", "a.txt"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("a\r\nb\0.txt", "a\ufffd\ufffdb\ufffd.txt"),
        ("gnp\u202etxt.exe", "gnp\ufffdtxt.exe"),
        ("", "unnamed"),
        ("../", "unnamed"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
    ],
)
def test_a_name_is_one_line_without_folders(given, clean):
    assert clean_name(given) == clean


@pytest.fixture(scope="module")
def client():
    app = FastAPI()

    @app.post("/")
    async def take(request: Request) -> dict[str, object]:
        try:
            uploads, origin = await uploads_of(request)
        except MisuseError as error:
            return {"code": error.problem.code}
        return {"files": [[each.name, len(each.content)] for each in uploads], "title": origin.title}

    with TestClient(app) as made:
        yield made


def test_a_form_brings_files_and_what_is_known_of_them(client):
    files = [("files", ("../a.txt", b"Alpha")), ("files", ("b.txt", b"Beta!!")), ("other", ("c.txt", b"x"))]
    told = client.post("/", files=files, data={"title": " A  deal "}).json()
    assert told == {"files": [["a.txt", 5], ["b.txt", 6]], "title": "A deal"}


def test_a_form_without_files_or_with_too_many_is_refused(client):
    many = [("files", (f"{number}.txt", b"x")) for number in range(MOST_FILES + 1)]
    assert client.post("/", data={"title": "x"}).json() == {"code": "server.no-files"}
    assert client.post("/", files=[("files", ("", b""))]).json() == {"code": "server.no-files"}
    assert client.post("/", content=b"{}").json() == {"code": "server.no-files"}
    assert client.post("/", files=many).json() == {"code": "server.too-many-files"}
