"""Files that are sent to the server to be read: which are taken, and what is said of their origin."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Self

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from keiretsu import documents
from keiretsu.documents.addresses import web_address
from keiretsu.errors import MisuseError
from keiretsu.quantities import counted
from keiretsu.service.jobs import Job
from keiretsu.service.site import Site

MOST_FILES = 50
MOST_BYTES_A_FILE = 20_000_000
LONGEST_NAME = 120
LONGEST_FIELD = 500
SOURCE = "upload:"
"""What stands before a file's name as the source of its document."""

_ENOUGH = MOST_BYTES_A_FILE + 1
_ENDING = re.compile(r"\.[a-z0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent, by the name that its sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """What is said of the origin of all files of an upload; it wins over what the files say.

    Parameters
    ----------
    title, publisher
        As they are to be shown.
    published
        ISO 8601 as far as known.
    url
        A public address, by http or https.
    reliability
        A word of the vocabulary.
    """

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    reliability: str | None = None

    @classmethod
    def of(cls, fields: Mapping[str, str | None]) -> Self:
        """Take the fields of a form; what is empty isn't said.

        Raises
        ------
        MisuseError
            For a date that doesn't exist, another address than a public one, a word that isn't in the
            vocabulary, or more than a line.

        Examples
        --------
        >>> Origin.of({"title": " Two deals ", "url": ""})
        Origin(title='Two deals', publisher=None, published=None, url=None, reliability=None)
        """
        said = {name: " ".join((fields.get(name) or "").split()) or None for name in cls.__slots__}
        for name, text in said.items():
            if text is not None and len(text) > LONGEST_FIELD:
                raise _invalid(name, f"has more than {LONGEST_FIELD} letters", "shorten it")
        documents.read([], published=said["published"], reliability=said["reliability"])
        if said["url"] is not None and web_address(said["url"]) is None:
            raise _invalid("url", "isn't the address of a page", "begin it with https:// or http://")
        return cls(**said)


async def uploads_of(request: Request) -> tuple[tuple[Upload, ...], Origin]:
    """Return the files of a form (``files``), and what its other fields say of their origin.

    Of a file that is too large only so much is taken that it can be told.

    Raises
    ------
    MisuseError
        ``server.no-files``, ``server.too-many-files``, or what :meth:`Origin.of` refuses.
    """
    try:
        async with request.form(max_files=MOST_FILES, max_fields=len(Origin.__slots__) + 5) as form:
            sent = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
            uploads = [Upload(clean_name(each.filename or ""), await each.read(_ENOUGH)) for each in sent]
            fields = {name: text for name, text in form.items() if isinstance(text, str)}
    except HTTPException as error:
        if error.status_code != 400:  # the door stops a body that is too large while it is read
            raise
        raise _not_taken(str(error.detail)) from error
    if not uploads:
        raise _not_taken("No files were sent")
    return tuple(uploads), Origin.of(fields)


def start_reading(site: Site, uploads: Sequence[Upload], origin: Origin, by: str) -> Job:
    """Have files read in the background; see :mod:`keiretsu.service.work.reading` for what comes of it.

    Raises
    ------
    MisuseError, StoreError
        Where no more jobs are taken, or the disk is full; see :meth:`Jobs.submit`.
    """
    listed: list[dict[str, str | None]] = []
    contents: dict[str, bytes] = {}
    for number, upload in enumerate(uploads, start=1):
        stored = None if len(upload.content) > MOST_BYTES_A_FILE else f"{number:03}{_ending(upload.name)}"
        listed.append({"name": upload.name, "stored": stored})
        if stored is not None:
            contents[stored] = upload.content
    title = f"Read {uploads[0].name}" if len(uploads) == 1 else f"Read {counted(len(uploads), 'file')}"
    request = {"files": listed, "origin": asdict(origin)}
    return site.jobs.submit("read", request, title=title, by=by, files=contents)


def clean_name(name: str) -> str:
    r"""Return the name of a file alone: no folders, one line, not too long.

    Examples
    --------
    >>> clean_name("../../etc/a.txt"), clean_name("C:\\reports\\b.pdf"), clean_name("..")
    ('a.txt', 'b.pdf', 'unnamed')
    """
    base = re.split(r"[/\\]", name)[-1]
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in base).strip()
    ending = line[len(line) - len(_ending(line)) :]
    stem = line.removesuffix(ending)
    return stem[: LONGEST_NAME - len(ending)] + ending if stem.strip(".") else "unnamed"


def _ending(name: str) -> str:
    """Return a file's ending where it is a plain one: all that a name decides."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""


def _invalid(field: str, message: str, hint: str) -> MisuseError:
    return MisuseError("server.invalid-request", where=field, message=message, hint=hint)


def _not_taken(detail: str) -> MisuseError:
    """Return the refusal of a form that brings no files, too many, or isn't a form."""
    if detail.startswith("Too many files"):
        message, hint = f"holds more than {MOST_FILES} files", "send them in several uploads"
        return MisuseError("server.too-many-files", where="the upload", message=message, hint=hint)
    hint = "choose one file or several, and send them by the form"
    return MisuseError("server.no-files", where="the upload", message=detail.rstrip(".").lower(), hint=hint)
