"""What a reviewer writes down besides verdicts: comments, corrected words, praise."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from services.people.access import Caller
from services.reviews.editing import lock_draft, save
from services.reviews.locating import length_s, text_at
from services.reviews.reading import comments_of, corrections_of
from services.reviews.refusals import (
    CorrectionsOverlap,
    MarkNotFound,
    NothingCorrected,
    PlaceNotInCall,
)
from services.scoring.gathering import utterances_of
from services.tables import Review, ReviewComment, Transcript, WordCorrection


def add_comment(
    session: Session,
    caller: Caller,
    review_id: UUID,
    *,
    start_s: float | None,
    end_s: float | None,
    text: str,
    revision: int,
) -> Review:
    """Raises ReviewChanged, PlaceNotInCall, and as `lock_draft`."""
    review = lock_draft(session, caller, review_id)
    _require_seconds(session, review, start_s, end_s)
    told = (start_s, end_s, text)
    if any((c.start_s, c.end_s, c.text) == told for c in comments_of(session, review.id)):
        return review
    save(session, review, revision)
    session.add(ReviewComment(review_id=review.id, start_s=start_s, end_s=end_s, text=text))
    return review


def change_comment(
    session: Session,
    caller: Caller,
    review_id: UUID,
    comment_id: UUID,
    changes: Mapping[str, Any],
    *,
    revision: int,
) -> Review:
    """`changes` are of `start_s`, `end_s` and `text`.

    Raises ReviewChanged, MarkNotFound, PlaceNotInCall, and as `lock_draft`.
    """
    review = lock_draft(session, caller, review_id)
    comment = _comment(session, review, comment_id)
    after = {name: getattr(comment, name) for name in ("start_s", "end_s", "text")} | dict(changes)
    _require_seconds(session, review, after["start_s"], after["end_s"])
    if all(getattr(comment, name) == value for name, value in after.items()):
        return review
    save(session, review, revision)
    comment.sqlmodel_update(after)
    session.add(comment)
    return review


def remove_comment(
    session: Session, caller: Caller, review_id: UUID, comment_id: UUID, *, revision: int
) -> Review:
    """Raises ReviewChanged, MarkNotFound, and as `lock_draft`."""
    review = lock_draft(session, caller, review_id)
    comment = _comment(session, review, comment_id)
    save(session, review, revision)
    session.delete(comment)
    return review


def correct_words(
    session: Session,
    caller: Caller,
    review_id: UUID,
    *,
    utterance: int,
    char_start: int,
    char_end: int,
    said: str,
    revision: int,
) -> Review:
    """Say what was said at characters `char_start:char_end`. The transcript stays as it is.

    Correcting the same characters again takes the place of what was said of them before.
    Raises ReviewChanged, PlaceNotInCall, NothingCorrected, CorrectionsOverlap, and as
    `lock_draft`.
    """
    review = lock_draft(session, caller, review_id)
    transcript = session.get_one(Transcript, review.transcript_id)
    text = text_at(utterances_of(transcript), utterance)
    if not 0 <= char_start <= char_end <= len(text):
        raise PlaceNotInCall(field="char_end")
    heard = text[char_start:char_end]
    if heard == said:
        raise NothingCorrected(field="said")
    known = _same_words(session, review, utterance, char_start, char_end)
    if known is not None and known.said == said:
        return review
    save(session, review, revision)
    correction = known or WordCorrection(
        review_id=review.id,
        transcript_id=transcript.id,
        utterance=utterance,
        char_start=char_start,
        char_end=char_end,
        heard=heard,
        said=said,
    )
    correction.said = said
    session.add(correction)
    return review


def take_correction_back(
    session: Session, caller: Caller, review_id: UUID, correction_id: UUID, *, revision: int
) -> Review:
    """Raises ReviewChanged, MarkNotFound, and as `lock_draft`."""
    review = lock_draft(session, caller, review_id)
    correction = session.get(WordCorrection, correction_id)
    if correction is None or correction.review_id != review.id:
        raise MarkNotFound(correction_id=correction_id)
    save(session, review, revision)
    session.delete(correction)
    return review


def write_feedback(
    session: Session,
    caller: Caller,
    review_id: UUID,
    changes: Mapping[str, str | None],
    *,
    active_s: float | None,
    revision: int,
) -> Review:
    """`changes` are of `praise` and `suggestion`.

    Time spent only grows, and is no save: it neither needs nor makes a new revision.
    Raises ReviewChanged, and as `lock_draft`.
    """
    review = lock_draft(session, caller, review_id)
    if any(getattr(review, name) != value for name, value in changes.items()):
        save(session, review, revision)
        review.sqlmodel_update(dict(changes))
    if active_s is not None:
        review.active_s = max(review.active_s, active_s)
    session.add(review)
    return review


def _comment(session: Session, review: Review, comment_id: UUID) -> ReviewComment:
    comment = session.exec(
        select(ReviewComment).where(
            ReviewComment.id == comment_id, ReviewComment.review_id == review.id
        )
    ).one_or_none()
    if comment is None:
        raise MarkNotFound(comment_id=comment_id)
    return comment


def _require_seconds(
    session: Session, review: Review, start_s: float | None, end_s: float | None
) -> None:
    if start_s is None:
        if end_s is not None:
            raise PlaceNotInCall(field="start_s")
        return
    transcript = session.get_one(Transcript, review.transcript_id)
    if start_s > length_s(session, transcript):
        raise PlaceNotInCall(field="start_s")
    if end_s is not None and end_s < start_s:
        raise PlaceNotInCall(field="end_s")


def _same_words(
    session: Session, review: Review, utterance: int, char_start: int, char_end: int
) -> WordCorrection | None:
    """Raises CorrectionsOverlap."""
    for each in corrections_of(session, review.id):
        if each.utterance != utterance:
            continue
        if (each.char_start, each.char_end) == (char_start, char_end):
            return each
        if each.char_start < char_end and char_start < each.char_end:
            raise CorrectionsOverlap(field="char_start", correction_id=each.id)
    return None
