"""The party: an organisation, by whatever name it goes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from keiretsu.errors import InvalidRecordError
from keiretsu.quantities import counted
from keiretsu.vocabulary import LONGEST_NAME

_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or named project.

    Answers *who is meant by these names*. ``id`` is the Wikidata id, else the LEI, else a slug of
    the name that begins with ``x-``.

    Parameters
    ----------
    name
        The short common name, of 250 letters at most.
    kind
        What it is, a noun with underscores: ``cloud_provider``, ``chip_maker``, ``regulator``,
        ``project``; ``organisation`` where nothing more is known.
    aliases
        Other names of the same organisation.
    units
        Brands and divisions that it owns and that stand for it.
    wikidata, lei
        Public identifiers, where known: ``Q`` and digits; the 20 signs of ISO 17442.
    country
        ISO 3166 alpha-2 code of its seat, where known.

    Raises
    ------
    InvalidRecordError
        ``party.invalid`` without a name or with one that is too long, or with an identifier of another form.

    Examples
    --------
    >>> Party("Beta Labs").id
    'x-beta-labs'
    """

    name: str
    kind: str = "organisation"
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    wikidata: str | None = None
    lei: str | None = None
    country: str | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise _invalid(repr(self.name), "a party needs a name", "give its short common name")
        if len(self.name) > LONGEST_NAME:
            said = f"is no name: it has {counted(len(self.name), 'letter')}"
            raise _invalid(f"{self.name[:60]}...", said, "give its short common name")
        if self.wikidata is not None and not _WIKIDATA.fullmatch(self.wikidata):
            raise _invalid(f"{self.name}: {self.wikidata}", "is not a Wikidata id", "write Q and digits")
        if self.lei is not None and not _LEI.fullmatch(self.lei):  # "n/a" would make one party of many
            hint = "write its 18 letters or digits and 2 digits, or leave it out"
            raise _invalid(f"{self.name}: {self.lei}", "is not an LEI", hint)
        object.__setattr__(self, "id", self.wikidata or self.lei or f"x-{slug(self.name)}")


def slug(name: str) -> str:
    """Return a name as lower-case words with hyphens, for ids and addresses.

    Examples
    --------
    >>> slug("Société Générale S.A.")
    'societe-generale-s-a'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words or unicodedata.normalize("NFC", name).casefold().strip().replace(" ", "-")


def _invalid(where: str, message: str, hint: str) -> InvalidRecordError:
    return InvalidRecordError("party.invalid", where=where, message=message, hint=hint)
