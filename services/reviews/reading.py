"""A review as it is read: its marks, its score so far, and the machine's beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from services.reviews.blinding import blinded, is_blind
from services.reviews.marks import Marks, read_marks
from services.reviews.scoring import reviewed
from services.scoring.card import ScorecardBody
from services.scoring.readings import EvaluationReading, get_evaluation
from services.scoring.results import Line, Score, Verdict
from services.tables import (
    AddedHit,
    Evaluation,
    Hit,
    Review,
    ReviewAnswer,
    ReviewComment,
    ReviewState,
    ReviewVerdict,
    ScorecardVersion,
    User,
    WordCorrection,
)
from services.tables.reviewing import RuleMute


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What still needs a word of the reviewer."""

    kind: Literal["hit", "item"]
    rule_key: str
    rule_name: str
    hit_id: UUID | None = None
    """None of an item."""


@dataclass(frozen=True, slots=True)
class ReviewReading:
    """Everything of one review. Marks are in the order in which they were made."""

    review: Review
    reviewer: Person
    verdicts: Sequence[ReviewVerdict]
    answers: Sequence[ReviewAnswer]
    added_hits: Sequence[AddedHit]
    comments: Sequence[ReviewComment]
    corrections: Sequence[WordCorrection]
    hits: Sequence[Hit]
    score: Score
    machine: EvaluationReading
    machine_hidden: bool
    """Its reviewer may not know yet what the machine found."""
    open: Sequence[OpenPoint]
    muted_rules: Sequence[str]
    """Keys of rules whose hits somebody keeps off the boards for now."""
    may_edit: bool


def read_review(session: Session, review: Review, reader_id: UUID | None) -> ReviewReading:
    """The score is that of its marks as they are now; of a finished one it is the stored one."""
    marks = read_marks(session, review)
    machine = machine_of(session, review)
    reviewer = session.get_one(User, review.reviewer_id)
    is_draft = review.state is ReviewState.DRAFT
    score = score_of(session, review, marks) if is_draft else stored_score(review)
    return ReviewReading(
        review=review,
        reviewer=Person(reviewer.id, reviewer.name),
        verdicts=marks.verdicts,
        answers=marks.answers,
        added_hits=marks.added,
        comments=comments_of(session, review.id),
        corrections=corrections_of(session, review.id),
        hits=machine.hits,
        score=score,
        machine=machine,
        machine_hidden=is_blind(session, review),
        open=still_open(machine, marks) if is_draft else (),
        muted_rules=_muted(session, review),
        may_edit=is_draft and review.reviewer_id == reader_id,
    )


def machine_of(session: Session, review: Review) -> EvaluationReading:
    """What the reviewer is shown of it, and begins from."""
    machine = get_evaluation(session, review.evaluation_id)
    return blinded(machine) if is_blind(session, review) else machine


def score_of(session: Session, review: Review, marks: Marks) -> Score:
    """What the machine's lines come to with a reviewer's marks in them."""
    evaluation = session.get_one(Evaluation, review.evaluation_id)
    version = session.get_one(ScorecardVersion, evaluation.scorecard_version_id)
    body = ScorecardBody.model_validate(version.body)
    machine = machine_of(session, review)
    return reviewed(body, machine.lines, marks.by_rule(machine.hits))


def _muted(session: Session, review: Review) -> list[str]:
    query = (
        select(RuleMute.rule_key)
        .join(ScorecardVersion, col(ScorecardVersion.scorecard_id) == RuleMute.scorecard_id)
        .join(Evaluation, col(Evaluation.scorecard_version_id) == ScorecardVersion.id)
        .where(Evaluation.id == review.evaluation_id, col(RuleMute.lifted_at).is_(None))
    )
    return sorted(session.exec(query).all())


_SUMS = (
    *("score", "passed", "fatal", "grade", "earned_percent", "added", "deducted"),
    *("sections", "lines"),
)


def stored_score(review: Review) -> Score:
    """Of a review that is closed; a discarded one never had any."""
    return Score.model_validate({name: getattr(review, name) for name in _SUMS})


def still_open(machine: EvaluationReading, marks: Marks) -> list[OpenPoint]:
    """Hits that want a person's look and have no verdict, items that only people answer.

    A rule that is answered as a whole asks nothing more.
    """
    answered = {each.rule_key for each in marks.answers}
    judged = {each.hit_id for each in marks.verdicts}
    hits = [
        OpenPoint("hit", hit.rule_key, hit.rule_name, hit.id)
        for hit in machine.hits
        if hit.needs_review and hit.id not in judged and hit.rule_key not in answered
    ]
    items = [
        OpenPoint("item", line.rule_key, line.rule_name)
        for line in machine.lines
        if _asks_a_person(line) and line.rule_key not in answered
    ]
    return [*items, *hits]


def _asks_a_person(line: Line) -> bool:
    return line.verdict is Verdict.UNANSWERED


def comments_of(session: Session, review_id: UUID) -> list[ReviewComment]:
    query = select(ReviewComment).where(ReviewComment.review_id == review_id)
    return list(session.exec(query.order_by(col(ReviewComment.at), col(ReviewComment.id))))


def corrections_of(session: Session, review_id: UUID) -> list[WordCorrection]:
    """In the order of the words."""
    query = select(WordCorrection).where(WordCorrection.review_id == review_id)
    place = (col(WordCorrection.utterance), col(WordCorrection.char_start))
    return list(session.exec(query.order_by(*place)))
