"""Where sources disagree, as the reader meets it."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.ledger import CONTRADICTION_RULES, Contradiction
from keiretsu.reasons import Reason
from keiretsu.report.contents import ReportContents
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


def disagreements(contents: ReportContents) -> tuple[ContradictionView, ...]:
    """Return the contradictions, those that exclude one another first."""
    standing = {deal.id for deal in contents.network.deals}
    headings = {deal.id: sentence(deal) for deal in (*contents.network.deals, *contents.ended)}
    views = [
        ContradictionView(
            one, headings.get(one.about, one.about), one.about if one.about in standing else None
        )
        for one in contents.contradictions
    ]
    return tuple(
        sorted(
            views,
            key=lambda view: (view.contradiction.compatible, view.heading.casefold(), view.contradiction.id),
        )
    )
