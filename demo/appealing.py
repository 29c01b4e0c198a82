"""Results of the demo that their agents see, and one that its agent does not accept."""

from sqlmodel import Session, col, select

from demo import feedback
from demo.company import caller_of
from services.people import callers
from services.reviews import releasing
from services.reviews.appeals import filing
from services.reviews.appeals.reasons import AppealReason
from services.reviews.appeals.standing import lines_of
from services.tables import Appeal, Call, Purpose, Review, ReviewState, Transcript, User

KEPT_BACK = 0.25
"""Of the results, the newest: they wait to be released."""


def release_and_appeal(session: Session) -> None:
    """Release what is finished but for the newest, and appeal what was broken first. Once."""
    if session.exec(select(Appeal.id)).first() is not None:
        return
    finished = session.exec(
        select(Review)
        .where(Review.state == ReviewState.FINAL, Review.purpose == Purpose.REVIEW)
        .order_by(col(Review.finalised_at).desc(), col(Review.id))
    ).all()
    shown = finished[int(KEPT_BACK * len(finished)) :]
    releasing.release(session, caller_of(session, "qa-lead"), [review.id for review in shown])
    any(_is_appealed(session, review) for review in reversed(shown))


def _is_appealed(session: Session, review: Review) -> bool:
    """Whether its agent found words held against them to appeal."""
    call = session.get_one(Call, review.call_id)
    agent = session.exec(select(User).where(User.agent_id == call.agent_id)).first()
    lines = lines_of(session, review)
    line = next((each for each in lines if each.may_appeal and each.places), None)
    if agent is None or line is None:
        return False
    language = session.get_one(Transcript, review.transcript_id).language
    filing.file_appeal(
        session,
        callers.of_user(session, agent),
        review_id=review.id,
        rule_key=line.rule_key,
        hit_id=line.places[0].hit_id,
        reason=AppealReason.QUOTED,
        text=feedback.APPEAL.in_language(language),
    )
    return True
