"""What a workspace takes over from its pack, so that an answer doesn't change when the pack does."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from keiretsu.claims import Gazetteer
from keiretsu.ledger import ExchangeRate, ExchangeRates, Source
from keiretsu.network import Assumptions
from keiretsu.packs import Pack, load_pack, pack_names

NO_PACK = "none"
NO_CURRENCY = "USD"
SETTING = "pack.content"


def pack_named(name: str) -> Pack | None:
    """Return the pack of a name or folder; ``none`` is no pack."""
    return None if name == NO_PACK else load_pack(name)


def lasting_name(pack: str | Pack) -> str:
    """Return what finds a pack again from anywhere: its name, or the whole path of its folder."""
    if not isinstance(pack, str):
        return str(pack.assumptions_path.parent)
    return pack if pack == NO_PACK or pack in pack_names() else str(Path(pack).resolve())


def gazetteer(pack: Pack | None) -> Gazetteer:
    """Return the names that a pack knows; none without a pack."""
    return Gazetteer(pack.known_names if pack else ())


@dataclass(frozen=True)
class PackContent:
    """The part of a pack that figures rest on beside the ledger: rates, assumptions, offerings, scenarios.

    An offering is a product or unit with its layer: (id of the party, name, layer). A scenario is (name of
    its file, text).

    It is kept in the workspace with its clocks, as the parties and figures of the pack are: a newer
    pack doesn't change what an older report says.
    """

    title: str | None = None
    base_currency: str = NO_CURRENCY
    rates: tuple[ExchangeRate, ...] = ()
    assumptions_text: str | None = None
    offerings: tuple[tuple[str, str, str], ...] = ()
    parameters_text: str | None = None
    scenarios: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pack: Pack | None) -> Self:
        """Return the content of a pack."""
        if pack is None:
            return cls()
        text = Path(pack.assumptions_path).read_text(encoding="utf-8")
        ids = {party.name: party.id for party in pack.parties}
        offerings = tuple(
            (ids[known.canonical], known.name, known.layer)
            for known in pack.known_names
            if known.layer and known.canonical in ids
        )
        return cls(
            pack.title,
            pack.base_currency,
            pack.exchange_rates,
            text,
            offerings,
            pack.parameters_path.read_text(encoding="utf-8") if pack.parameters_path else None,
            tuple((path.name, path.read_text(encoding="utf-8")) for path in pack.scenario_paths),
        )

    @classmethod
    def held(cls, settings: dict[str, str]) -> Self:
        """Return the content as a workspace holds it.

        A workspace that was made before contents were kept has only its pack's name.
        """
        if SETTING not in settings:
            return cls.of(pack_named(settings.get("pack", NO_PACK)))
        raw = json.loads(settings[SETTING])
        offerings = tuple((party, name, layer) for party, name, layer in raw.get("offerings", ()))
        rates = tuple(map(_rate, raw["rates"]))
        scenarios = tuple((name, text) for name, text in raw.get("scenarios", ()))
        return cls(
            raw["title"],
            raw["base_currency"],
            rates,
            raw["assumptions"],
            offerings,
            raw.get("parameters"),
            scenarios,
        )

    def setting(self) -> str:
        """Return what the workspace keeps."""
        rates = [
            {**dataclasses.asdict(rate), "rate": str(rate.rate), "source": dataclasses.asdict(rate.source)}
            for rate in self.rates
        ]
        raw: dict[str, object] = {"title": self.title, "base_currency": self.base_currency, "rates": rates}
        raw |= {"assumptions": self.assumptions_text, "offerings": self.offerings}
        raw |= {"parameters": self.parameters_text, "scenarios": self.scenarios}
        return json.dumps(raw, ensure_ascii=False)

    @property
    def exchange_rates(self) -> ExchangeRates:
        """The rates into the base currency."""
        return ExchangeRates(self.base_currency, self.rates)

    @property
    def assumptions(self) -> Assumptions | None:
        """The pack's assumptions; ``None`` for the defaults."""
        return None if self.assumptions_text is None else Assumptions.parse(self.assumptions_text, SETTING)


def _rate(raw: dict[str, Any]) -> ExchangeRate:
    return ExchangeRate(raw["currency"], raw["year"], Decimal(raw["rate"]), Source(**raw["source"]))
