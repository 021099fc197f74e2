"""Where sources disagree, as the reader meets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keiretsu.ledger import CONTRADICTION_RULES, Contradiction
from keiretsu.network import Network
from keiretsu.reasons import Reason
from keiretsu.report.wording import sentence


@dataclass(frozen=True, slots=True)
class ContradictionView:
    """One disagreement: what it is about, its readings, and why one of them is used."""

    contradiction: Contradiction
    heading: str
    deal: str | None

    @property
    def anchor(self) -> str | None:
        """The place of the deal on the page; ``None`` where it isn't about one that stands."""
        return f"deal-{self.deal}" if self.deal else None

    @property
    def chosen(self) -> str:
        """The reading that is used."""
        return self.contradiction.chosen.says

    @property
    def others(self) -> tuple[str, ...]:
        """The readings that aren't used."""
        return tuple(reading.says for reading in self.contradiction.readings[1:])

    @property
    def rule(self) -> str:
        """What chose the reading."""
        settled = self.contradiction.settled
        rule = CONTRADICTION_RULES[self.contradiction.rule]
        return f"{rule}: {settled.author}, “{settled.reason}”" if settled else rule

    @property
    def why(self) -> tuple[Reason, ...]:
        """Both sides with their sentences."""
        return self.contradiction.why().because


def disagreements(found: Iterable[Contradiction], network: Network) -> tuple[ContradictionView, ...]:
    """Return the contradictions, those that exclude one another first."""
    deals = {deal.id: sentence(deal) for deal in network.deals}
    views = [_view(contradiction, deals) for contradiction in found]
    return tuple(
        sorted(
            views,
            key=lambda view: (view.contradiction.compatible, view.heading.casefold(), view.contradiction.id),
        )
    )


def _view(contradiction: Contradiction, deals: Mapping[str, str]) -> ContradictionView:
    about = contradiction.about
    return ContradictionView(contradiction, deals.get(about, about), about if about in deals else None)
