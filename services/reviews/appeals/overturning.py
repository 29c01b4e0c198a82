"""A new result that takes the place of one that was wrong, with the score it comes to."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, delete

from services.calls.locks import lock
from services.reviews.appeals.refusals import NothingToOverturn
from services.reviews.appeals.standing import places_of
from services.reviews.finalising import close_review
from services.reviews.marks import evidence_of, read_marks
from services.reviews.opening import copy_marks, final_of
from services.reviews.places import spot_of
from services.reviews.reading import score_of
from services.reviews.reasons import Reason
from services.reviews.releasing import release_now
from services.scoring.readings import hits_of
from services.scoring.results import Verdict
from services.tables import (
    AddedHit,
    Appeal,
    HitVerdict,
    Purpose,
    Review,
    ReviewAnswer,
    ReviewVerdict,
    RuleAnswer,
)


@dataclass(frozen=True, slots=True)
class Overturn:
    """What no longer counts. Without any place it is the whole line."""

    rule_key: str
    hit_ids: frozenset[UUID] = frozenset()
    added_hit_id: UUID | None = None
    reason: Reason = Reason.OTHER
    note: str | None = None

    @property
    def is_whole_line(self) -> bool:
        return not self.hit_ids and self.added_hit_id is None


def overturn(
    session: Session,
    call_id: UUID,
    what: Overturn,
    *,
    appeal: Appeal,
    reviewer_id: UUID | None,
    actor: str,
    show: bool = True,
) -> Review:
    """Make the result that counts from now on; `show` lets its agent see it at once.

    Without a reviewer, when the clock decides, it stays in the name of who made the one
    before. Raises NothingToOverturn.
    """
    lock(session, [call_id])
    former = final_of(session, call_id)
    if former is None:
        raise NothingToOverturn(call_id=call_id)
    review = _begin(session, former, appeal, reviewer_id or former.reviewer_id)
    if what.is_whole_line:
        _take_line(session, review, what)
    else:
        _take_places(session, review, what)
    session.flush()
    close_review(session, actor, review, read_marks(session, review))
    if show or former.released_at is not None:
        release_now(session, actor, review)
    return review


def of_appeal(appeal: Appeal, *, reason: Reason, note: str | None) -> Overturn:
    """What the agent asks for."""
    return Overturn(
        rule_key=appeal.rule_key,
        hit_ids=frozenset([appeal.hit_id] if appeal.hit_id else ()),
        added_hit_id=appeal.added_hit_id,
        reason=reason,
        note=note,
    )


def _begin(session: Session, former: Review, appeal: Appeal, reviewer_id: UUID) -> Review:
    review = Review(
        call_id=former.call_id,
        purpose=Purpose.APPEAL,
        reviewer_id=reviewer_id,
        evaluation_id=former.evaluation_id,
        transcript_id=former.transcript_id,
        supersedes_id=former.id,
        appeal_id=appeal.id,
        praise=former.praise,
        suggestion=former.suggestion,
    )
    session.add(review)
    session.flush()
    copy_marks(session, former.id, review.id)
    return review


def _take_places(session: Session, review: Review, what: Overturn) -> None:
    known = {hit.id for hit in hits_of(session, [review.evaluation_id])}
    if not what.hit_ids <= known:
        raise NothingToOverturn(review_id=review.id)
    _reject(session, review, what, what.hit_ids)
    if what.added_hit_id is not None:
        _remove_added(session, review, what.added_hit_id)
    # An answer stands above places: with it nothing would change.
    _forget_answer(session, review, what.rule_key)
    _settle(session, review, what, unless={Verdict.PASSED, Verdict.FAILED, Verdict.NOT_APPLICABLE})


def _take_line(session: Session, review: Review, what: Overturn) -> None:
    hits = hits_of(session, [review.evaluation_id])
    places = places_of(what.rule_key, hits, read_marks(session, review))
    _reject(session, review, what, [each.hit_id for each in places if each.hit_id is not None])
    for place in places:
        if place.added_hit_id is not None:
            _remove_added(session, review, place.added_hit_id)
    _forget_answer(session, review, what.rule_key)
    _settle(session, review, what, unless={Verdict.PASSED})


def _settle(
    session: Session, review: Review, what: Overturn, *, unless: Collection[Verdict]
) -> None:
    """Answer the rule where taking its places away was not enough."""
    session.flush()
    score = score_of(session, review, read_marks(session, review))
    line = next((each for each in score.lines if each.rule_key == what.rule_key), None)
    if line is None or line.verdict not in unless:
        session.add(
            ReviewAnswer(
                review_id=review.id,
                rule_key=what.rule_key,
                answer=RuleAnswer.PASSED,
                note=what.note,
            )
        )


def _reject(session: Session, review: Review, what: Overturn, hit_ids: Collection[UUID]) -> None:
    for hit_id in hit_ids:
        session.merge(
            ReviewVerdict(
                review_id=review.id,
                hit_id=hit_id,
                rule_key=what.rule_key,
                verdict=HitVerdict.REJECTED,
                reason=what.reason,
                note=what.note,
            )
        )


def _remove_added(session: Session, review: Review, added_id: UUID) -> None:
    """The review has a copy of it, known by its place. Raises NothingToOverturn."""
    original = session.get_one(AddedHit, added_id)
    spot = spot_of(evidence_of(original))
    copies = [
        each
        for each in read_marks(session, review).added
        if each.rule_key == original.rule_key and spot_of(evidence_of(each)) == spot
    ]
    if not copies:
        raise NothingToOverturn(review_id=review.id)
    for copy in copies:
        session.delete(copy)
    session.flush()


def _forget_answer(session: Session, review: Review, rule_key: str) -> None:
    session.exec(
        delete(ReviewAnswer).where(
            col(ReviewAnswer.review_id) == review.id, col(ReviewAnswer.rule_key) == rule_key
        )
    )
