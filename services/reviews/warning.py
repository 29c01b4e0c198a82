"""Tells those who may mute rules of a fatal one that reviewers reject too often."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from services.clock import utc_now
from services.people import notices
from services.people.access import Permission
from services.reviews.marks import Marks
from services.reviews.opening import RESULTS
from services.reviews.precision import asks_for_mute
from services.tables import (
    Evaluation,
    HitVerdict,
    Review,
    Scorecard,
    ScorecardVersion,
    UserNotice,
)

_KIND = "rule.asks_to_be_muted"
_AGAIN_AFTER = timedelta(days=30)


def warn_of_rules(session: Session, review: Review, marks: Marks) -> None:
    """After a result: of each rule once a month, until it is muted, mended, or right again."""
    if review.purpose not in RESULTS:
        return
    card = _card_of(session, review)
    rejected = {each.rule_key for each in marks.verdicts if each.verdict is HitVerdict.REJECTED}
    for rule_key in sorted(rejected):
        rule = asks_for_mute(session, card.id, rule_key)
        if rule is not None and not _told_lately(session, card.id, rule_key):
            notices.notify(
                session,
                kind=_KIND,
                permission=Permission.REVIEWS_MANAGE,
                facts={
                    "scorecard_id": str(card.id),
                    "scorecard": card.name,
                    "rule_key": rule_key,
                    "rule": rule.name,
                },
            )


def _card_of(session: Session, review: Review) -> Scorecard:
    evaluation = session.get_one(Evaluation, review.evaluation_id)
    version = session.get_one(ScorecardVersion, evaluation.scorecard_version_id)
    return session.get_one(Scorecard, version.scorecard_id)


def _told_lately(session: Session, scorecard_id: UUID, rule_key: str) -> bool:
    about = {"scorecard_id": str(scorecard_id), "rule_key": rule_key}
    found = session.exec(
        select(UserNotice.id)
        .where(
            UserNotice.kind == _KIND,
            col(UserNotice.facts).contains(about),
            col(UserNotice.created_at) > utc_now() - _AGAIN_AFTER,
        )
        .limit(1)
    ).first()
    return found is not None
