"""What a request brings with it: how much at most, and the beginning of it looked at before the rest."""

from __future__ import annotations

from urllib.parse import parse_qs

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from keiretsu.server.refusals import strange_encoding, too_large

LONGEST_VALUE = 256


class TooLarge(HTTPException):
    """Raised where a body turns out to be too large while it is read."""

    def __init__(self, most: int) -> None:
        super().__init__(413)
        self.refusal = too_large(most)


def limited(receive: Receive, most: int) -> Receive:
    """Return a way of receiving that ends with :class:`TooLarge` after so many bytes."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge(most)
        return message

    return counted


async def begun(receive: Receive, most: int) -> tuple[bytes, Receive]:
    """Return what a body begins with, and a way of receiving it from its beginning.

    No more than is needed is read: a large file stays where it is until it is wanted.
    """
    messages: list[Message] = []
    size = 0
    while size < most and (not messages or messages[-1].get("more_body", False)):
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return b"".join(message.get("body", b"") for message in messages)[:most], again


def require_plain_text(request: Request) -> None:
    """Refuse a form in another encoding than that of our pages, in which letters may be none at all."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    encoding = options.get(b"charset", b"utf-8")
    if kind == b"multipart/form-data" and encoding.lower() not in (b"utf-8", b"utf8"):
        raise strange_encoding(request.url.path)


def field_of(content_type: str, body: bytes, name: str) -> str | None:
    r"""Return a field of a form, of which the body may be only the beginning.

    Examples
    --------
    >>> field_of("application/x-www-form-urlencoded", b"a=1&csrf=two", "csrf")
    'two'
    >>> part = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntwo\r\n--x--'
    >>> field_of("multipart/form-data; boundary=x", part, "csrf")
    'two'
    """
    kind, options = parse_options_header(content_type)
    if kind == b"application/x-www-form-urlencoded":
        return parse_qs(body.decode("utf-8", "replace")).get(name, [None])[0]
    if kind == b"multipart/form-data" and options.get(b"boundary"):
        return _Parts(name).read(options[b"boundary"], body)
    return None


class _Parts:
    """Looks for one field among the parts of a form."""

    def __init__(self, name: str) -> None:
        self._wanted = name.encode()
        self._header, self._value = b"", b""
        self._is_wanted = False
        self._found: bytes | None = None

    def read(self, boundary: bytes, body: bytes) -> str | None:
        try:
            MultipartParser(
                boundary,
                {
                    "on_header_field": self._on_header,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_part_begin": self._on_begin,
                    "on_part_data": self._on_data,
                    "on_part_end": self._on_end,
                },
            ).write(body)
        except FormParserError:
            return None
        return None if self._found is None else self._found.decode("utf-8", "replace")

    def _on_begin(self) -> None:
        self._header, self._value, self._is_wanted = b"", b"", False

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            options = parse_options_header(self._value)[1]
            self._is_wanted = options.get(b"name") == self._wanted and b"filename" not in options
        self._header, self._value = b"", b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_wanted and len(self._value) <= LONGEST_VALUE:
            self._value += data[start:end]

    def _on_end(self) -> None:
        if self._is_wanted and self._found is None:
            self._found = self._value
        self._is_wanted = False
