"""Every problem code that the code uses has a page, and every page's code is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from keiretsu.errors import catalogue

CODE = re.compile(r"[a-z]+\.[a-z][a-z0-9]*(-[a-z0-9]+)*")
FILE_ENDINGS = {"css", "csv", "gexf", "graphml", "html", "js", "json", "jsonl", "md", "pdf", "py", "sqlite"}
FILE_ENDINGS |= {"svg", "toml", "txt", "yaml", "yml"}


def first_words(tree: ast.Module) -> Iterator[str]:
    """Yield the text that each call begins with, or is given as its code."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        keywords = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
        for argument in [*call.args[:1], *keywords]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def codes_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {word for word in first_words(tree) if CODE.fullmatch(word)}
    return {code for code in found if not is_module_or_file(code)}


def is_module_or_file(word: str) -> bool:
    """Tell a module, a file and a column of a table from a code."""
    package, _, ending = word.partition(".")
    return package == "keiretsu" or ending in FILE_ENDINGS or ending == "id"


def test_every_code_in_use_has_an_entry_and_every_entry_is_in_use(repository):
    texts = list((repository / "src" / "keiretsu").rglob("*.py"))
    used = set().union(*(codes_of(path) for path in texts))
    constants = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    assert used - set(catalogue()) == set(), "codes without an entry in problems.yaml"
    assert {code for code in catalogue() if f'"{code}"' not in constants} == set(), (
        "entries that nothing uses"
    )


def test_entries_are_single_sentences():
    for entry in catalogue().values():
        for text in (entry.meaning, entry.cause, entry.cure):
            assert text.endswith("."), (entry.code, text)
            assert "\n" not in text.strip(), (entry.code, text)


def test_a_code_in_a_call_is_found(tmp_path):
    source = tmp_path / "room.py"
    source.write_text('raise Fault("figure.lost", where="a.txt")\nopen("notes.txt")\n', encoding="utf-8")
    assert codes_of(source) == {"figure.lost"}
