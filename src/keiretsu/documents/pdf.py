"""PDF files with a text layer."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from keiretsu.documents.converted import Converted, refusal, silenced
from keiretsu.documents.encoding import refuse_magic
from keiretsu.errors import DocumentError, Problem, Severity
from keiretsu.quantities import counted

if TYPE_CHECKING:
    from pypdf import PdfReader

_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024
_CREATED = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", re.ASCII)


def read_pdf(data: bytes, where: str) -> Converted:
    """Return the text of all pages, one after another, with the title and date of the metadata.

    Raises
    ------
    DocumentError
        ``document.no-text-layer`` for a scan, ``document.encrypted``, or ``document.broken-pdf``.
    """
    if _HEADER not in data[:_HEADER_WITHIN]:
        refuse_magic(data, where)
        raise _broken(where, "doesn't begin as a PDF does", "give it the ending that fits its content")
    with silenced("pypdf"):
        try:
            return _convert(data, where)
        except DocumentError:
            raise
        except Exception as error:  # broken files raise nearly anything from the parser's depths
            raise _failure(error, where) from error


def _convert(data: bytes, where: str) -> Converted:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(BytesIO(data))
    # Many files are encrypted with an empty password, only to restrict printing.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise _encrypted(where, "is encrypted with a password")
    pages = [page.extract_text() for page in reader.pages]
    silent = sum(not page.strip() for page in pages)
    if silent == len(pages):
        raise refusal(
            "document.no-text-layer",
            where,
            f"none of its {counted(len(pages), 'page')} has text: a scan, or pictures only",
            "run OCR on it (such as ocrmypdf) and read the result",
        )
    title, published = _metadata(reader)
    return Converted(
        "\n".join(pages),
        title=title,
        published=published,
        problems=(_without_text(where, silent, len(pages)),) if silent else (),
    )


def _metadata(reader: PdfReader) -> tuple[str | None, str | None]:
    """Return the title, and the day of creation as far as it is stated."""
    try:
        title = str(reader.metadata.title or "").strip() if reader.metadata else ""
        created = str(reader.metadata.creation_date_raw or "") if reader.metadata else ""
    except Exception:  # noqa: BLE001 - a broken information dictionary is no reason to lose the text
        return None, None
    match = _CREATED.match(created)
    return title or None, "-".join(part for part in match.groups() if part) if match else None


def _failure(error: Exception, where: str) -> DocumentError:
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    if isinstance(error, (DependencyError, FileNotDecryptedError)):
        return _encrypted(where, "is encrypted in a way that can't be read here")
    if isinstance(error, (LimitReachedError, MemoryError)):
        return _broken(where, "unpacks to more than is safe", "save it again from a PDF viewer")
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return _broken(where, f"can't be parsed ({reason})", "save it again from a PDF viewer")


def _encrypted(where: str, message: str) -> DocumentError:
    return refusal("document.encrypted", where, message, "save it without a password and read that")


def _broken(where: str, message: str, hint: str) -> DocumentError:
    return refusal("document.broken-pdf", where, message, hint)


def _without_text(where: str, silent: int, pages: int) -> Problem:
    have = "has" if silent == 1 else "have"
    return Problem(
        "document.pages-without-text",
        Severity.NOTE,
        where,
        f"{silent} of {pages} pages {have} no text, so nothing was read from them",
        "run OCR on it if they are scans",
    )
