"""Why a figure is what it is: a tree of reasons that ends at quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    r"""One step of an explanation, and the steps that it rests on.

    Answers *why this number*. A step says what was concluded and by which rule; the leaves are
    quotes with their source, reported figures with their source, or named assumptions.

    Parameters
    ----------
    text
        What is concluded, in one line.
    because
        The steps below.
    quote
        The exact words, where the step is a sentence of a document.
    source
        Where the words or the figure stand.
    estimate
        Whether the step rests on an assumption or an estimate rather than on a source.

    Examples
    --------
    >>> tree = Reason("Beta pays Alpha 5", (Reason("claim", quote="Beta pays Alpha 5.", source="a.txt"),))
    >>> [leaf.quote for leaf in tree.leaves()]
    ['Beta pays Alpha 5.']
    >>> print("\n".join(tree.lines()))
    Beta pays Alpha 5
      claim
        "Beta pays Alpha 5." (a.txt)
    """

    text: str
    because: tuple[Reason, ...] = ()
    quote: str | None = None
    source: str | None = None
    estimate: bool = False

    def leaves(self) -> Iterator[Reason]:
        """Yield the steps that rest on nothing further."""
        if not self.because:
            yield self
        for reason in self.because:
            yield from reason.leaves()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Yield the explanation as indented lines."""
        indent = "  " * depth
        yield f"{indent}{self.text}" + (" [estimate]" if self.estimate else "")
        if self.quote is not None:
            yield f'{indent}  "{self.quote}" ({self.source or "source unknown"})'
        elif self.source is not None:
            yield f"{indent}  ({self.source})"
        for reason in self.because:
            yield from reason.lines(depth + 1)
