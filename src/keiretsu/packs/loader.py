"""Load a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keiretsu.packs.files import HEAD, read_head
from keiretsu.packs.finding import pack_folder
from keiretsu.packs.reading import Reading
from keiretsu.packs.record import Pack


@dataclass(frozen=True, slots=True)
class Located:
    """A pack, its folder, and where its parties, figures and rates stand: file and line."""

    pack: Pack
    folder: Path
    places: Mapping[str, str]


def load_pack(name_or_path: str | Path) -> Pack:
    """Load a pack by its name, or any folder with a pack by its path.

    Answers *what is known of this industry before a document is read*. An entry or row that is not
    valid is left out and told in ``problems``; the rest of the pack is loaded.

    Parameters
    ----------
    name_or_path
        A name out of :func:`~keiretsu.packs.pack_names`: a pack that ships with keiretsu, or else one
        that an installed package registers. Or the path of a folder that holds a ``pack.yaml``.

    Returns
    -------
    Pack
        The pack; ``problems`` is empty where every entry is valid.

    Raises
    ------
    PackError
        ``pack.unknown`` where there is no such pack, ``pack.broken-install`` where the package that
        registers it lacks it, ``pack.broken-file`` where a file is missing or can't be parsed.

    Examples
    --------
    >>> load_pack("ai").base_currency
    'USD'
    """
    return locate_pack(name_or_path).pack


def locate_pack(name_or_path: str | Path) -> Located:
    """Load a pack as :func:`load_pack` does, with the places of its records."""
    folder = pack_folder(name_or_path)
    head = read_head(folder / HEAD)
    reading = Reading()
    reading.read_organisations(folder / "organisations.yaml")
    reading.read_figures(folder / "figures.csv")
    rates = reading.read_rates(folder / "exchange_rates.csv", head.base_currency)
    documents = (path for path in (folder / "documents").glob("**/*") if path.is_file())
    pack = Pack(
        name=head.name,
        title=head.title,
        description=head.description,
        base_currency=head.base_currency,
        parties=tuple(reading.parties),
        known_names=tuple(reading.known_names),
        figures=tuple(reading.figures),
        exchange_rates=rates,
        document_paths=tuple(sorted(path for path in documents if not path.name.startswith("."))),
        assumptions_path=folder / "assumptions.yaml",
        parameters_path=parameters if (parameters := folder / "parameters.yaml").is_file() else None,
        scenario_paths=tuple(sorted((folder / "scenarios").glob("*.yaml"))),
        problems=tuple(reading.problems),
    )
    return Located(pack, folder, reading.places)
