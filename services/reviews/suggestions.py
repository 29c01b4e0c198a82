"""Words that reviewers put right, as hot words that a campaign could expect."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.clock import utc_now
from services.errors import NotFound
from services.hearing.campaigns import set_hearing
from services.paging import Paged
from services.people import audit, reach
from services.people.access import Caller
from services.privacy.masking import mask_alone
from services.reviews.opening import RESULTS
from services.tables import Call, Campaign, Review, ReviewState, WordCorrection
from services.tables.reviewing import WordDecision

LONGEST = 40
"""Characters of a hot word."""


class SuggestionUnknown(NotFound):
    """Nobody corrected anything to this word in a call of this campaign."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was said in a campaign's calls, and what the model wrote instead."""

    campaign_id: UUID
    campaign_name: str
    said: str
    heard: list[str]
    times: int
    calls: int


def list_suggestions(
    session: Session,
    caller: Caller,
    *,
    campaign_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[Suggestion]:
    """Of calls in scope, what nobody has decided on, most frequent first.

    Personal numbers are no hot words: they are left out, so a page may be short, and of what
    was heard they are hidden. Raises CursorBroken.
    """
    query = _open(caller, campaign_id)
    if cursor is not None:
        times, said, of = paging.decode(cursor, int, str, UUID)
        query = query.having(tuple_(-_TIMES, _SAID, col(Campaign.id)) > tuple_(-times, said, of))
    query = query.order_by(-_TIMES, _SAID, col(Campaign.id)).limit(limit + 1)
    found = [Suggestion(*row) for row in session.execute(query)]
    page = paging.cut(found, limit, lambda each: [each.times, each.said, each.campaign_id])
    shown = [_masked(each) for each in page.items if not _is_personal(each.said)]
    return Paged(shown, page.next)


def accept(session: Session, caller: Caller, campaign_id: UUID, said: str) -> None:
    """Make it a hot word of the campaign. Safe to repeat.

    Raises CampaignNotFound, SuggestionUnknown.
    """
    campaign = reach.campaign_in_reach(session, caller.scope, campaign_id)
    _decide(session, caller, campaign_id, said, accepted=True)
    words = [*campaign.hot_words, said]
    set_hearing(session, campaign_id, caller, {"hot_words": words})


def dismiss(session: Session, caller: Caller, campaign_id: UUID, said: str) -> None:
    """Suggest it no more. Safe to repeat. Raises CampaignNotFound, SuggestionUnknown."""
    reach.campaign_in_reach(session, caller.scope, campaign_id)
    _decide(session, caller, campaign_id, said, accepted=False)


def _decide(
    session: Session, caller: Caller, campaign_id: UUID, said: str, *, accepted: bool
) -> None:
    known = session.get(WordDecision, (campaign_id, said))
    if known is not None and known.accepted == accepted:
        return
    if _is_personal(said) or (
        known is None and not _is_suggested(session, caller, campaign_id, said)
    ):
        raise SuggestionUnknown(campaign_id=campaign_id)
    told = {"accepted": accepted, "at": utc_now(), "by": caller.actor}
    row = insert(WordDecision).values(campaign_id=campaign_id, said=said, **told)
    session.execute(row.on_conflict_do_update(index_elements=["campaign_id", "said"], set_=told))
    audit.record(
        session,
        actor=caller.actor,
        act="hot_word.accepted" if accepted else "hot_word.dismissed",
        subject=str(campaign_id),
        said=said,
    )


def _is_suggested(session: Session, caller: Caller, campaign_id: UUID, said: str) -> bool:
    query = _open(caller, campaign_id).where(said == _SAID).limit(1)
    return session.execute(query).first() is not None


def _is_personal(said: str) -> bool:
    return mask_alone(said) != said


def _masked(suggestion: Suggestion) -> Suggestion:
    return replace(suggestion, heard=[mask_alone(each) for each in suggestion.heard])


_SAID = func.trim(col(WordCorrection.said))
_TIMES = func.count(col(WordCorrection.id))


def _open(caller: Caller, campaign_id: UUID | None) -> Any:
    """SQLAlchemy types every column of this select; ours is `Suggestion`."""
    decided = (
        select(WordDecision.said)
        .where(WordDecision.campaign_id == Campaign.id, WordDecision.said == _SAID)
        .exists()
    )
    query = (
        select_rows(
            col(Campaign.id),
            col(Campaign.name),
            _SAID,
            func.array_agg(col(WordCorrection.heard).distinct()),
            _TIMES,
            func.count(col(Call.id).distinct()),
        )
        .select_from(WordCorrection)
        .join(Review, col(Review.id) == WordCorrection.review_id)
        .join(Call, col(Call.id) == Review.call_id)
        .join(Campaign, col(Campaign.id) == Call.campaign_id)
        .where(
            col(Review.state) == ReviewState.FINAL,
            col(Review.purpose).in_(RESULTS),
            func.length(_SAID).between(2, LONGEST),
            ~col(Campaign.hot_words).op("?", is_comparison=True)(_SAID),
            ~decided,
            caller.scope.calls_where(),
        )
        .group_by(col(Campaign.id), col(Campaign.name), _SAID)
    )
    return query if campaign_id is None else query.where(col(Campaign.id) == campaign_id)
