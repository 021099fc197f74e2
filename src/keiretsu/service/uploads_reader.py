"""What goes on in the process that reads uploaded files: ``python -m keiretsu.service.uploads_reader``.

Files of strangers are parsed here and nowhere else, within limits of memory and time. Each line of the
input names a file of the current folder; each line of the output is what was read of it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from keiretsu import documents
from keiretsu.errors import Problem, Severity

try:
    import resource
except ImportError:  # pragma: no cover - not on Windows, where only the time is limited
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 1_000_000_000
MOST_LETTERS = 10_000_000
"""What is longer is no article; its claims would take hours to extract."""

_PDF = b"%PDF-"
_BEFORE = b"\xef\xbb\xbf \t\r\n\0"


def main() -> None:
    """Read one file a line until the input ends."""
    _limit("RLIMIT_AS", MOST_MEMORY)
    _limit("RLIMIT_FSIZE", 0)  # a reader writes nothing
    _limit("RLIMIT_CORE", 0)
    for line in sys.stdin:
        order = json.loads(line)
        _limit_time(int(order["seconds"]))
        print(json.dumps(read(order["file"], order["origin"])), flush=True)  # noqa: T201 - the answer


def read(file: str, origin: dict[str, str | None]) -> dict[str, Any]:
    """Return the document of a file of the current folder, and the problems, as JSON's types."""
    if file.endswith(".pdf") and _begins_as_another(Path(file)):
        return _refused("document.broken-pdf", "begins as another kind of file", "save it again as PDF")
    found = documents.read([file], **origin)  # type: ignore[arg-type]
    document = next(iter(found.documents), None)
    if document is not None and len(document.text) > MOST_LETTERS:
        message = f"its text is longer than {MOST_LETTERS // 1_000_000} million letters"
        return _refused("document.too-large", message, "split it into its documents")
    told = None if document is None else asdict(document)
    return {"document": told, "problems": [asdict(problem) for problem in found.problems]}


def _begins_as_another(file: Path) -> bool:
    """Tell whether a file holds a PDF, but not from its beginning: it may be two kinds at once."""
    with file.open("rb") as opened:
        head = opened.read(1024)
    return _PDF in head and not head.lstrip(_BEFORE).startswith(_PDF)


def _refused(code: str, message: str, hint: str) -> dict[str, Any]:
    return {"document": None, "problems": [asdict(Problem(code, Severity.ERROR, "", message, hint))]}


def _limit(name: str, most: int) -> None:
    """Limit what this process may use; some systems don't limit everything."""
    if resource is not None:
        number = getattr(resource, name)
        try:
            resource.setrlimit(number, (most, most))
        except (OSError, ValueError):  # pragma: no cover - the system keeps its own limit
            return


def _limit_time(seconds: int) -> None:
    """Limit the processor's time of the next file; the one who waits for it limits the clock's."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        until = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))


if __name__ == "__main__":
    main()
