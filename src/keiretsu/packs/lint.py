"""Lint a pack: everything that loading finds, and what only a closer look shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from keiretsu.documents import Document, read
from keiretsu.errors import Problem, Severity
from keiretsu.packs.loader import load_pack
from keiretsu.packs.record import Pack
from keiretsu.vocabulary import layers


def lint_pack(path: str | Path) -> list[Problem]:
    """Return everything that is wrong with a pack.

    Answers *what is to be mended before this pack can be relied on*: entries that were left out,
    words that are no layer of the vocabulary, sums in a currency and year without a rate, documents
    that can't be read or don't name their source, and a missing file of assumptions.

    Parameters
    ----------
    path
        A pack's name, or the path of its folder.

    Raises
    ------
    PackError
        Where there is no such pack, or a file of it can't be parsed.

    Examples
    --------
    >>> lint_pack("ai")
    []
    """
    pack = load_pack(path)
    reading = read(pack.document_paths)
    return [
        *pack.problems,
        *reading.problems,
        *_open_layers(pack),
        *_missing_rates(pack),
        *_missing_assumptions(pack),
        *(problem for document in reading.documents for problem in _unsourced(document)),
    ]


def _open_layers(pack: Pack) -> Iterator[Problem]:
    for known in pack.known_names:
        if known.layer is not None and known.layer not in layers():
            yield Problem(
                "pack.open-layer",
                Severity.NOTE,
                f"{pack.assumptions_path.parent.name}/organisations.yaml: {known.name}",
                f"{known.layer!r} is not a layer of the vocabulary and counts as a noun of this industry",
                f"check its spelling; the vocabulary has {', '.join(layers())}",
            )


def _missing_rates(pack: Pack) -> Iterator[Problem]:
    priced = {(rate.currency, rate.year) for rate in pack.exchange_rates}
    for figure in pack.figures:
        currency, end = figure.amount.currency, figure.period.end
        if end is None or currency == pack.base_currency or (currency, end.year) in priced:
            continue
        yield Problem(
            "pack.missing-rate",
            Severity.WARNING,
            f"{pack.assumptions_path.parent.name}/exchange_rates.csv",
            f"has no rate of {currency} for {end.year}, which {figure.party.name} {figure.item} needs",
            f"add a row for {currency} and {end.year}",
        )


def _missing_assumptions(pack: Pack) -> Iterator[Problem]:
    if not pack.assumptions_path.is_file():
        yield Problem(
            "pack.missing-assumptions",
            Severity.ERROR,
            f"{pack.assumptions_path.parent.name}/{pack.assumptions_path.name}",
            "is missing, so that contracts without a stated length have no yearly sum",
            "add the file; see docs/reference/packs.md",
        )


def _unsourced(document: Document) -> Iterator[Problem]:
    wanted = {"title": document.title, "publisher": document.publisher, "date": document.published}
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        yield Problem(
            "pack.document-without-source",
            Severity.WARNING,
            document.name,
            f"does not say the {', '.join(missing)} of its source",
            "add it to the front matter at the top of the file",
        )
