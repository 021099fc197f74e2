"""PDF files: those with text, scans, locked and broken ones."""

import datetime as dt
import io
import logging

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PdfReader, PdfWriter

from keiretsu.documents import read


def pdf(*pages, **metadata):
    """Make a PDF; a page is its text, or ``None`` for a picture of a page."""
    stream = io.BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(stream, metadata=metadata) as file:
        for text in pages:
            figure = Figure(figsize=(6, 4))
            if text is None:
                figure.figimage([[0.0, 1.0], [1.0, 0.0]])
            else:
                figure.text(0.1, 0.5, text)
            file.savefig(figure)
    return stream.getvalue()


def encrypted(data, password, algorithm="RC4-128"):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def read_pdf(tmp_path, data):
    (tmp_path / "deal.pdf").write_bytes(data)
    return read([tmp_path / "deal.pdf"])


def codes(result):
    return [problem.code for problem in result.problems]


def test_a_pdf_gives_text_title_and_day(tmp_path):
    created = dt.datetime(2025, 3, 4, tzinfo=dt.UTC)
    result = read_pdf(tmp_path, pdf("Alpha buys Beta.", "Gamma lends.", Title="A deal", CreationDate=created))

    document = result.documents[0]
    assert [line.strip() for line in document.text.split("\n") if line.strip()] == [
        "Alpha buys Beta.",
        "Gamma lends.",
    ]
    assert (document.title, document.published, document.name) == ("A deal", "2025-03-04", "deal.pdf")
    assert result.problems == ()


@pytest.mark.parametrize(
    ("stated", "published", "problems"),
    [
        ("D:202503", "2025-03", []),
        ("D:20250304101112+01'00'", "2025-03-04", []),
        ("D:20250230", None, ["document.invalid-date"]),
        ("last year", None, []),
    ],
)
def test_the_day_of_creation_goes_as_far_as_it_is_stated(tmp_path, stated, published, problems):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Alpha buys Beta."))))
    writer.add_metadata({"/CreationDate": stated})
    stream = io.BytesIO()
    writer.write(stream)
    result = read_pdf(tmp_path, stream.getvalue())

    assert (result.documents[0].published, codes(result)) == (published, problems)


def test_a_scan_is_told_to_go_through_ocr(tmp_path):
    result = read_pdf(tmp_path, pdf(None, None))

    assert result.documents == ()
    assert codes(result) == ["document.no-text-layer"]
    assert "OCR" in result.problems[0].hint


def test_pages_without_text_are_noted(tmp_path):
    result = read_pdf(tmp_path, pdf("Alpha buys Beta.", None))

    assert len(result.documents) == 1
    assert codes(result) == ["document.pages-without-text"]
    assert "1 of 2" in result.problems[0].message


def test_a_password_is_one_problem_but_an_empty_one_is_none(tmp_path):
    data = pdf("Alpha buys Beta.")

    assert codes(read_pdf(tmp_path, encrypted(data, "secret"))) == ["document.encrypted"]
    assert "Alpha buys Beta." in read_pdf(tmp_path, encrypted(data, "")).documents[0].text


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_cut_pdf_never_raises_and_never_chatters(tmp_path, share, caplog, capfd):
    data = pdf("Alpha buys Beta.")
    with caplog.at_level(logging.DEBUG):
        result = read_pdf(tmp_path, data[: int(len(data) * share)])

    assert len(result.documents) + len(result.problems) >= 1
    assert set(codes(result)) <= {"document.broken-pdf", "document.no-text-layer"}
    assert [record for record in caplog.records if record.name.startswith("pypdf")] == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\nnothing more", "document.broken-pdf"),
        (b"Alpha buys Beta.", "document.broken-pdf"),
        (b"PK\x03\x04rest", "document.binary"),
        (b"", "document.empty"),
    ],
)
def test_what_is_no_pdf_is_one_problem(tmp_path, data, code):
    result = read_pdf(tmp_path, data)

    assert (result.documents, codes(result)) == ((), [code])
    assert "\n" not in result.problems[0].line()
