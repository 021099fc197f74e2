"""Results as a page to read and as files for other programs."""

from keiretsu.report.contents import SAMPLES, ReportContents
from keiretsu.report.export import Format, export, write_claims
from keiretsu.report.page import render, write

__all__ = ["SAMPLES", "Format", "ReportContents", "export", "render", "write", "write_claims"]
