"""What every result gives: a table, a picture, and reasons down to the quotes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from keiretsu.measures.charts import Chart
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Answer(ABC):
    """The answer to a question: a table, a picture, and why."""

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """Return the figures as a table, the most telling first."""

    @abstractmethod
    def chart(self) -> Chart:
        """Return what a picture of the figures shows."""

    @abstractmethod
    def why(self, *names: str) -> Reason:
        """Explain a figure, named by what the table names it, down to the quotes."""

    @abstractmethod
    def assumed(self) -> tuple[Reason, ...]:
        """Return the assumptions that the figures rest on."""

    def plot(self) -> Figure:
        """Return the chart drawn by matplotlib."""
        from keiretsu.measures.drawing import draw

        return draw(self.chart())

    def _repr_html_(self) -> str:
        from keiretsu.measures.drawing import notebook_html

        return notebook_html(self.table(), self.chart(), self.assumed())
