"""Names that are known beforehand, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class NameKind(StrEnum):
    """What a known name is: the organisation itself, a unit of it, or a product of it."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name as texts write it, and the organisation that it stands for.

    Parameters
    ----------
    name
        As written: a canonical name, an alias, a unit or a product.
    canonical
        The short common name of the organisation behind it.
    kind
        Whether the name is the organisation, a unit or a product.
    industry_type
        What the organisation is, as a noun with underscores (``cloud_provider``, ``chip_maker``,
        ``ai_lab``, ``regulator``), so that "the chip maker" can be tied to it; ``None`` if unknown.
    layer
        The layer of a product or unit; ``None`` for others.
    """

    name: str
    canonical: str
    kind: NameKind = NameKind.ORGANISATION
    industry_type: str | None = None
    layer: str | None = None


@dataclass(frozen=True)
class Gazetteer:
    """A set of known names, looked up by the words of a text.

    Examples
    --------
    >>> gazetteer = Gazetteer([KnownName("Alpha", "Alpha"), KnownName("Alpha Cloud", "Alpha", NameKind.UNIT)])
    >>> gazetteer.find("Alpha Cloud").canonical
    'Alpha'
    >>> gazetteer.find("Beta") is None
    True
    """

    names: Iterable[KnownName] = ()
    _by_name: dict[str, KnownName] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "_by_name", {known.name: known for known in self.names})

    def __iter__(self) -> Iterator[KnownName]:
        return iter(self.names)

    def find(self, name: str) -> KnownName | None:
        """Return what a name stands for, matched to the letter, or ``None``."""
        return self._by_name.get(name)
