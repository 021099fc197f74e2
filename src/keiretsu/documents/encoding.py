"""Bytes turned into text: binary files are told apart, and the encoding is found out."""

from __future__ import annotations

import codecs
import re

from keiretsu.documents.converted import refusal
from keiretsu.errors import DocumentError, Problem, Severity

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "give it the ending .pdf"),
    (b"PK\x03\x04", "a zip archive or an office file", "unpack it, or save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an old office file", "save its text as .txt or as PDF"),
    (b"{\\rtf", "a rich-text file", "save its text as .txt or as PDF"),
    (b"\x89PNG", "a PNG picture", "leave it out, or read its text by OCR first"),
    (b"\xff\xd8\xff", "a JPEG picture", "leave it out, or read its text by OCR first"),
    (b"GIF87a", "a GIF picture", "leave it out, or read its text by OCR first"),
    (b"GIF89a", "a GIF picture", "leave it out, or read its text by OCR first"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"Rar!\x1a", "a RAR archive", "unpack it"),
    (b"SQLite format 3\0", "a SQLite database", "leave it out"),
)
"""First bytes, what such a file is, and what to do with it."""

# The UTF-32 mark of little-endian files begins with the UTF-16 one, so it comes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 500_000
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f]")
_ASCII = bytes(range(128))
_NOT_ASCII_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isalpha() or byte > 127)
# Signs that Windows-1252 puts where other Latin code pages have letters; inside a word they say
# that the text is in one of those ("Spó³ka" for "Spółka").
_SIGN_IN_WORD = re.compile(
    r"[^\W\d_][\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u2020\u2021\u2030][^\W\d_]"
)


def decode(data: bytes, where: str, *, declared: bool = False) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file's bytes, less its byte-order mark, and what is uncertain about it.

    A byte-order mark decides, then UTF-8, then what the file declares, then the letters: text in a
    Latin script is Windows-1252 (a superset of Latin-1) unless that puts signs inside words;
    everything else is charset-normalizer's guess, which is said.

    Parameters
    ----------
    data
        The file's bytes.
    where
        The file's name, for messages.
    declared
        Whether the file may name its own encoding, as an HTML page does.

    Raises
    ------
    DocumentError
        For a binary file (``document.binary``) or one in no known encoding
        (``document.undecodable``).

    Examples
    --------
    >>> decode("Größe 5 £".encode("latin-1"), "a.txt")
    ('Größe 5 £', ())
    """
    refuse_magic(data, where)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, where), ()
    if b"\0" in data:
        raise _binary(where, "holds NUL bytes", "leave it out; if it is UTF-16 text, save it as UTF-8")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _not_utf8(data, where, declared=declared)


def refuse_magic(data: bytes, where: str) -> None:
    """Raise for bytes that begin as a well-known binary format does."""
    for magic, kind, hint in MAGIC:
        if data.startswith(magic):
            raise _binary(where, f"is {kind}, not text", hint)


def _marked(data: bytes, encoding: str, where: str) -> str:
    text = _strictly(data, encoding)
    if text is None:
        raise _undecodable(where, f"is marked as {encoding.upper()} but isn't valid in it")
    if "\0" in text:
        raise _binary(where, "holds NUL characters", "leave it out")
    return text


def _not_utf8(data: bytes, where: str, *, declared: bool) -> tuple[str, tuple[Problem, ...]]:
    if _CONTROL.search(data):
        raise _binary(where, "holds control bytes that no text has", "leave it out")
    text = _declared(data) if declared else None
    if text is not None:
        return text, ()
    if _mostly_utf8(data):
        return data.decode("utf-8", "replace"), (_broken(where),)
    text = _western(data)
    if text is not None:
        return text, ()
    return _guessed(data, where)


def _declared(data: bytes) -> str | None:
    """Decode as the page's own header says, if it names an encoding that fits."""
    from charset_normalizer.utils import any_specified_encoding

    encoding = any_specified_encoding(data)
    # Browsers read both of these as Windows-1252, and so do the people who declare them.
    if encoding in ("latin_1", "ascii"):
        encoding = "cp1252"
    return _strictly(data, encoding) if encoding else None


def _mostly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few bad bytes from other encodings, in which its sequences are rare."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - bad
    return whole > max(bad, 1)


def _western(data: bytes) -> str | None:
    """Decode as Windows-1252 where most letters are ASCII and no word has a sign inside it."""
    if len(data.translate(None, _ASCII)) > len(data.translate(None, _NOT_ASCII_LETTERS)):
        return None
    text = _strictly(data, "cp1252")
    return None if text is None or _SIGN_IN_WORD.search(text, 0, _SAMPLE) else text


def _guessed(data: bytes, where: str) -> tuple[str, tuple[Problem, ...]]:
    from charset_normalizer import from_bytes

    # The guess needs a sample only; it ends at a line's end so that no character is cut.
    sample = data if len(data) <= _SAMPLE else data[: data.rfind(b"\n", 0, _SAMPLE) + 1] or data
    best = from_bytes(
        sample,
        cp_exclusion=["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7"],
        preemptive_behaviour=False,
    ).best()
    text = _strictly(data, best.encoding) if best else None
    if best is None or text is None:
        raise _undecodable(where, "is in no encoding that is known")
    message = f"isn't UTF-8 and was read as {best.encoding}, which is a guess"
    hint = "check some names in it; if they are wrong, save it as UTF-8"
    return text, (Problem("document.guessed-encoding", Severity.WARNING, where, message, hint),)


def _strictly(data: bytes, encoding: str) -> str | None:
    """Decode, or return ``None`` where the bytes aren't text in the encoding that can be stored."""
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # some codecs let lone surrogates through
    except (LookupError, ValueError):
        return None
    return text


def _broken(where: str) -> Problem:
    return Problem(
        "document.broken-encoding",
        Severity.WARNING,
        where,
        "is UTF-8 with bytes that aren't; each of them was read as U+FFFD",
        "save it again as UTF-8 if a name or an amount is hit",
    )


def _binary(where: str, message: str, hint: str) -> DocumentError:
    return refusal("document.binary", where, message, hint)


def _undecodable(where: str, message: str) -> DocumentError:
    return refusal("document.undecodable", where, message, "save it as UTF-8")
