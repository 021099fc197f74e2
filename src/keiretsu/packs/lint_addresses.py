"""Which addresses of a pack's sources can't be opened."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.documents.addresses import web_address
from keiretsu.errors import Problem, Severity
from keiretsu.packs.looked import Looked
from keiretsu.packs.rates import rate_key


def unusable_addresses(looked: Looked) -> Iterator[Problem]:
    """Yield the figures, rates, outcomes and documents whose address no browser opens."""
    for where, url in _addresses(looked):
        if url and web_address(url) is None:
            yield Problem(
                "pack.unusable-address",
                Severity.WARNING,
                where,
                f"gives {url!r} as its address, which no browser opens",
                "write the whole address, with https:// or http://, or leave it blank",
            )


def _addresses(looked: Looked) -> Iterator[tuple[str, str | None]]:
    """Yield where each address stands, and what it is."""
    for figure in looked.pack.figures:
        yield looked.places[figure.id], figure.source.url
    for rate in looked.pack.exchange_rates:
        yield looked.places[rate_key(rate)], rate.source.url
    for one in looked.outcomes.outcomes:
        yield looked.outcomes.places[one.key], one.source.url
    for document in looked.documents:
        yield looked.document(document), document.url
