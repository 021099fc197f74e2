"""Web pages: the text without scripts, the origin as stated, and no network."""

import socket

import pytest

from keiretsu.documents import read

SENTENCES = "".join(
    f"<p>Alpha has invested {sum_} billion dollars in Beta since the year began, it said.</p>"
    for sum_ in range(2, 9)
)
HEAD = """<title>Alpha buys Beta</title>
<meta property="og:site_name" content="The Gazette">
<meta property="article:published_time" content="2025-03-04T10:00:00Z">
<link rel="canonical" href="https://news.example/alpha">
<style>.secret { color: red }</style>
<script>var secret = "secret script";</script>
<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "secret data"}</script>"""


def page(head, body):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def read_page(tmp_path, html, name="page.html", encoding="utf-8"):
    (tmp_path / name).write_bytes(html.encode(encoding))
    return read([tmp_path / name])


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a page must be read without the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_a_page_gives_text_and_origin(tmp_path):
    body = f"<article>{SENTENCES}<script>secret()</script></article><img src='https://cdn.example/x.png'>"
    result = read_page(tmp_path, page(HEAD, body))

    document = result.documents[0]
    assert (document.title, document.publisher) == ("Alpha buys Beta", "The Gazette")
    assert (document.published, document.url) == ("2025-03-04", "https://news.example/alpha")
    assert "Alpha has invested 8 billion dollars in Beta" in document.text
    assert result.problems == ()


@pytest.mark.parametrize("body", [SENTENCES, "<p>Alpha.</p>", "<div>Alpha", "Alpha", "<nav>Alpha</nav>"])
def test_scripts_and_styles_never_reach_the_text(tmp_path, body):
    unseen = "<noscript>secret</noscript><template>secret</template><!-- secret --><style>secret</style>"
    text = read_page(tmp_path, page(HEAD, body + unseen + "<script>secret()</script>")).documents[0].text

    assert "Alpha" in text
    assert "secret" not in text


@pytest.mark.parametrize("html", ["<p>Alpha buys Beta.</p>", "Alpha buys Beta.", "<b>Alpha</b> buys Beta."])
def test_a_fragment_is_a_page(tmp_path, html):
    assert read_page(tmp_path, html, "a.htm").documents[0].text.strip() == "Alpha buys Beta."


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="date" content="2025-03">', "2025-03"),
        ('<meta name="date" content="2025">', "2025"),
        ('<script type="application/ld+json">{"datePublished": "2024-01"}</script>', "2024-01"),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-01-02"}]}</script>',
            "2024-01-02",
        ),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<link rel="canonical" href="https://x.example/2024/06/03/alpha">', "2024-06-03"),
        ("", None),
    ],
)
def test_no_day_is_made_up(tmp_path, head, published):
    result = read_page(tmp_path, page(head, SENTENCES + "<p>It closed on 3 May 2022.</p><p>© 2021</p>"))

    assert (result.documents[0].published, result.problems) == (published, ())


def test_a_stated_date_that_does_not_exist_is_a_problem(tmp_path):
    result = read_page(tmp_path, page('<meta name="date" content="2025-02-30">', SENTENCES))

    assert result.documents[0].published is None
    assert [p.code for p in result.problems] == ["document.invalid-date"]


@pytest.mark.parametrize(
    ("charset", "text"),
    [("iso-8859-1", "Größe: 5 €"), ("windows-1251", "Альфа купила"), ("shift_jis", "アルファ")],
)
def test_the_declared_encoding_is_believed(tmp_path, charset, text):
    encoding = "cp1252" if charset == "iso-8859-1" else charset
    result = read_page(tmp_path, page(f'<meta charset="{charset}">', f"<p>{text}</p>"), encoding=encoding)

    assert (result.documents[0].text.strip(), result.problems) == (text, ())


def test_an_xml_declaration_does_no_harm(tmp_path):
    html = '<?xml version="1.0" encoding="iso-8859-1"?>' + page("", "<p>Größe zählt.</p>")

    assert read_page(tmp_path, html, encoding="latin-1").documents[0].text.strip() == "Größe zählt."


@pytest.mark.parametrize("body", ["", "<script>document.write('Alpha')</script>", "<img src='a.png'>"])
def test_a_page_without_text_is_one_problem(tmp_path, body):
    result = read_page(tmp_path, page("<title>T</title>", body))

    assert result.documents == ()
    assert [p.code for p in result.problems] == ["document.no-visible-text"]


def test_deep_nesting_loses_nothing_up_to_a_limit_and_is_said_beyond(tmp_path):
    deep = read_page(
        tmp_path, page("", "<p>Before.</p>" + "<div>" * 500 + "Deep." + "</div>" * 500 + "<p>After.</p>")
    )
    deeper = read_page(tmp_path, page("", "<p>Before.</p>" + "<div>" * 2500 + "Deep."))

    assert {"Before.", "Deep.", "After."} <= set(deep.documents[0].text.split())
    assert deep.problems == ()
    assert deeper.documents[0].text.split() == ["Before."]
    assert [p.code for p in deeper.problems] == ["document.cut-page"]
