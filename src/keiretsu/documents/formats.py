"""The formats that can be read, by a file's ending, and advice for some that can't."""

from __future__ import annotations

from pathlib import Path

from keiretsu.documents.converted import Reader, refusal
from keiretsu.documents.pdf import read_pdf
from keiretsu.documents.plain import read_markdown, read_text
from keiretsu.documents.web_page import read_html

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
}
"""Ending in lower case to reader."""

_OFFICE = "save it as text (.txt) or PDF"
_PICTURE = "read its text by OCR first"
_ARCHIVE = "unpack it and read the folder"
_ADVICE = {
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".xls", ".xlsx", ".epub"), _OFFICE),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp"), _PICTURE),
    **dict.fromkeys((".zip", ".gz", ".tar", ".7z", ".rar"), _ARCHIVE),
    ".markdown": "rename it to .md",
    ".xhtml": "rename it to .html",
}


def is_readable(path: Path) -> bool:
    """Say whether a file's ending is one that can be read.

    Examples
    --------
    >>> is_readable(Path("a.TXT")), is_readable(Path("a.docx"))
    (True, False)
    """
    return path.suffix.lower() in READERS


def reader_for(path: Path, where: str) -> Reader:
    """Return the reader for a file's ending.

    Raises
    ------
    DocumentError
        ``document.unknown-format`` for any other ending.
    """
    ending = path.suffix.lower()
    if ending not in READERS:
        known = ", ".join(READERS)
        message = f"the ending {ending} isn't known" if ending else "the file has no ending"
        raise refusal(
            "document.unknown-format",
            where,
            f"{message}; known are {known}",
            _ADVICE.get(ending, "give it one of these if it is text"),
        )
    return READERS[ending]
