"""Who is who, after what people decided: parties merged and split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from keiretsu.errors import Problem, Severity
from keiretsu.judgements.order import in_order
from keiretsu.judgements.record import Judgement, Merge, Split, party_ids
from keiretsu.parties import Party, Registry, name_key


@dataclass(frozen=True, slots=True)
class JudgedParties:
    """The parties that are left after judgement.

    Parameters
    ----------
    parties
        The parties, those split off last.
    kept
        By id of a merged party, the id of the party that it is now.
    problems
        The merges and splits, or parts of them, without effect, and why.
    """

    parties: tuple[Party, ...]
    kept: Mapping[str, str]
    problems: tuple[Problem, ...]

    def canonical(self, party_id: str) -> str:
        """Return the id that a party goes by now, its own where it wasn't merged."""
        return self.kept.get(party_id, party_id)

    def registry(self) -> Registry:
        """Return a new registry of the parties; names of merged parties resolve to what they are now."""
        return Registry(self.parties)


def judged_parties(
    parties: Iterable[Party], judgements: Iterable[Judgement], found: Iterable[Party] = ()
) -> JudgedParties:
    """Apply merges and splits to parties.

    Answers *who is one organisation, and who isn't, by people's word*. The judgements work in the
    order of their times. Leave one out, and what it did is undone.

    Parameters
    ----------
    parties
        The parties as they are given, such as by a pack.
    judgements
        The standing judgements; of two merges of one party, the later counts.
    found
        Parties that were made of names in claims: they take part where a judgement names them.

    Returns
    -------
    JudgedParties
        A kept party has the other's name and aliases among its aliases, the other's units among its
        units, and keeps its own ids. Names split off are a party of their own with an id of its own,
        or join the party that has this id already.

    Examples
    --------
    >>> from keiretsu.judgements import Signature
    >>> merge = Merge("x-alpha", "x-alfa", Signature("A. Reader", "a misspelling"))
    >>> judged = judged_parties([Party("Alpha"), Party("Alfa")], [merge])
    >>> judged.registry().resolve("Alfa").name, judged.canonical("x-alfa")
    ('Alpha', 'x-alpha')
    """
    standing = _standing(judgements)
    named = {each for judgement in standing for each in party_ids(judgement)}
    hearing = _Hearing()
    for party in (*parties, *(each for each in found if each.id in named)):
        hearing.parties.setdefault(party.id, party)
    for judgement in standing:
        hearing.hear(judgement)
    return JudgedParties(tuple(hearing.parties.values()), hearing.merged.resolved(), tuple(hearing.problems))


def judged_registry(
    parties: Iterable[Party], judgements: Iterable[Judgement], found: Iterable[Party] = ()
) -> Registry:
    """Return a registry after merges and splits; see :func:`judged_parties`.

    Its problems are those of the names, and of the judgements without effect.
    """
    judged = judged_parties(parties, judgements, found)
    registry = judged.registry()
    registry.problems.extend(judged.problems)
    return registry


@dataclass(slots=True)
class _Merged:
    """Which party was merged into which."""

    into: dict[str, str] = field(default_factory=dict)

    def root(self, party_id: str) -> str:
        """Return the id that a party goes by, through all merges."""
        while party_id in self.into:
            party_id = self.into[party_id]
        return party_id

    def join(self, merge: Merge) -> bool:
        """Merge one party into another, unless that one was merged into it before; tell whether."""
        if self.root(merge.kept_id) == merge.merged_id:
            return False
        self.into[merge.merged_id] = merge.kept_id
        return True

    def part(self, party_id: str, name: str) -> None:
        """Let a party that was merged come apart again when its name is split off."""
        apart_id = Party(name).id
        if self.root(apart_id) == self.root(party_id):
            self.into.pop(apart_id, None)

    def resolved(self) -> dict[str, str]:
        """Return, by id of a merged party, the id that it goes by now."""
        return {merged_id: self.root(merged_id) for merged_id in self.into}


