"""Sentences that tell how many: in the singular where there is one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import keiretsu
from keiretsu.quantities import counted, measured

SOURCES = Path(keiretsu.__file__).parent
A_COUNT = re.compile(r"len\(|\.size$|\.sum\(\)")
ON_A_PAGE = re.compile(r"\{\{ [a-z_.]+\|length \}\} (?!of |in )(?:[a-z]+ )?[a-z]+s\b[^<]{,20}")
A_PLURAL = re.compile(r" (?!of )(?:[a-z]+ )?(?!is |has |was |as |this |its )[a-z]+s\b")


def test_one_of_something_is_told_in_the_singular():
    assert counted(1, "deal states no sum", "deals state no sum") == "1 deal states no sum"
    assert counted(2, "deal states no sum", "deals state no sum") == "2 deals state no sum"
    assert counted(1.0, "year") == "1 year"
    assert measured(1, "years of what it pays") == "1 year of what it pays"


def test_no_sentence_puts_a_count_before_a_plural_by_hand():
    found = [place for path in sorted(SOURCES.rglob("*.py")) for place in counted_by_hand(path)]
    assert not found, "use keiretsu.quantities.counted"


def test_no_page_puts_a_count_before_a_plural_by_hand():
    pages = [page for room in ("web", "report") for page in (SOURCES / room / "templates").glob("*.j2")]
    assert len(pages) > 50
    found = [
        f"{page.name}: {words[0]}" for page in pages for words in ON_A_PAGE.finditer(page.read_text("utf-8"))
    ]
    assert not found, "use counted in the template"


def counted_by_hand(path: Path) -> Iterator[str]:
    """Yield where an f-string has the length of something right before a noun in the plural."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for value, text in zip(node.values, node.values[1:], strict=False):
                if isinstance(value, ast.FormattedValue) and isinstance(text, ast.Constant):
                    number = ast.unparse(value.value)
                    if (
                        A_COUNT.search(number)
                        and "counted(" not in number
                        and A_PLURAL.match(str(text.value))
                    ):
                        yield f"{path.relative_to(SOURCES)}:{node.lineno}: {{{number}}}{text.value!r:.40}"
