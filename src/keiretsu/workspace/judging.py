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
)
from keiretsu.parties import Party
from keiretsu.store import Added, Store, judgement_digest
from keiretsu.workspace.explaining import contradiction as named_contradiction
from keiretsu.workspace.vintage import Vintage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
        found = named_contradiction(self.seen.contradictions(), contradiction)
        keys = [each.key for each in found.readings]
        number = int(reading) - 1 if reading.isdecimal() else -1
        chosen = keys[number] if 0 <= number < len(keys) else reading
        if chosen not in keys:
            raise MisuseError(
                "judgement.no-such-reading",
                where=f"{found.id}: {reading}",
                message="is none of its readings",
                hint=f"give a number from 1 to {len(keys)}",
            )
        others = tuple(key for key in keys if key != chosen)
        return self.record(Settlement(found.id, chosen, others, self._sign(reason)))

    def undo(self, judgement: str, reason: str) -> Added:
        """Take a judgement back, named by its id or how that begins; what it changed is as before."""
        begun = [
            each
            for each in self.seen.judgements()
            if judgement and judgement_digest(each).startswith(judgement)
        ]
        if len(begun) != 1:
            raise NotFoundError(
                "judgement.no-such-judgement",
                where=judgement,
                message=f"{len(begun)} standing judgements have an id that begins so",
                hint="copy the id from keiretsu judge list",
            )
        with self._store.writer() as writer:
            signature, digest = self._sign(reason), judgement_digest(begun[0])
            added = writer.revoke(begun[0].key, signature, digest)
        self.look()
        return added

    def record(self, judgement: Judgement) -> Added:
        """Record a judgement, in place of the one of the same thing that this person has seen."""
        standing = next((each for each in self.seen.judgements() if each.key == judgement.key), None)
        if standing is not None and standing.signature.author != self._author and not self._over:
            raise _judged_already(standing)
        with self._store.writer() as writer:
            added = writer.judge(judgement, instead_of=judgement_digest(standing) if standing else None)
        self.look()
        return added

    def _on_claim(
        self, claim: str, verdict: Verdict, reason: str, correction: Mapping[str, Any] | None = None
    ) -> Added:
        anchor = ClaimAnchor.of(self._claim(claim), among=self.seen.view.claims())
        return self.record(ClaimJudgement(anchor, verdict, self._sign(reason), correction or {}))

    def _claim(self, name: str) -> Claim:
        """Return what an extractor claims under an id, or under the beginning of one."""
        found = {claim.id: claim for claim in (*self.seen.view.claims(), *self.seen.judged.claims)}
        begun = [claim for key, claim in found.items() if name and key.startswith(name)]
        if len(begun) == 1:
            return begun[0]
        raise NotFoundError(
            "judgement.no-such-claim",
            where=name,
            message=f"{len(begun)} claims have an id that begins so",
            hint="copy the id from keiretsu claims",
        )

    def _party(self, name: str) -> Party:
        wanted = name.casefold()
        for party in self.seen.parties():
            if wanted in (party.id.casefold(), party.name.casefold()):
                return party
        raise NotFoundError(
            "judgement.no-such-party",
            where=name,
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
