"""Where the workbench explains what a reason says, so that a page links to it instead of repeating it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from keiretsu.network import Network
from keiretsu.reasons import Reason


def places(network: Network, to: Callable[..., str]) -> Mapping[Reason, str]:
    """Return the addresses of the pages that explain deals, payments and assumptions to their end.

    ``to`` makes an address of the same day and moment: :meth:`keiretsu.web.pages.Frame.to`.
    """
    return {
        **{deal.why(): to(f"/deals/{deal.id}") for deal in network.deals},
        **{payment.why: to(f"/deals/{payment.deal.id}") for payment in network.payments},
        **{one.why(): f"{to('/assumptions')}#{one.name}" for one in network.assumptions},
    }
