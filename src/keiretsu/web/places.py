"""Where the workbench explains what a reason says, so that a page links to it instead of repeating it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from keiretsu.ledger import Deal
from keiretsu.network import Network
from keiretsu.reasons import Reason

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of the pages that explain deals, payments and assumptions to their end, by reason.

    ``most`` is how many steps a page shows below one step.
    """

    network: Network
    to: Callable[..., str]
    most: int = MOST_STEPS

    def __contains__(self, reason: Reason) -> bool:
        return reason in self.network.explained

    def __getitem__(self, reason: Reason) -> str:
        about = self.network.explained[reason]
        if isinstance(about, Deal):
            return self.to(f"/deals/{about.id}")
        return f"{self.to('/assumptions')}#{about.name}"


def places(network: Network, to: Callable[..., str]) -> Places:
    """Return where reasons are explained.

    ``to`` makes an address of the same day and moment: :meth:`keiretsu.web.pages.Frame.to`.
    """
    return Places(network, to)