@dataclass(slots=True)
class _Hearing:
    """The parties, judgement after judgement."""

    parties: dict[str, Party] = field(default_factory=dict)
    merged: _Merged = field(default_factory=_Merged)
    problems: list[Problem] = field(default_factory=list)

    def hear(self, judgement: Merge | Split) -> None:
        """Apply a merge or a split."""
        missing = [each for each in party_ids(judgement) if self.merged.root(each) not in self.parties]
        if missing:
            self.problems.append(_unknown(_where(judgement), ", ".join(missing)))
        elif isinstance(judgement, Merge):
            self._merge(judgement)
        else:
            self._split(judgement)

    def _merge(self, merge: Merge) -> None:
        if not self.merged.join(merge):
            self.problems.append(_cycle(_where(merge)))
            return
        kept_id, other = self.merged.root(merge.kept_id), self.parties.pop(merge.merged_id)
        self.parties[kept_id] = _with_names(self.parties[kept_id], (other.name, *other.aliases), other.units)

    def _split(self, split: Split) -> None:
        party = self.parties[self.merged.root(split.party_id)]
        removable = {name_key(name) for name in (*party.aliases, *party.units)} - {name_key(party.name)}
        names = [name.strip() for name in split.names if name_key(name) in removable]
        if len(names) < len(split.names):
            missing = ", ".join(name for name in split.names if name_key(name) not in removable)
            self.problems.append(_no_such_name(_where(split), missing, party))
        if names:
            self._take_off(party, names)

    def _take_off(self, party: Party, names: list[str]) -> None:
        """Give names to a party of their own, under the first of them."""
        taken = {name_key(name) for name in names}
        self.parties[party.id] = replace(
            party,
            aliases=tuple(name for name in party.aliases if name_key(name) not in taken),
            units=tuple(name for name in party.units if name_key(name) not in taken),
        )
        self.merged.part(party.id, names[0])
        apart = Party(names[0])
        known = self.parties.get(self.merged.root(apart.id), apart)
        self.parties[known.id] = _with_names(known, names, ())


def _standing(judgements: Iterable[Judgement]) -> list[Merge | Split]:
    """Return the merges and splits in their order; of two of one thing, the later."""
    ordered = in_order(each for each in judgements if isinstance(each, Merge | Split))
    last = {each.key: each for each in ordered}
    return [each for each in ordered if last[each.key] is each]


def _where(judgement: Merge | Split) -> str:
    if isinstance(judgement, Merge):
        return f"merge of {judgement.merged_id} into {judgement.kept_id}"
    return f"split of {judgement.party_id}"


def _with_names(party: Party, names: Iterable[str], units: Iterable[str]) -> Party:
    """Return a party that goes by more names, each of them once."""
    known = {name_key(name) for name in (party.name, *party.aliases, *party.units)}
    aliases, more_units = list(party.aliases), list(party.units)
    for place, several in ((aliases, names), (more_units, units)):
        for name in several:
            if name_key(name) not in known:
                known.add(name_key(name))
                place.append(name)
    return replace(party, aliases=tuple(aliases), units=tuple(more_units))


def _cycle(where: str) -> Problem:
    return Problem(
        "judgement.merge-cycle",
        Severity.WARNING,
        where,
        "the second was merged into the first already, so it has no effect",
        "revoke one of the merges",
    )


def _unknown(where: str, parties: str) -> Problem:
    return Problem(
        "judgement.unknown-party",
        Severity.WARNING,
        where,
        f"there is no party {parties}, so it has no effect",
        "revoke it, or bring the party back",
    )


def _no_such_name(where: str, names: str, party: Party) -> Problem:
    return Problem(
        "judgement.unknown-name",
        Severity.WARNING,
        where,
        f"{names} is neither an alias nor a unit of {party.name}, so it stays where it is",
        "name aliases or units of the party; its own name can't be taken off",
    )
