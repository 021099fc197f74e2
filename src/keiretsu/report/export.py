"""The report's records as files for other programs."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import MissingExtraError
from keiretsu.imports.formulas import neutralised
from keiretsu.report.annotations import web_annotations
from keiretsu.report.contents import ReportContents
from keiretsu.report.files import write_file, write_files
from keiretsu.report.ftm import ftm
from keiretsu.report.gexf import gexf
from keiretsu.report.graph import graphml
from keiretsu.report.tables import tables

if TYPE_CHECKING:
    import pandas as pd


class Format(StrEnum):
    """What an export writes: a folder of CSV, Parquet or JSON Lines files, or one file of another form."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"
    GRAPHML = "graphml"
    GEXF = "gexf"
    FTM = "ftm"
    ANNOTATIONS = "annotations"


def export(contents: ReportContents, form: Format, out: Path) -> tuple[Path, ...]:
    """Write documents, claims, deals, payments and all else that a report shows, for other programs.

    ``csv`` and ``parquet`` give a folder with one file a table; ``jsonl`` a folder with the claims
    of each document in the guideline's ten fields. One file each: ``graphml`` and ``gexf`` give the
    network, ``ftm`` the network as FollowTheMoney entities, ``annotations`` the claims as W3C Web
    Annotations. The same contents give the same bytes. All files are written, or none.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    MissingExtraError
        ``export.needs-parquet`` where pyarrow isn't installed.
    KeiretsuError
        ``report.disk-full`` or ``report.not-writable``.
    """
    match form:
        case Format.CSV:
            return write_files(out, {f"{name}.csv": _csv(table) for name, table in tables(contents).items()})
        case Format.JSONL:
            return write_claims(contents.documents, contents.claims, out)
        case Format.PARQUET:
            found = tables(contents).items()
            return write_files(out, {f"{name}.parquet": _parquet(table) for name, table in found})
        case Format.GRAPHML:
            write_file(out, graphml(contents.network))
        case Format.GEXF:
            write_file(
                out, gexf(contents.network, (deal for deal in contents.ended if deal.valid_to is not None))
            )
        case Format.FTM:
            write_file(out, ftm(contents.network))
        case Format.ANNOTATIONS:
            write_file(out, web_annotations(contents.claims))
    return (out,)


def write_claims(documents: Iterable[Document], claims: Iterable[Claim], out: Path) -> tuple[Path, ...]:
    """Write ``<document>.jsonl`` for each document: its claims in the order of their quotes.

    A record has exactly the annotation guideline's ten fields. A document without claims gives an
    empty file, so that none looks forgotten. Of documents with one name, the files are told apart by
    the beginning of their id.

    Raises
    ------
    KeiretsuError
        ``report.disk-full`` or ``report.not-writable``.
    """
    of_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        of_document[claim.document.id].append(claim)
    contents: dict[str, bytes] = {}
    for document in sorted(documents, key=lambda document: (document.name, document.id)):
        stem = Path(document.name).stem or document.id[:12]
        name = f"{stem}.jsonl" if f"{stem}.jsonl" not in contents else f"{stem}-{document.id[:12]}.jsonl"
        contents[name] = _json_lines(of_document[document.id])
    return write_files(out, contents)


def _json_lines(claims: list[Claim]) -> bytes:
    in_order = sorted(claims, key=lambda claim: (claim.evidence.span, claim.id))
    return "".join(json.dumps(claim.to_json(), ensure_ascii=False) + "\n" for claim in in_order).encode(
        "utf-8"
    )


def _csv(table: pd.DataFrame) -> bytes:
    return table.map(neutralised).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _parquet(table: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    try:
        table.to_parquet(file, engine="pyarrow", index=False)
    except ImportError as error:
        raise MissingExtraError(
            "export.needs-parquet",
            where="parquet",
            message="pyarrow isn't installed",
            hint="install keiretsu[parquet], or export csv",
        ) from error
    return file.getvalue()
