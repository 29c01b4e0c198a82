"""What a reviewer changes. Every change names the revision that it was made on."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.reviews.reasons import Reason
from services.tables import HitVerdict, RuleAnswer

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]*$"),
]
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=1000, pattern=r"^[^\x00]*$"),
]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Seconds = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OpenIn(_In):
    """Which call to review."""

    call_id: UUID
    task_id: UUID | None = None
    """Without it the task that waits for this call, if there is one."""
    purpose: Annotated[str, Field(pattern="^(review|regrade|calibration)$")] = "review"


class ReviewChange(_In):
    revision: Number
    """As last read: a review that was saved elsewhere since is not overwritten."""


class VerdictIn(ReviewChange):
    verdict: HitVerdict
    reason: Reason | None = None
    """Only of a rejected hit."""
    note: Note | None = None


class AnswerIn(ReviewChange):
    answer: RuleAnswer
    note: Note | None = None


class AddedHitIn(ReviewChange):
    """Characters `char_start:char_end` of an utterance, or else a stretch of seconds."""

    rule_key: Annotated[str, Field(max_length=100)]
    utterance: Number | None = None
    char_start: Number | None = None
    char_end: Number | None = None
    start_s: Seconds | None = None
    end_s: Seconds | None = None
    note: Note | None = None


class CommentIn(ReviewChange):
    start_s: Seconds | None = None
    """Null for one about the whole call."""
    end_s: Seconds | None = None
    text: Text


class CommentChangeIn(ReviewChange):
    """Only what is given changes."""

    start_s: Seconds | None = None
    end_s: Seconds | None = None
    text: Text = ""


class CorrectionIn(ReviewChange):
    """What was said in place of characters `char_start:char_end`; equal ones put words in."""

    utterance: Number
    char_start: Number
    char_end: Number
    said: Annotated[str, Field(max_length=500, pattern=r"^[^\x00\n]*$")]
    """Empty when nothing was said there."""


class FeedbackIn(ReviewChange):
    """Only what is given changes. Time spent only grows, and makes no new revision."""

    praise: Note | None = None
    suggestion: Note | None = None
    active_s: Seconds | None = None


class SupersedeIn(_In):
    reason: Text
