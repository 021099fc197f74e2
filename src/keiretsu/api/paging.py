"""Pages of long lists, and the links between them (RFC 8288)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import Field

from keiretsu.api.shapes.base import Shape
from keiretsu.service.paging import Page

ItemT = TypeVar("ItemT", bound=Shape)
RecordT = TypeVar("RecordT")


class Paged(Shape, Generic[ItemT]):
    """A stretch of a list."""

    items: list[ItemT] = Field(description="The items of the page, in the order of the list.")
    total: int = Field(description="How many items the list has.", ge=0)
    limit: int = Field(description="How many items a page holds.", ge=1)
    offset: int = Field(description="How many items come before the first of the page.", ge=0)


def paged(
    request: Request, response: Response, page: Page[RecordT], shaped: Callable[[RecordT], ItemT]
) -> Paged[ItemT]:
    """Return a page, with links to the ones before and after it."""
    link(request, response, page)
    items = [shaped(each) for each in page.items]
    return Paged[ItemT].model_construct(items=items, total=page.total, limit=page.limit, offset=page.offset)


def link(request: Request, response: Response, page: Page[RecordT]) -> None:
    """Lead from a page to the ones before and after it."""
    links = [
        f'<{_at(request, offset)}>; rel="{name}"'
        for name, offset in (("prev", page.before), ("next", page.after))
        if offset is not None
    ]
    if links:
        response.headers["Link"] = ", ".join(links)


def _at(request: Request, offset: int) -> str:
    """Return the address of another page of the same list."""
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    return f"{request.url.path}?{urlencode([*rest, ('offset', str(offset))])}"
