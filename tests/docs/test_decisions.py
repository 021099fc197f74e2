"""Decisions are numbered without gaps, and the one on dependencies names them all."""

import re
import tomllib


def test_decisions_are_numbered_without_gaps(repository):
    names = sorted(path.name for path in (repository / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_each_decision_has_context_decision_and_consequences(repository):
    for page in (repository / "docs" / "decisions").glob("*.md"):
        lines = page.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(f"# {page.name[:4]} "), page.name
        headings = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
        assert headings == ["Context", "Decision", "Consequences"], page.name


def test_every_direct_dependency_has_its_reason(repository):
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        required += extra
    names = {re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0] for requirement in required}
    page = (repository / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    reasoned = {name for line in page.splitlines() if line.startswith("|") for name in named_first(line)}
    assert names - {"keiretsu"} - reasoned == set(), "dependencies without a reason"
    assert reasoned - names == set(), "reasons for what isn't a dependency"


def named_first(row):
    return re.findall(r"`([^`]+)`", row.split("|")[1])
