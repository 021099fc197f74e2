"""Results as a page to read and as files for other programs."""

from keiretsu.report.contents import PATHS, SAMPLES, ReportContents
from keiretsu.report.export import Format, export, write_claims
from keiretsu.report.figures import Picture, write_figures
from keiretsu.report.page import render, write

__all__ = [
    "PATHS",
    "SAMPLES",
    "Format",
    "Picture",
    "ReportContents",
    "export",
    "render",
    "write",
    "write_claims",
    "write_figures",
]
