"""Write the promise of the interface anew: docs/reference/openapi.json.

The tests hold the interface to what stands there: names may be added, and none may go or change its
type. Run it after adding something, and look at the difference.

    python scripts/openapi.py
"""

from __future__ import annotations

import json
from pathlib import Path

from keiretsu.api.docs import described

PLACE = Path(__file__).parents[1] / "docs" / "reference" / "openapi.json"
COOKIE = "keiretsu_session"


def promise() -> str:
    """Return the description as it is kept: sorted, so that differences show what changed."""
    return json.dumps(described(COOKIE), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(promise(), encoding="utf-8")
    print(PLACE)
