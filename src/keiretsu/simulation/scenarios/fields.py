"""What the keys of a scenario may hold: sizes, days, and words for firms and layers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

ALL = "all"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Border(BaseModel):
    """An entry that comes from outside: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Short(Border):
    """An entry that may be written as one value in place of a mapping."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [cls._short_schema(), {**whole, "minProperties": 1}]}

    @classmethod
    def _short_schema(cls) -> JsonSchemaValue:
        raise NotImplementedError


class Range(_Short):
    """A number, or the least and the most that it may be; ensembles draw it from between them.

    Examples
    --------
    >>> Range.model_validate(0.5).middle, Range.model_validate({"least": 1, "most": 2}).middle
    (0.5, 1.5)
    """

    least: float = Field(description="The least that it may be.")
    most: float = Field(description="The most that it may be.")

    @classmethod
    def _short_schema(cls) -> JsonSchemaValue:
        return {"type": "number"}

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: object) -> object:
        return value if isinstance(value, dict) else {"least": value, "most": value}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"least {self.least:g} is above most {self.most:g}; put the smaller first")
        return self

    @property
    def is_drawn(self) -> bool:
        """Whether it is a range and not a number."""
        return self.least < self.most

    @property
    def middle(self) -> float:
        """What counts where nothing is drawn."""
        return (self.least + self.most) / 2

    def __str__(self) -> str:
        return f"{self.least:g} to {self.most:g}" if self.is_drawn else f"{self.least:g}"


class Selector(_Short):
    """Firms by one trait: a name, alias or id, a kind, or a layer that they sell or buy.

    Examples
    --------
    >>> str(Selector.model_validate("Alpha")), str(Selector.model_validate({"sells": "cloud"}))
    ('Alpha', 'who sells cloud')
    """

    name: Text | None = Field(None, description="A name, alias or id; 'all' for every firm.")
    kind: Text | None = Field(None, description="What they are, as the pack's list of organisations says.")
    sells: Text | None = Field(None, description="A layer that they sell, to firms or to end customers.")
    buys: Text | None = Field(None, description="A layer that they buy.")

    @classmethod
    def _short_schema(cls) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1}

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_trait(self) -> Self:
        if len(self.model_fields_set) != 1 or None in self.trait:
            raise ValueError("give one of name, kind, sells and buys; list several firms with hyphens")
        return self

    @property
    def trait(self) -> tuple[str, str | None]:
        """The trait, and what it is to be."""
        key = next(iter(self.model_fields_set))
        return key, getattr(self, key)

    def __str__(self) -> str:
        key, value = self.trait
        return {"name": f"{value}", "kind": f"every {value}".replace("_", " ")}.get(key, f"who {key} {value}")


@dataclass(frozen=True, slots=True)
class _OneOrMore:
    """Lets a list of one be written as the one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return handler(source)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        whole = handler(core)
        return {"anyOf": [whole["items"], whole]}


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError(f"{value} is not a day; write it as 2027-01-31")
    return date.fromisoformat(value)


@dataclass(frozen=True, slots=True)
class Within:
    """The bounds that a size keeps to; without ``least`` itself where it is ``above``."""

    least: float
    most: float = math.inf
    above: bool = False

    def __call__(self, value: Range) -> Range:
        """Return the size, which must lie within."""
        is_low = value.least <= self.least if self.above else value.least < self.least
        if is_low or value.most > self.most:
            raise ValueError(f"{value} is out of bounds; give a number {self}")
        return value

    def __str__(self) -> str:
        if self.most < math.inf:
            return f"from {self.least:g} to {self.most:g}"
        return f"above {self.least:g}" if self.above else f"at least {self.least:g}"


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Noun = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Day = Annotated[date, BeforeValidator(_day)]
Factor = Annotated[Range, AfterValidator(Within(0))]
Odds = Annotated[Range, AfterValidator(Within(0, above=True))]
Share = Annotated[Range, AfterValidator(Within(0, 1))]
Firms = Annotated[tuple[Selector, ...], Field(min_length=1), BeforeValidator(_listed), _OneOrMore()]
Layers = Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(_listed), _OneOrMore()]
Selector.model_rebuild()
