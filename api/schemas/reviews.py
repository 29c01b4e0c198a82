"""Reviews: what a person found in a call, beside what the machine found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.schemas.calls import HitOut
from api.schemas.scores import Explained, ScoreOut
from services.reviews.listing import ListedReview
from services.reviews.reading import ReviewReading
from services.reviews.reasons import Reason
from services.reviews.trying import CorrectionsTried
from services.scoring.results import Evidence, Verdict
from services.tables import HitVerdict, Purpose, ReviewState, RuleAnswer


class PersonOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str


class VerdictOut(BaseModel):
    """A word on one hit of the machine."""

    model_config = ConfigDict(from_attributes=True)

    hit_id: UUID
    rule_key: str
    verdict: HitVerdict
    reason: Reason | None
    note: str | None
    at: datetime


class AnswerOut(BaseModel):
    """A word on a whole rule; it stands above hits and verdicts."""

    model_config = ConfigDict(from_attributes=True)

    rule_key: str
    answer: RuleAnswer
    note: str | None
    at: datetime


class AddedHitOut(BaseModel):
    """A place that the machine missed."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    rule_key: str
    utterance: int | None
    """None for a stretch of seconds."""
    char_start: int | None
    char_end: int | None
    start_s: float
    end_s: float
    quote: str
    note: str | None
    at: datetime


class CommentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    start_s: float | None
    """None when it is about the whole call."""
    end_s: float | None
    text: str
    at: datetime


class CorrectionOut(BaseModel):
    """What was said where the model wrote something else; the transcript stays as it is."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    utterance: int
    char_start: int
    char_end: int
    heard: str
    said: str
    at: datetime


class MachineOut(BaseModel):
    """What the machine made of the call: it stays, whatever a reviewer says."""

    model_config = ConfigDict(from_attributes=True)

    evaluation_id: UUID
    scorecard_name: str
    scorecard_version: int
    score: float | None
    passed: bool | None
    fatal: bool
    grade: str | None
    lines: list[Explained]


class OpenPointOut(BaseModel):
    """What still needs a word before the review can be finished."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    """`hit`, or `item` for a rule that only people answer."""
    rule_key: str
    rule_name: str
    hit_id: UUID | None


class ReviewOut(BaseModel):
    """A review, its score as its marks make it, and the machine's score beside it."""

    id: UUID
    revision: int
    """Goes up by one with every save. A change names the one it was made on."""
    state: ReviewState
    purpose: Purpose
    number: int | None
    """Of the call's results, from 1; None while a draft."""
    call_id: UUID
    task_id: UUID | None
    evaluation_id: UUID
    transcript_id: UUID
    reviewer: PersonOut
    may_edit: bool
    """Whether the one who asks can change it: their own draft."""
    verdicts: list[VerdictOut]
    answers: list[AnswerOut]
    added_hits: list[AddedHitOut]
    comments: list[CommentOut]
    corrections: list[CorrectionOut]
    praise: str | None
    suggestion: str | None
    score: ScoreOut
    machine: MachineOut
    machine_hidden: bool
    """What the machine found is not shown until the calibration is closed."""
    open: list[OpenPointOut]
    hits: list[HitOut]
    """The machine's, by time."""
    muted_rules: list[str]
    """Keys of rules whose fatal hits are kept off the boards: they are wrong too often."""
    active_s: float
    opened_at: datetime
    saved_at: datetime
    finalised_at: datetime | None
    released_at: datetime | None
    acknowledged_at: datetime | None
    supersedes_id: UUID | None
    reason: str | None
    """Why it takes the place of the one before."""

    @classmethod
    def of(cls, reading: ReviewReading) -> "ReviewOut":
        machine = {name: getattr(reading.machine, name) for name in _OF_MACHINE}
        told = {name: getattr(reading.review, name) for name in _OF_REVIEW}
        return cls(
            **told,
            reviewer=PersonOut.model_validate(reading.reviewer),
            may_edit=reading.may_edit,
            machine_hidden=reading.machine_hidden,
            muted_rules=list(reading.muted_rules),
            **{name: _list(kind, getattr(reading, name)) for name, kind in _LISTS.items()},
            score=ScoreOut.of(reading.score),
            machine=MachineOut(evaluation_id=reading.machine.id, **machine),
        )


_OF_REVIEW = (
    *("id", "revision", "state", "purpose", "number", "call_id", "task_id", "evaluation_id"),
    *("transcript_id", "praise", "suggestion", "active_s", "opened_at", "saved_at"),
    *("finalised_at", "released_at", "acknowledged_at", "supersedes_id", "reason"),
)
_OF_MACHINE = (
    *("scorecard_name", "scorecard_version", "score", "passed", "fatal", "grade", "lines"),
)
_LISTS: dict[str, type[BaseModel]] = {
    "verdicts": VerdictOut,
    "answers": AnswerOut,
    "added_hits": AddedHitOut,
    "comments": CommentOut,
    "corrections": CorrectionOut,
    "open": OpenPointOut,
    "hits": HitOut,
}


def _list(kind: type[BaseModel], rows: Any) -> list[Any]:
    return [kind.model_validate(row) for row in rows]


class ListedReviewOut(BaseModel):
    """A review in a list."""

    id: UUID
    call_id: UUID
    state: ReviewState
    purpose: Purpose
    number: int | None
    reviewer: PersonOut
    agent_id: UUID | None
    agent_name: str | None
    campaign_name: str | None
    started_at: datetime
    """When the call began."""
    score: float | None
    """None while it is a draft."""
    passed: bool | None
    fatal: bool
    grade: str | None
    evaluation_id: UUID
    machine_score: float | None
    machine_fatal: bool
    active_s: float
    opened_at: datetime
    finalised_at: datetime | None
    released_at: datetime | None
    acknowledged_at: datetime | None
    supersedes_id: UUID | None
    reason: str | None

    @classmethod
    def of(cls, listed: ListedReview) -> "ListedReviewOut":
        told = {name: getattr(listed.review, name) for name in _LISTED}
        return cls(
            **told,
            reviewer=PersonOut(id=listed.review.reviewer_id, name=listed.reviewer_name),
            agent_id=listed.call.agent_id,
            agent_name=listed.agent_name,
            campaign_name=listed.campaign_name,
            started_at=listed.call.started_at,
            machine_score=listed.machine_score,
            machine_fatal=listed.machine_fatal,
        )


_LISTED = (
    *("id", "call_id", "state", "purpose", "number", "score", "passed", "fatal", "grade"),
    *("evaluation_id", "active_s", "opened_at", "finalised_at", "released_at"),
    *("acknowledged_at", "supersedes_id", "reason"),
)


class RuleTriedOut(BaseModel):
    """A rule that comes out otherwise in the corrected words."""

    model_config = ConfigDict(from_attributes=True)

    rule_key: str
    rule_name: str
    before: Verdict
    after: Verdict
    new: list[Evidence]
    """Found only in the corrected words; characters count in those."""
    lost: list[Evidence]


class CorrectionsTriedOut(BaseModel):
    """What the rules would find in the corrected words. Nothing is stored."""

    score: ScoreOut
    """Of the corrected words, without any verdict."""
    rules: list[RuleTriedOut]
    """Those that come out otherwise."""
    utterances: list[int]
    """Numbers of those that were corrected."""

    @classmethod
    def of(cls, tried: CorrectionsTried) -> "CorrectionsTriedOut":
        return cls(
            score=ScoreOut.of(tried.score),
            rules=_list(RuleTriedOut, tried.rules),
            utterances=tried.utterances,
        )
