"""What a judge thinks of a call: asked once, within a budget, and believed only with quotes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from services.clock import utc_now
from services.scoring import evaluate
from services.scoring.heard import Opinion
from services.tables import JudgeAnswer, JudgeDay, Transcript
from services.transcripts import Utterance
from services.transcripts.reading import newest_transcript


class Judge(Protocol):
    """Whoever answers questions about a dialogue, a model or a stand-in for one."""

    @property
    def name(self) -> str:
        """With what it judges: under this its answers are kept."""

    def ask(self, question: str, utterances: Sequence[Utterance]) -> Opinion | None:
        """None when it gives no opinion that holds. Raises JudgeAway."""


class JudgeAway(Exception):
    """The judge cannot be reached, or is broken. What was asked may be asked another time."""


@dataclass(frozen=True, slots=True)
class ToAsk:
    """What a judge has not been asked yet of a call that waits to be scored."""

    transcript_id: UUID
    utterances: Sequence[Utterance]
    questions: Sequence[str]


def to_ask(session: Session, call_id: UUID, judge: str) -> ToAsk | None:
    """None when there is nothing to ask: no question, no transcript, or all answered."""
    asked = evaluate.what_to_ask(session, call_id)
    transcript = newest_transcript(session, call_id)
    if asked is None or transcript is None:
        return None
    questions = list(dict.fromkeys(judged.question for judged in asked.questions))
    answered = _kept(session, transcript.id, judge, questions)
    open_ones = [question for question in questions if question not in answered]
    return ToAsk(transcript.id, asked.utterances, open_ones) if open_ones else None


def of_call(session: Session, call_id: UUID) -> dict[str, Opinion]:
    """By question: the newest opinion on the call's newest transcript, whoever gave it."""
    found = session.exec(
        select(JudgeAnswer)
        .join(Transcript, col(JudgeAnswer.transcript_id) == Transcript.id)
        .where(Transcript.call_id == call_id, col(JudgeAnswer.answer).is_not(None))
        .order_by(col(JudgeAnswer.asked_at))
    ).all()
    transcript = newest_transcript(session, call_id) if found else None
    return {
        row.question: Opinion(row.answer, tuple(row.quotes), row.said_by)
        for row in found
        if row.answer is not None and transcript and row.transcript_id == transcript.id
    }


def keep(
    session: Session, transcript_id: UUID, judge: str, question: str, opinion: Opinion | None
) -> None:
    """Keep an answer, also that there is none. Safe to repeat: the first one stays."""
    row = JudgeAnswer(
        transcript_id=transcript_id,
        said_by=judge,
        question_sha256=_digest(question),
        question=question,
        answer=opinion.answer if opinion else None,
        quotes=list(opinion.quotes) if opinion else [],
    )
    session.execute(insert(JudgeAnswer).values(row.model_dump()).on_conflict_do_nothing())


def spend(session: Session, daily_budget: int) -> bool:
    """Count one request of today (UTC); False when as many as allowed have been made."""
    if daily_budget < 1:
        return False
    today = insert(JudgeDay).values(day=utc_now().date(), asked=1)
    counted = today.on_conflict_do_update(
        index_elements=["day"],
        set_={"asked": JudgeDay.asked + 1},
        where=col(JudgeDay.asked) < daily_budget,
    ).returning(col(JudgeDay.asked))
    return session.execute(counted).one_or_none() is not None


def asked_today(session: Session) -> int:
    """How much of today's budget (UTC) is spent."""
    day = session.get(JudgeDay, utc_now().date())
    return day.asked if day else 0


def _kept(
    session: Session, transcript_id: UUID, judge: str, questions: Iterable[str]
) -> Mapping[str, JudgeAnswer]:
    rows = session.exec(
        select(JudgeAnswer).where(
            JudgeAnswer.transcript_id == transcript_id,
            JudgeAnswer.said_by == judge,
            col(JudgeAnswer.question_sha256).in_([_digest(each) for each in questions]),
        )
    )
    return {row.question: row for row in rows}


def _digest(question: str) -> str:
    """Questions are longer than an index takes."""
    return sha256(question.encode()).hexdigest()
