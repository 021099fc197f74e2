"""The language model behind the rules: found, checked against its known hashes, and loaded once."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keiretsu.claims.rules.lexicon import data_file
from keiretsu.errors import KeiretsuError

if TYPE_CHECKING:
    from spacy.language import Language

UNUSED = ["senter"]
PREFIXES = {"co", "pre", "re", "counter"}
PLAIN_WORDS = "plain_words"
"""Where a pipeline's vocabulary keeps the words of its lemmatizer's dictionary."""


@cache
def load_pipeline(model: str | None) -> Language:
    """Return the parser, loaded once a process.

    Parameters
    ----------
    model
        ``None`` for the model that keiretsu is measured with; its files are checked against the hashes
        in ``data/model.yaml`` before anything in them is used. Else the name or path of another spaCy
        model with a tagger, a dependency parser, a lemmatizer and entity recognition.

    Raises
    ------
    KeiretsuError
        When the model isn't installed, lacks a component, or isn't the one that was measured.
    """
    import spacy

    with warnings.catch_warnings():
        # W095: the model was trained with spaCy 3.7 and runs with 3.8; that pairing is what we measured.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        if model is None:
            pipeline = spacy.load(checked_model_folder(data_file("model")), exclude=UNUSED)
        else:
            try:
                pipeline = spacy.load(model, exclude=UNUSED)
            except OSError as error:
                raise _missing(model, f"can't be loaded ({str(error).split('.')[0]})") from error
    lacking = [name for name in ("parser", "lemmatizer", "ner") if name not in pipeline.pipe_names]
    if lacking:
        raise _missing(model or "default", f"has no {' and no '.join(lacking)}")
    _keep_whole(pipeline)
    _end_sums(pipeline)
    _keep_words(pipeline)
    return pipeline


def _keep_whole(pipeline: Language) -> None:
    """Let "co-developed" be one word, and a verb, and "Alpha:beta" one name; the tokenizer splits both."""
    tokenizer: Any = pipeline.tokenizer
    split = tokenizer.infix_finditer

    def without_inner(text: str) -> list[re.Match[str]]:
        return [match for match in split(text) if not _is_inside(text, match)]

    tokenizer.infix_finditer = without_inner


def _end_sums(pipeline: Language) -> None:
    """Part the dot that ends a sentence from the letter of a sum: "revenue of £810m. It plans"."""
    tokenizer: Any = pipeline.tokenizer
    for letter in "mkbt":
        tokenizer.add_special_case(f"{letter}.", [{"ORTH": letter}, {"ORTH": "."}])


def _is_inside(text: str, match: re.Match[str]) -> bool:
    """Tell whether a sign stands behind a prefix, or is a colon between a name's two parts."""
    if match.group() == ":":
        return text[:1].isupper() and text[match.end() : match.end() + 1].islower()
    return text[: match.start()].lower() in PREFIXES


def _keep_words(pipeline: Language) -> None:
    """Keep the dictionary of the lemmatizer with the vocabulary; a model without one knows no words."""
    lookups = pipeline.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    if pipeline.vocab.lookups.has_table(PLAIN_WORDS):
        return
    tables = (lookups.get_table(name, {}) for name in ("lemma_index", "lemma_exc"))
    entries = (word for table in tables for part in table.values() for word in part)
    pipeline.vocab.lookups.add_table(PLAIN_WORDS, dict.fromkeys(entries, True))


def checked_model_folder(expected: Mapping[str, Any]) -> Path:
    """Return the folder of an installed model after its files have been checked.

    Parameters
    ----------
    expected
        The model's distribution, package, folder and the SHA-256 of each file, as in ``data/model.yaml``.
    """
    package = expected["package"]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise _missing(expected["distribution"], "isn't installed")
    folder: Path = Path(spec.origin).parent / expected["folder"]
    for name, digest in expected["files"].items():
        path = folder / name
        if not path.is_file():
            raise _mismatch(expected["distribution"], f"lacks the file {name}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise _mismatch(expected["distribution"], f"has another {name} than the one that was measured")
    return folder


def _installed(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "no version"


def _missing(model: str, message: str) -> KeiretsuError:
    return KeiretsuError(
        "extractor.model-missing",
        where=model,
        message=f"the language model {message}",
        hint="install keiretsu's dependencies again, or name another spaCy model",
    )


def _mismatch(distribution: str, message: str) -> KeiretsuError:
    return KeiretsuError(
        "extractor.model-mismatch",
        where=f"{distribution} ({_installed(distribution)})",
        message=f"the language model {message}",
        hint="install it again from the lock file, or name the model that you mean to use",
    )
