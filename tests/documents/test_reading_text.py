"""Plain text and Markdown: the encoding is found, the text stays as it is."""

# ruff: noqa: RUF001 - the typographic signs are what is tested

import codecs
from io import BytesIO

import pytest

from keiretsu.documents import read
from keiretsu.errors import MisuseError, Severity

DEAL = "Alpha buys Beta for £5 billion – “a bargain”, says Gamma’s chief.\r\n\r\n  Größe zählt.\n"
FRENCH = "L’été dernier, Alpha a racheté Béta pour 3 milliards d’euros — déjà versés.\n"
RUSSIAN = "Альфа купила Бету за пять миллиардов рублей в прошлом году, сообщила газета."
JAPANESE = "アルファはベータを五十億ドルで買収した。系列とは企業の集まりである。"
POLISH = "Spółka Alfa kupiła Betę za pięć miliardów złotych. Źródło: własne."


def read_bytes(tmp_path, data, name="deal.txt", **options):
    (tmp_path / name).write_bytes(data)
    return read([tmp_path / name], **options)


@pytest.mark.parametrize(
    "data",
    [
        DEAL.encode(),
        codecs.BOM_UTF8 + DEAL.encode(),
        codecs.BOM_UTF16_LE + DEAL.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + DEAL.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + DEAL.encode("utf-32-le"),
        DEAL.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "utf-32-le", "windows-1252"],
)
def test_a_text_reads_the_same_in_every_usual_encoding(tmp_path, data):
    result = read_bytes(tmp_path, data)

    assert result.documents[0].text == DEAL
    assert result.problems == ()


@pytest.mark.parametrize("text", [FRENCH, "Café Alpha", "£5bn", "Ærø og Ålesund: Alpha køber Beta."])
def test_latin_1_and_its_superset_simply_work(tmp_path, text):
    result = read_bytes(tmp_path, text.encode("cp1252"))

    assert (result.documents[0].text, result.problems) == (text, ())


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (JAPANESE, "shift_jis")])
def test_a_guessed_encoding_is_said(tmp_path, text, encoding):
    result = read_bytes(tmp_path, text.encode(encoding))

    assert result.documents[0].text == text
    assert [(p.code, p.severity) for p in result.problems] == [
        ("document.guessed-encoding", Severity.WARNING)
    ]


def test_polish_is_not_taken_for_a_western_text_in_silence(tmp_path):
    result = read_bytes(tmp_path, POLISH.encode("cp1250"))

    assert [p.code for p in result.problems] == ["document.guessed-encoding"]


def test_one_bad_byte_does_not_turn_utf8_into_something_else(tmp_path):
    result = read_bytes(tmp_path, DEAL.encode() + b"\xff end")

    assert result.documents[0].text == DEAL + "\ufffd end"
    assert [p.code for p in result.problems] == ["document.broken-encoding"]


def test_a_text_that_contradicts_its_mark_is_refused(tmp_path):
    result = read_bytes(tmp_path, codecs.BOM_UTF16_LE + b"abc")

    assert [p.code for p in result.problems] == ["document.undecodable"]


def test_standard_input_is_a_text_document():
    result = read(["-"], stdin=BytesIO("Alpha buys Béta.".encode("latin-1")), title="A note")

    document = result.documents[0]
    assert (document.name, document.source, document.text) == ("stdin.txt", "-", "Alpha buys Béta.")
    assert document.title == "A note"


def test_front_matter_gives_the_origin_and_the_body_stays(tmp_path):
    page = "---\r\ntitle: 'Alpha: a deal'\r\npublisher: The Gazette\r\ndate: 2025-03\r\n"
    page += "url: https://news.example/a\r\n---\r\n\r\n# Alpha\r\n\r\nAlpha buys Beta.\r\n"
    document = read_bytes(tmp_path, page.encode(), "a.md").documents[0]

    assert document.text == "\r\n# Alpha\r\n\r\nAlpha buys Beta.\r\n"
    assert (document.title, document.publisher) == ("Alpha: a deal", "The Gazette")
    assert (document.published, document.url) == ("2025-03", "https://news.example/a")


def test_published_wins_over_date(tmp_path):
    page = b"---\ndate: 2024\npublished: 2025-03-04T10:00:00Z\n---\nAlpha buys Beta."

    assert read_bytes(tmp_path, page, "a.md").documents[0].published == "2025-03-04"


def test_options_win_over_front_matter(tmp_path):
    page = b"---\ntitle: Old\ndate: 2024-02-30\n---\nAlpha buys Beta."
    result = read_bytes(
        tmp_path, page, "a.md", title="New", published="2025-3", publisher="Gazette", url="x:y"
    )

    document = result.documents[0]
    assert (document.title, document.published, document.publisher) == ("New", "2025-03", "Gazette")
    assert result.problems == ()


@pytest.mark.parametrize("date", ["2025-02-30", "2025-13", "March 2025", "0000", "2019/.."])
def test_a_date_that_does_not_exist_costs_only_the_date(tmp_path, date):
    result = read_bytes(tmp_path, f"---\ndate: {date}\n---\nAlpha buys Beta.".encode(), "a.md")

    assert (result.documents[0].text, result.documents[0].published) == ("Alpha buys Beta.", None)
    assert [p.code for p in result.problems] == ["document.invalid-date"]
    assert date in result.problems[0].message


def test_a_date_option_that_does_not_exist_is_misuse():
    with pytest.raises(MisuseError, match="2025-02-30"):
        read([], published="2025-02-30")


def test_front_matter_says_how_far_a_source_can_be_relied_on_and_the_reader_knows_better(tmp_path):
    page = b"---\nreliability: secondary\n---\nAlpha buys Beta."

    assert read_bytes(tmp_path, page, "a.md").documents[0].reliability == "secondary"
    assert read_bytes(tmp_path, page, "a.md", reliability="filing").documents[0].reliability == "filing"
    assert read_bytes(tmp_path, b"Alpha buys Beta.").documents[0].reliability is None


def test_an_unknown_reliability_costs_only_the_reliability(tmp_path):
    result = read_bytes(tmp_path, b"---\nreliability: hearsay\n---\nAlpha buys Beta.", "a.md")

    assert (result.documents[0].text, result.documents[0].reliability) == ("Alpha buys Beta.", None)
    assert [p.code for p in result.problems] == ["document.unknown-reliability"]
    assert "hearsay" in result.problems[0].message


def test_an_unknown_reliability_given_by_the_reader_is_misuse():
    with pytest.raises(MisuseError, match="filing, official, press, secondary"):
        read([], reliability="hearsay")


@pytest.mark.parametrize("yaml", ["title: Alpha: a deal", "title: [", '"\\UFFFFFFFF": x', "[" * 2000])
def test_broken_front_matter_loses_nothing(tmp_path, yaml):
    page = f"---\n{yaml}\n---\nAlpha buys Beta."
    result = read_bytes(tmp_path, page.encode(), "a.md")

    assert result.documents[0].text == page
    assert [p.code for p in result.problems] == ["document.front-matter"]


@pytest.mark.parametrize(
    "page", ["---\nAlpha buys Beta.\n---\nMore.", "Alpha\n---\ntitle: x\n---\n", "---\nnever closed"]
)
def test_rules_are_not_front_matter(tmp_path, page):
    result = read_bytes(tmp_path, page.encode(), "a.md")

    assert (result.documents[0].text, result.documents[0].title, result.problems) == (page, None, ())
