"""What each file of a pack may hold, checked where it enters."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Self

from babel import Locale
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from keiretsu.ledger import Item, Source
from keiretsu.quantities import Money, Period
from keiretsu.vocabulary import is_layer, reliabilities

_LEI_MODULUS = 97
_ALPHA_2 = re.compile(r"[A-Z]{2}")


def _layer(word: str) -> str:
    if not is_layer(word):
        raise ValueError(f"{word!r} is not a layer; use lower case, singular, underscores for spaces")
    return word


def _country(code: str) -> str:
    if code not in _countries():
        raise ValueError(f"{code!r} is not an ISO 3166 alpha-2 code; write one such as US")
    return code


def _lei(code: str) -> str:
    if int("".join(str(int(sign, 36)) for sign in code)) % _LEI_MODULUS != 1:
        raise ValueError(f"{code!r} fails the check digits of an LEI; copy it again")
    return code


def _currency(code: str) -> str:
    Money.exactly(0, code)
    return code


def _date(text: str) -> str:
    Period.parse(text)
    return text


def _reliability(word: str) -> str:
    if word not in reliabilities():
        raise ValueError(f"{word!r} is not a reliability; use one of {', '.join(reliabilities())}")
    return word


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if _ALPHA_2.fullmatch(code))


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Noun = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
WikidataId = Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]*$")]
Lei = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{18}[0-9]{2}$"), AfterValidator(_lei)]
Country = Annotated[str, AfterValidator(_country)]
LayerName = Annotated[str, AfterValidator(_layer)]
Currency = Annotated[str, AfterValidator(_currency)]
Day = Annotated[Text, AfterValidator(_date)]
BlankText = Annotated[Text | None, BeforeValidator(_blank_is_none)]
ReliabilityWord = Annotated[Text, AfterValidator(_reliability)]
BlankReliability = Annotated[ReliabilityWord | None, BeforeValidator(_blank_is_none)]
BlankCurrency = Annotated[Currency | None, BeforeValidator(_blank_is_none)]
BlankNumber = Annotated[Decimal | None, BeforeValidator(_blank_is_none)]


class _Border(BaseModel):
    """An entry that comes from outside: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PackHead(_Border):
    """``pack.yaml``."""

    name: Noun
    title: Text
    description: Text
    base_currency: Currency


class UnitEntry(_Border):
    """A unit of an organisation, with the layer that it offers, where it offers one."""

    name: Text
    layer: LayerName | None = None


class ProductEntry(_Border):
    """A product of an organisation, and its layer."""

    name: Text
    layer: LayerName


class OrganisationEntry(_Border):
    """One entry of ``organisations.yaml``."""

    name: Text
    kind: Noun
    wikidata: WikidataId | None = None
    lei: Lei | None = None
    country: Country | None = None
    aliases: tuple[Text, ...] = ()
    units: tuple[UnitEntry, ...] = ()
    products: tuple[ProductEntry, ...] = ()


class _Sourced(_Border):
    """A row that names its source."""

    title: Text
    publisher: Text
    date: Day
    url: BlankText = None
    reliability: BlankReliability = None

    def source(self) -> Source:
        """Return the row's source as a record."""
        return Source(self.title, self.publisher, self.date, self.url, self.reliability)


class FigureRow(_Sourced):
    """One row of ``figures.csv``."""

    party: Text
    item: Item
    segment: BlankText
    low: BlankNumber
    high: BlankNumber
    currency: Text
    start: Text
    end: Text


class RateRow(_Sourced):
    """One row of ``exchange_rates.csv``."""

    currency: Currency
    year: Annotated[int, Field(ge=1900, le=2100)]
    usd_per_unit: Annotated[Decimal, Field(gt=0)]


class Outcome(StrEnum):
    """What became of a party.

    ``write_off`` is what a lender wrote off or set aside on the credit that it had given its
    customers; ``survived`` says that a source still finds the party in business on that day.
    """

    BANKRUPTCY = "bankruptcy"
    DEFAULT = "default"
    DISTRESSED_EXCHANGE = "distressed_exchange"
    WRITE_OFF = "write_off"
    SURVIVED = "survived"


class OutcomeRow(_Border):
    """One row of ``outcomes.csv``."""

    party: Text
    outcome: Outcome
    date: Day
    low: BlankNumber
    high: BlankNumber
    currency: BlankCurrency
    title: Text
    publisher: Text
    published: Day
    url: BlankText = None
    reliability: BlankReliability = None

    @model_validator(mode="after")
    def _sum_fits(self) -> Self:
        has_sum = self.low is not None or self.high is not None
        if has_sum != (self.currency is not None):
            raise ValueError("a sum needs its currency, and a currency its sum; give both or neither")
        if has_sum and self.outcome is Outcome.SURVIVED:
            raise ValueError("to have survived has no sum; leave low, high and currency blank")
        return self
