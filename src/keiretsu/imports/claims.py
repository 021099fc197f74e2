"""Claims that people have written down in the annotation guideline's records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePath

from pydantic import ValidationError

from keiretsu.claims import Claim, Evidence
from keiretsu.claims.scoring.record import ClaimRecord
from keiretsu.documents import Document
from keiretsu.errors import InvalidRecordError, Problem, Severity
from keiretsu.imports.faults import first_fault, invalid_cell, invalid_row, left_out, repeated
from keiretsu.imports.record import Imported
from keiretsu.imports.table import read_text
from keiretsu.quantities import Money

EXTRACTOR = "hand/1"
CERTAIN = 100


def read_claims(path: Path, documents: Iterable[Document]) -> Imported:
    """Read claims, each quote at its exact place in the document that it names.

    A line is one claim in the guideline's ten fields; ``doc`` is a document's name, with or without
    its ending. A claim whose quote isn't in its document, or whose document isn't there, is left out
    and told; the others come in. Of a quote that stands in several places the first is taken.

    Parameters
    ----------
    path
        A file of JSON Lines.
    documents
        The documents that may be quoted; those that are come back with the claims.

    Returns
    -------
    Imported
        Documents, claims and problems.

    Raises
    ------
    MisuseError
        ``import.unreadable-file`` where the file can't be read.

    Examples
    --------
    >>> import tempfile
    >>> text = Document("Alpha buys Beta.", name="a.txt")
    >>> said = {"doc": "a.txt", "quote": "Alpha buys Beta.", "relation": "acquires", "subject": "Alpha",
    ...     "object": "Beta", "layer": None, "amount": None, "status": "agreed", "date": None, "terms": []}
    >>> path = Path(tempfile.mkdtemp()) / "claims.jsonl"
    >>> _ = path.write_text(json.dumps(said), encoding="utf-8")
    >>> [(claim.subject, claim.object, claim.status) for claim in read_claims(path, [text]).claims]
    [('Alpha', 'Beta', 'agreed')]
    """
    text, found = read_text(path)
    problems: list[Problem] = list(found)
    claims: dict[str, Claim] = {}
    named = _by_name(documents)
    # Not splitlines(): a quote may hold U+2028 and the like, which JSON doesn't escape.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        claim = _claim(line, where, named)
        if isinstance(claim, Problem):
            problems.append(claim)
        elif claim.id in claims:
            problems.append(repeated(where, "says what an earlier line says"))
        else:
            claims[claim.id] = claim
    quoted = {claim.document.id: claim.document for claim in claims.values()}
    return Imported(str(path), tuple(quoted.values()), tuple(claims.values()), problems=tuple(problems))


def _by_name(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """Return documents by their names, with and without the ending."""
    named: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for name in {document.name, PurePath(document.name).stem}:
            named[name].append(document)
    return named


def _claim(line: str, where: str, named: dict[str, list[Document]]) -> Claim | Problem:
    try:
        record = ClaimRecord.model_validate_json(line)
        # The record holds sums as floating-point numbers; the line has all their digits.
        amount = json.loads(line, parse_float=str).get("amount")
        return Claim(
            Evidence.find(_document(record.doc, named), record.quote),
            record.relation,
            record.subject,
            record.object,
            record.layer,
            None if amount is None else Money.from_json(amount),
            record.status,
            record.date,
            tuple(record.terms),
            CERTAIN,
            EXTRACTOR,
        )
    except ValidationError as error:
        return left_out(where, f"is no claim ({first_fault(error)})", _HINT)
    except InvalidRecordError as error:
        return _not_quoted(where, error) if error.problem.code == _NOT_FOUND else invalid_row(where, error)


_HINT = "write the ten fields of the guideline; see docs/how-to/measure-extraction.md"
_NOT_FOUND = "evidence.quote-not-found"


def _document(name: str, named: dict[str, list[Document]]) -> Document:
    found = named.get(name) or named.get(PurePath(name).stem, [])
    if not found:
        raise invalid_cell(name, "is no document that is there", "read it first, or name its folder")
    if len(found) > 1:
        raise invalid_cell(name, "is the name of several documents", "give each document its own name")
    return found[0]


def _not_quoted(where: str, error: InvalidRecordError) -> Problem:
    fault = error.problem
    said = " ".join(f"{fault.where} {fault.message}; the claim is left out".split())
    return Problem(_NOT_FOUND, Severity.ERROR, where, said, fault.hint)
