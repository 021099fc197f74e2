"""Records that others have written down: spreadsheets of deals, reported figures, claims, FollowTheMoney.

Each function reads a file into records and problems; nothing is stored here.
"""

from keiretsu.imports.claims import read_claims
from keiretsu.imports.columns import Columns, deal_columns, figure_columns
from keiretsu.imports.deals import read_deals
from keiretsu.imports.figures import read_figures
from keiretsu.imports.ftm import read_ftm
from keiretsu.imports.record import Imported
from keiretsu.imports.table import Table, read_table

__all__ = [
    "Columns",
    "Imported",
    "Table",
    "deal_columns",
    "figure_columns",
    "read_claims",
    "read_deals",
    "read_figures",
    "read_ftm",
    "read_table",
]
