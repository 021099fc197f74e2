"""What one person decides: claims, parties and contradictions named as people name them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from keiretsu.claims import Claim
from keiretsu.errors import ConflictError, MisuseError, NotFoundError
from keiretsu.judgements import (
    ClaimAnchor,
    ClaimJudgement,
    Distinct,
    Judgement,
    Merge,
    Settlement,
    Signature,
    Split,
    Verdict,
    judged_claims,
)
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.store import Added, RecordedJudgement, Store
from keiretsu.store.looking_up import LookUp, is_whole
from keiretsu.workspace.explaining import contradiction as named_contradiction
from keiretsu.workspace.vintage import Vintage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHOWN = 64
"""Letters of a name that a message repeats: as many as an id has."""


class Judge:
    """A person at work: every decision is signed, dated, has a reason, and can be taken back.

    Answers *who decided this, when and why*. What was recorded after the person last looked
    (:meth:`look`) can't be overruled unseen: it raises :class:`ConflictError`.

    Parameters
    ----------
    store
        Where the decisions are recorded.
    author
        Who decides.
    over
        Whether the standing judgement of somebody else, which the person has seen, may be replaced.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from keiretsu.workspace import Workspace
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Alpha Corp invested $2 billion in Beta Inc.", encoding="utf-8")
    >>> workspace = Workspace.create(folder / "my.sqlite", pack="none")
    >>> _ = workspace.read([folder / "a.txt"]), workspace.extract()
    >>> claim = workspace.claims()[0]
    >>> workspace.judge_as("Ann").reject(claim.id[:10], "the round was called off").new
    1
    >>> workspace.claims()
    ()
    """

    def __init__(self, store: Store, author: str, *, over: bool = False) -> None:
        self._store = store
        self._author = author
        self._over = over
        self.look()

    def look(self) -> Vintage:
        """Take note of what is recorded now, and return it."""
        self.seen = Vintage(self._store.view(), datetime.now(UTC).date())
        self._look_up = LookUp(self._store, self.seen.known_by)
        return self.seen

    def accept(self, claim: str, reason: str) -> Added:
        """Vouch for a claim: it stays even where no extractor makes it any more."""
        return self._on_claim(claim, Verdict.ACCEPT, reason)

    def reject(self, claim: str, reason: str) -> Added:
        """Take a claim out."""
        return self._on_claim(claim, Verdict.REJECT, reason)

    def correct(self, claim: str, reason: str, correction: Mapping[str, Any]) -> Added:
        """Give fields of a claim anew; see :class:`keiretsu.judgements.ClaimJudgement`."""
        return self._on_claim(claim, Verdict.CORRECT, reason, correction)

    def annotate(self, claim: str, remark: str) -> Added:
        """Add a remark to a claim."""
        return self._on_claim(claim, Verdict.ANNOTATE, remark)

    def merge(self, kept: str, merged: str, reason: str) -> Added:
        """Say that two parties are one, which goes by the first one's name."""
        ids = self._party(kept).id, self._party(merged).id
        return self.record(Merge(*ids, self._sign(reason)))

    def split(self, party: str, names: Iterable[str], reason: str) -> Added:
        """Say that some names of a party are another's, which goes by the first of them."""
        return self.record(Split(self._party(party).id, tuple(names), self._sign(reason)))

    def tell_apart(self, first: str, second: str, reason: str) -> Added:
        """Say that two parties aren't one, so that no merge of them is proposed again."""
        ids = self._party(first).id, self._party(second).id
        return self.record(Distinct(ids, self._sign(reason)))

    def settle(self, contradiction: str, reading: str, reason: str) -> Added:
        """Say which reading of a contradiction is right, by its number from 1 or its key."""
        name, keys = self._contradiction(contradiction)
        numbered = {str(number): key for number, key in enumerate(keys, start=1)}
        chosen = numbered.get(reading, reading)
        if chosen not in keys:
            raise MisuseError(
                "judgement.no-such-reading",
                where=f"{name}: {reading[:SHOWN]}",
                message="is none of its readings",
                hint=f"give a number from 1 to {len(keys)}",
            )
        others = tuple(key for key in keys if key != chosen)
        return self.record(Settlement(name, chosen, others, self._sign(reason)))

    def undo(self, judgement: str, reason: str) -> Added:
        """Take a judgement back, named by its id or how that begins; what it changed is as before."""
        found = self._judgement(judgement)
        with self._store.writer() as writer:
            added = writer.revoke(found.judgement.key, self._sign(reason), found.digest)
        self.look()
        return added

    def record(self, judgement: Judgement) -> Added:
        """Record a judgement, in place of the one of the same thing that this person has seen."""
        standing = self._look_up.judgement(judgement.key)
        if standing is not None and not self._over:
            signature = standing.judgement.signature
            if signature.author != self._author:
                raise _judged_already(standing.judgement)
        with self._store.writer() as writer:
            added = writer.judge(judgement, instead_of=standing.digest if standing else None)
        self.look()
        return added

    def _on_claim(
        self, claim: str, verdict: Verdict, reason: str, correction: Mapping[str, Any] | None = None
    ) -> Added:
        found = self._claim(claim)
        anchor = ClaimAnchor.of(found, among=self._look_up.claims_of([found.document.id]))
        return self.record(ClaimJudgement(anchor, verdict, self._sign(reason), correction or {}))

    def _claim(self, name: str) -> Claim:
        """Return what an extractor claims under an id, or under the beginning of one."""
        if is_whole(name) and (claim := self._look_up.standing_claim(name)):
            return claim
        judged = (claim for claim in self._judged() if name and claim.id.startswith(name))
        begun = list({claim.id: claim for claim in (*self._look_up.claims_begun(name), *judged)}.values())
        if len(begun) == 1:
            return begun[0]
        raise NotFoundError(
            "judgement.no-such-claim",
            where=name[:SHOWN],
            message=f"{counted(len(begun), 'claim has', 'claims have')} an id that begins so",
            hint="copy the id from keiretsu claims",
        )

    def _judged(self) -> tuple[Claim, ...]:
        """Return the claims that count of the documents that people have judged, and of no other."""
        judgements = self.seen.judgements()
        anchors = [one.anchor for one in judgements if isinstance(one, ClaimJudgement)]
        read = self._look_up.claims_of({anchor.document_id for anchor in anchors})
        held = self._look_up.claims(anchor.claim_id for anchor in anchors)
        return judged_claims(read, judgements, held).claims

    def _judgement(self, name: str) -> RecordedJudgement:
        """Return the standing judgement of an id, or of the beginning of one."""
        begun = self._look_up.judgements_begun(name)
        if len(begun) == 1:
            return begun[0]
        many = counted(len(begun), "standing judgement has", "standing judgements have")
        raise NotFoundError(
            "judgement.no-such-judgement",
            where=name[:SHOWN],
            message=f"{many} an id that begins so",
            hint="copy the id from keiretsu judge list",
        )

    def _contradiction(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Return a contradiction's id and the keys of its readings, by its id or the beginning of it."""
        if keys := self._look_up.readings(name):
            return name, keys
        found = named_contradiction(self.seen.contradictions(), name)
        return found.id, tuple(each.key for each in found.readings)

    def _party(self, name: str) -> Party:
        is_merged = self._look_up.judgement(f"party|{name}") is not None
        if not is_merged and (party := self._look_up.party(name)):
            return party
        wanted = name.casefold()
        for party in self.seen.parties():
            if wanted in (party.id.casefold(), party.name.casefold()):
                return party
        raise NotFoundError(
            "judgement.no-such-party",
            where=name[:SHOWN],
            message="no party has this name or id",
            hint="look it up in keiretsu parties",
        )

    def _sign(self, reason: str) -> Signature:
        return Signature(self._author, reason)


def _judged_already(standing: Judgement) -> ConflictError:
    signature = standing.signature
    when = signature.made_at.date().isoformat() if signature.made_at else "before"
    return ConflictError(
        "judgement.conflict",
        where=standing.key,
        message=f"{signature.author} has judged this on {when}: {signature.reason}",
        hint="look at it, and give --over to replace that judgement",
    )
