"""A reviewer's word on hits of the machine, on whole rules, and on hits that it missed.

Every change names the revision it was made on, and is harmless when it arrives again.
"""

from uuid import UUID

from sqlmodel import Session, col, select

from services.people.access import Caller
from services.reviews.editing import lock_draft, save
from services.reviews.locating import Located, card_of, locate
from services.reviews.marks import evidence_of
from services.reviews.places import spot_of
from services.reviews.reasons import Reason
from services.reviews.refusals import (
    FoundAlready,
    HitNotInReview,
    MarkNotFound,
    ReasonWithoutRejection,
    RuleNotOnCard,
)
from services.scoring.readings import hits_of
from services.tables import (
    AddedHit,
    Hit,
    HitVerdict,
    Review,
    ReviewAnswer,
    ReviewVerdict,
    RuleAnswer,
)


def give_verdict(
    session: Session,
    caller: Caller,
    review_id: UUID,
    hit_id: UUID,
    *,
    verdict: HitVerdict,
    reason: Reason | None,
    note: str | None,
    revision: int,
) -> Review:
    """Raises ReviewChanged, HitNotInReview, ReasonWithoutRejection, and as `lock_draft`."""
    if reason is not None and verdict is not HitVerdict.REJECTED:
        raise ReasonWithoutRejection(field="reason")
    review = lock_draft(session, caller, review_id)
    hit = _hit(session, review, hit_id)
    known = session.get(ReviewVerdict, (review.id, hit_id))
    wanted = ReviewVerdict(
        review_id=review.id,
        hit_id=hit_id,
        rule_key=hit.rule_key,
        verdict=verdict,
        reason=reason,
        note=note,
    )
    if known and (known.verdict, known.reason, known.note) == (verdict, reason, note):
        return review
    save(session, review, revision)
    session.merge(wanted)
    return review


def take_verdict_back(
    session: Session, caller: Caller, review_id: UUID, hit_id: UUID, *, revision: int
) -> Review:
    """Raises ReviewChanged, HitNotInReview, and as `lock_draft`."""
    review = lock_draft(session, caller, review_id)
    _hit(session, review, hit_id)
    known = session.get(ReviewVerdict, (review.id, hit_id))
    if known is not None:
        save(session, review, revision)
        session.delete(known)
    return review


def answer_rule(
    session: Session,
    caller: Caller,
    review_id: UUID,
    rule_key: str,
    *,
    answer: RuleAnswer,
    note: str | None,
    revision: int,
) -> Review:
    """Raises ReviewChanged, RuleNotOnCard, and as `lock_draft`."""
    review = lock_draft(session, caller, review_id)
    _require_rule(session, review, rule_key)
    known = session.get(ReviewAnswer, (review.id, rule_key))
    if known and (known.answer, known.note) == (answer, note):
        return review
    save(session, review, revision)
    session.merge(ReviewAnswer(review_id=review.id, rule_key=rule_key, answer=answer, note=note))
    return review


def take_answer_back(
    session: Session, caller: Caller, review_id: UUID, rule_key: str, *, revision: int
) -> Review:
    """Raises ReviewChanged, RuleNotOnCard, and as `lock_draft`."""
    review = lock_draft(session, caller, review_id)
    _require_rule(session, review, rule_key)
    known = session.get(ReviewAnswer, (review.id, rule_key))
    if known is not None:
        save(session, review, revision)
        session.delete(known)
    return review


def add_hit(
    session: Session,
    caller: Caller,
    review_id: UUID,
    *,
    rule_key: str,
    place: Located,
    note: str | None,
    revision: int,
) -> Review:
    """Mark words, or a stretch of seconds, that the machine missed. Once for each place.

    Raises ReviewChanged, RuleNotOnCard, PlaceNotInCall, FoundAlready, and as `lock_draft`.
    """
    review = lock_draft(session, caller, review_id)
    _require_rule(session, review, rule_key)
    evidence = locate(session, review, place)
    spot = spot_of(evidence)
    for hit in hits_of(session, [review.evaluation_id]):
        if hit.rule_key == rule_key and spot_of(hit) == spot:
            raise FoundAlready(field="rule_key", hit_id=hit.id)
    known = session.exec(
        select(AddedHit).where(AddedHit.review_id == review.id, AddedHit.rule_key == rule_key)
    ).all()
    if any(spot_of(evidence_of(each)) == spot and each.note == note for each in known):
        return review
    save(session, review, revision)
    told = evidence.model_dump(exclude={"call_id", "detail"})
    session.add(AddedHit(review_id=review.id, rule_key=rule_key, note=note, **told))
    return review


def remove_hit(
    session: Session, caller: Caller, review_id: UUID, added_id: UUID, *, revision: int
) -> Review:
    """Raises ReviewChanged, MarkNotFound, and as `lock_draft`."""
    review = lock_draft(session, caller, review_id)
    known = session.get(AddedHit, added_id)
    if known is None or known.review_id != review.id:
        raise MarkNotFound(added_id=added_id)
    save(session, review, revision)
    session.delete(known)
    return review


def _hit(session: Session, review: Review, hit_id: UUID) -> Hit:
    hit = session.exec(
        select(Hit).where(Hit.id == hit_id, col(Hit.evaluation_id) == review.evaluation_id)
    ).one_or_none()
    if hit is None:
        raise HitNotInReview(hit_id=hit_id)
    return hit


def _require_rule(session: Session, review: Review, rule_key: str) -> None:
    if all(rule.key != rule_key for rule in card_of(session, review).rules):
        raise RuleNotOnCard(field="rule_key", rule_key=rule_key)
