"""The vocabulary's lint finds what is wrong."""

from types import MappingProxyType

import pytest

from keiretsu.errors import VocabularyError
from keiretsu.vocabulary import lint as run_lint
from keiretsu.vocabulary import loader

CACHES = (
    loader.relations, loader.layers, loader.statuses, loader.bases, loader.terms, loader.reliabilities,
)  # fmt: skip


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch):
    """Serve one data file's entries changed, as a careless edit would."""

    def change(kind: str, **entries: object) -> None:
        original = loader.raw_entries

        def edited(asked: str):
            raw = original(asked)
            return {name: raw[name] | entries.get(name, {}) for name in raw} if asked == kind else raw

        monkeypatch.setattr(loader, "raw_entries", edited)
        for cached in CACHES:
            cached.cache_clear()

    yield change
    monkeypatch.undo()
    for cached in CACHES:
        cached.cache_clear()


def test_a_relation_with_an_unknown_term_is_found(broken) -> None:
    broken("relations", supplies={"terms": ["exclusive", "cosy"]})
    assert [problem.where for problem in run_lint()] == ["vocabulary: relations.supplies"]


def test_money_without_a_flow_is_found(broken) -> None:
    broken("relations", invests={"flow": None})
    assert [problem.where for problem in run_lint()] == ["vocabulary: relations.invests"]


def test_a_meaning_that_is_no_sentence_is_found(broken) -> None:
    broken("terms", debt={"meaning": "loan"})
    assert [problem.where for problem in run_lint()] == ["vocabulary: terms.debt"]


def test_orders_that_repeat_are_found(broken) -> None:
    broken("statuses", agreed={"order": 3})
    assert [problem.where for problem in run_lint()] == ["vocabulary: statuses"]


def test_sources_that_no_order_tells_apart_are_found(broken) -> None:
    broken("reliabilities", press={"order": 2})
    assert [problem.where for problem in run_lint()] == ["vocabulary: reliabilities"]


def test_a_file_that_is_not_yaml_says_so(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "terms.yaml").write_text("equity: [", encoding="utf-8")
    monkeypatch.setattr(loader, "files", lambda _: tmp_path)
    with pytest.raises(VocabularyError) as caught:
        loader.raw_entries("terms")
    assert caught.value.problem.code == "vocabulary.broken-file"


def test_mapping_is_read_only() -> None:
    assert isinstance(loader.relations(), MappingProxyType)
