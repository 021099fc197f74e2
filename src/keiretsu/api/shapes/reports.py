"""What is asked for where a report is made."""

from __future__ import annotations

from pydantic import Field

from keiretsu.api.shapes.base import Shape, Whole
from keiretsu.report import PATHS, SAMPLES
from keiretsu.service.reports import MOST_PATHS, MOST_SAMPLES, Form


class ReportRequest(Shape):
    """As what a report is made, and how much is drawn for it."""

    form: Form = Field(Form.HTML, description="html, for a browser, or pdf, for paper.")
    samples: Whole = Field(SAMPLES, ge=0, le=MOST_SAMPLES, description="Networks drawn for intervals.")
    paths: Whole = Field(
        PATHS, ge=0, le=MOST_PATHS, description="Paths of each scenario; 0 for no scenarios."
    )
