"""What a judge was asked, and what it said."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Table, document, instant


class JudgeAnswer(Table, table=True):
    """The answer to a question about a transcript. Asked once, and kept.

    `answer` is None when what was said does not hold: quotes that do not stand in the
    transcript, no quotes, no yes or no. Asking again would give no better.
    """

    transcript_id: UUID = Field(foreign_key="transcript.id", primary_key=True)
    said_by: str = Field(primary_key=True)
    """Wording of the request, and model."""
    question_sha256: str = Field(primary_key=True)
    question: str
    answer: bool | None
    quotes: list[str] = document()
    asked_at: datetime = instant(default_factory=utc_now)


class JudgeDay(Table, table=True):
    """How often judges were asked on a day, in UTC."""

    day: date = Field(primary_key=True)
    asked: int
