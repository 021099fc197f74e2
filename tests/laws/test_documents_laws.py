"""Laws of reading: what is text comes back as it was, and no bytes raise."""

import codecs
from contextlib import suppress
from io import BytesIO

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from keiretsu.documents import read
from keiretsu.documents.encoding import MAGIC
from keiretsu.documents.formats import READERS
from keiretsu.errors import DocumentError

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
MARKS = [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE]
PDF_STARTS = [b"%PDF-1.7\n", b"%PDF-1.4\ntrailer <</Root 1 0 R>>\n"]
FORMAT_STARTS = st.sampled_from([b"", b"<html><body>", b"---\n", *PDF_STARTS, *MARKS])


def is_marked(data: bytes) -> bool:
    marks = (codecs.BOM_UTF8, *(magic for magic, _, _ in MAGIC))
    return data.startswith(marks)


@given(TEXT)
@example("Alpha\r\n\x85\u2028 buys\tBeta \x1b[0m")
def test_text_in_utf8_reads_back_identically(text):
    data = text.encode("utf-8")
    assume(text.strip() and not is_marked(data))

    result = read(["-"], stdin=BytesIO(data))

    assert [document.text for document in result.documents] == [text]
    assert result.problems == ()


@given(TEXT)
def test_the_byte_order_mark_alone_is_dropped(text):
    assume(text.strip())

    result = read(["-"], stdin=BytesIO(codecs.BOM_UTF16_BE + text.encode("utf-16-be")))

    assert [document.text for document in result.documents] == [text]


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\xd8")
@example(b"+2AA-\xff")
def test_any_bytes_give_a_document_or_a_problem(data):
    result = read(["-"], stdin=BytesIO(data))

    assert len(result.documents) == 1 or len(result.problems) == 1


@settings(deadline=None)  # the first page and the first PDF import their libraries
@given(FORMAT_STARTS, st.binary(max_size=300), st.sampled_from(sorted(READERS)))
@example(b"<html>", b"<meta charset=utf-7>+2AA-\xff", ".html")
@example(b"---\n", b'title: "\\ud800"\n---\nAlpha', ".md")
def test_no_reader_raises_anything_but_a_refusal(start, rest, ending):
    with suppress(DocumentError):
        assert isinstance(READERS[ending](start + rest, "a" + ending).text, str)
