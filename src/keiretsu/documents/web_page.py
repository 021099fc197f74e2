"""HTML pages: the main text without scripts, and what the page says of its origin. Offline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from keiretsu.documents.converted import Converted, refusal, silenced
from keiretsu.documents.dates import looks_iso
from keiretsu.documents.encoding import decode
from keiretsu.errors import Problem, Severity

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = ("script", "style", "noscript", "template")
# Where pages state when they were published, the most explicit first.
_STATED_DATES = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='dc.date' or @name='DC.date' or @name='dcterms.date']/@content",
    "//meta[@name='DC.date.issued' or @name='dcterms.issued' or @name='pubdate']/@content",
    "//meta[@name='publish_date' or @name='citation_publication_date']/@content",
)
_DATES = {"extensive_search": False, "original_date": True}  # no dates from the running text
_LESS_STATED_DATES = ("//time/@datetime",)


def read_html(data: bytes, where: str) -> Converted:
    """Return a page's main text, or all its visible text where no main part is found.

    Raises
    ------
    DocumentError
        ``document.no-visible-text`` for a page that shows nothing without its scripts.

    Examples
    --------
    >>> html = b"<title>A deal</title><script>x=1</script><p>Alpha buys Beta.</p>"
    >>> page = read_html(html, "a.html")
    >>> page.title, page.text
    ('A deal', 'Alpha buys Beta.')
    """
    html, problems = decode(data, where, declared=True)
    with silenced("trafilatura"), silenced("htmldate"):
        tree, is_cut = _parse(html)
        origin = _origin(tree)
        text = _text(tree)
    if not text.strip():
        raise refusal(
            "document.no-visible-text",
            where,
            "the page shows no text unless its scripts run",
            "save the page as text or PDF from a browser",
        )
    if is_cut:
        problems = (*problems, _cut(where))
    return replace(origin, text=text, problems=problems)


def _parse(html: str) -> tuple[HtmlElement, bool]:
    """Return the page's tree, and whether nesting beyond libxml2's limit cut something off."""
    from lxml import etree
    from lxml import html as lxml_html

    # Bytes, because lxml refuses strings with an XML declaration of their encoding; a huge tree,
    # because the usual limit of 256 levels drops the rest of the page without a word.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8"), parser=parser)
    except etree.LxmlError:
        tree = lxml_html.document_fromstring("<html><body></body></html>")
    return tree, any("Excessive depth" in entry.message for entry in parser.error_log)


def _origin(tree: HtmlElement) -> Converted:
    """Return title, publisher, date and address; a page that upsets the library has none."""
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(tree, date_config=dict(_DATES))
    except Exception:  # noqa: BLE001 - metadata is welcome, never a reason to lose the text
        return Converted("")
    # The page's own statement comes first, because htmldate fills a month up with a day of its own.
    return Converted("", found.title, found.sitename, _stated_date(tree) or found.date, found.url)


def _stated_date(tree: HtmlElement) -> str | None:
    """Return the date that the page states in ISO 8601, as far as it goes."""
    stated = _first_iso(value for path in _STATED_DATES for value in tree.xpath(path))
    stated = stated or _first_iso(_json_ld_dates(tree))
    return stated or _first_iso(value for path in _LESS_STATED_DATES for value in tree.xpath(path))


def _first_iso(values: Iterator[str]) -> str | None:
    return next((str(value).strip() for value in values if looks_iso(value)), None)


def _json_ld_dates(tree: HtmlElement) -> Iterator[str]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            items = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in items if isinstance(items, list) else [items]:
            graph = item.get("@graph", [item]) if isinstance(item, dict) else []
            for node in graph if isinstance(graph, list) else []:
                if isinstance(node, dict) and isinstance(node.get("datePublished"), str):
                    yield node["datePublished"]


def _text(tree: HtmlElement) -> str:
    from lxml import etree
    from trafilatura import bare_extraction, html2txt

    # Without their elements, no road below can take a script's or a style's words for text.
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    try:
        found = bare_extraction(tree, include_comments=False)
        return getattr(found, "text", None) or html2txt(tree) or ""
    except Exception:  # noqa: BLE001 - the plain road below has no such faults
        return " ".join("".join(tree.itertext()).split())


def _cut(where: str) -> Problem:
    return Problem(
        "document.cut-page",
        Severity.WARNING,
        where,
        "its tags are nested too deeply, so that the page was read up to there only",
        "save the page as text or PDF from a browser",
    )
