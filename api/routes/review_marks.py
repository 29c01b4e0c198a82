"""What a reviewer marks in a draft: verdicts, answers, missed hits, comments, words."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, status

from api.deps import CallerDep, SessionDep
from api.routes.reviews import shown
from api.schemas.review_changes import (
    AddedHitIn,
    AnswerIn,
    CommentChangeIn,
    CommentIn,
    CorrectionIn,
    FeedbackIn,
    VerdictIn,
)
from api.schemas.reviews import ReviewOut
from services.people.access import Caller, Permission
from services.reviews import judging, noting
from services.reviews.locating import Located

router = APIRouter(prefix="/api/v1/reviews/{review_id}", tags=["reviews"])

Revision = Annotated[int, Query(ge=0, le=2**31 - 1)]
RuleKey = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]


def get_reviewer(caller: CallerDep) -> Caller:
    """Raises NotPermitted."""
    caller.require(Permission.REVIEWS_WRITE)
    return caller


ReviewerDep = Annotated[Caller, Depends(get_reviewer, scope="function")]


@router.put("/verdicts/{hit_id}", operation_id="give_verdict")
def give_verdict(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, hit_id: UUID, change: VerdictIn
) -> ReviewOut:
    """Say whether a hit of the machine is one. Safe to repeat."""
    review = judging.give_verdict(session, caller, review_id, hit_id, **change.model_dump())
    return shown(session, caller, review)


@router.delete("/verdicts/{hit_id}", operation_id="take_verdict_back")
def take_verdict_back(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, hit_id: UUID, revision: Revision
) -> ReviewOut:
    """Say nothing of a hit again. Safe to repeat."""
    review = judging.take_verdict_back(session, caller, review_id, hit_id, revision=revision)
    return shown(session, caller, review)


@router.put("/answers/{rule_key}", operation_id="answer_rule")
def answer_rule(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, rule_key: RuleKey, change: AnswerIn
) -> ReviewOut:
    """Answer a whole rule: one that only people answer, or against the machine."""
    review = judging.answer_rule(session, caller, review_id, rule_key, **change.model_dump())
    return shown(session, caller, review)


@router.delete("/answers/{rule_key}", operation_id="take_answer_back")
def take_answer_back(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, rule_key: RuleKey, revision: Revision
) -> ReviewOut:
    """Leave a rule to the machine and the verdicts again. Safe to repeat."""
    review = judging.take_answer_back(session, caller, review_id, rule_key, revision=revision)
    return shown(session, caller, review)


@router.post("/hits", status_code=status.HTTP_201_CREATED, operation_id="add_missed_hit")
def add_hit(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, change: AddedHitIn
) -> ReviewOut:
    """Mark words, or a stretch of seconds, that the machine missed. Once for each place."""
    place = Located(**change.model_dump(include=set(Located._fields)))
    review = judging.add_hit(
        session,
        caller,
        review_id,
        rule_key=change.rule_key,
        place=place,
        note=change.note,
        revision=change.revision,
    )
    return shown(session, caller, review)


@router.delete("/hits/{added_id}", operation_id="remove_missed_hit")
def remove_hit(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, added_id: UUID, revision: Revision
) -> ReviewOut:
    """Take back a hit that was added here."""
    review = judging.remove_hit(session, caller, review_id, added_id, revision=revision)
    return shown(session, caller, review)


@router.post("/comments", status_code=status.HTTP_201_CREATED, operation_id="add_review_comment")
def add_comment(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, change: CommentIn
) -> ReviewOut:
    """Say something about a second, a stretch, or the whole call."""
    review = noting.add_comment(session, caller, review_id, **change.model_dump())
    return shown(session, caller, review)


@router.patch("/comments/{comment_id}", operation_id="change_review_comment")
def change_comment(
    session: SessionDep,
    caller: ReviewerDep,
    review_id: UUID,
    comment_id: UUID,
    change: CommentChangeIn,
) -> ReviewOut:
    """Change what is given of a comment. Safe to repeat."""
    changes = change.model_dump(exclude_unset=True, exclude={"revision"})
    review = noting.change_comment(
        session, caller, review_id, comment_id, changes, revision=change.revision
    )
    return shown(session, caller, review)


@router.delete("/comments/{comment_id}", operation_id="remove_review_comment")
def remove_comment(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, comment_id: UUID, revision: Revision
) -> ReviewOut:
    """Take a comment back."""
    review = noting.remove_comment(session, caller, review_id, comment_id, revision=revision)
    return shown(session, caller, review)


@router.post("/corrections", status_code=status.HTTP_201_CREATED, operation_id="correct_words")
def correct_words(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, change: CorrectionIn
) -> ReviewOut:
    """Say what was said where the model wrote something else. The transcript stays."""
    review = noting.correct_words(session, caller, review_id, **change.model_dump())
    return shown(session, caller, review)


@router.delete("/corrections/{correction_id}", operation_id="take_correction_back")
def take_correction_back(
    session: SessionDep,
    caller: ReviewerDep,
    review_id: UUID,
    correction_id: UUID,
    revision: Revision,
) -> ReviewOut:
    """Let the model's words stand."""
    review = noting.take_correction_back(
        session, caller, review_id, correction_id, revision=revision
    )
    return shown(session, caller, review)


@router.patch("", operation_id="write_review_feedback")
def write_feedback(
    session: SessionDep, caller: ReviewerDep, review_id: UUID, change: FeedbackIn
) -> ReviewOut:
    """Praise, a suggestion, and the seconds spent so far."""
    changes = change.model_dump(exclude_unset=True, include={"praise", "suggestion"})
    review = noting.write_feedback(
        session,
        caller,
        review_id,
        changes,
        active_s=change.active_s,
        revision=change.revision,
    )
    return shown(session, caller, review)
