"""Stored scores, back to those who read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from services.scoring.results import Line, SectionScore
from services.tables import Evaluation, Hit, Scorecard, ScorecardVersion

_LINES = TypeAdapter(tuple[Line, ...])
_SECTIONS = TypeAdapter(tuple[SectionScore, ...])


@dataclass(frozen=True, slots=True)
class EvaluationReading:
    """An evaluation with the names behind its ids, and its hits by time."""

    id: UUID
    scorecard_name: str
    scorecard_version: int
    transcript_id: UUID
    engine: str
    score: float | None
    passed: bool | None
    fatal: bool
    grade: str | None
    earned_percent: float | None
    added: float
    deducted: float
    sections: tuple[SectionScore, ...]
    lines: tuple[Line, ...]
    hits: list[Hit]
    created_at: datetime


def evaluations_of(session: Session, call_id: UUID) -> list[EvaluationReading]:
    """Every evaluation of a call, newest first; those of former engines in today's shape."""
    return _read(session, Evaluation.call_id == call_id)


def get_evaluation(session: Session, evaluation_id: UUID) -> EvaluationReading:
    """One that is known to exist."""
    [found] = _read(session, Evaluation.id == evaluation_id)
    return found


def _read(session: Session, wanted: Any) -> list[EvaluationReading]:
    found = session.exec(
        select(Evaluation, ScorecardVersion.number, Scorecard.name)
        .join(ScorecardVersion, col(Evaluation.scorecard_version_id) == ScorecardVersion.id)
        .join(Scorecard, col(ScorecardVersion.scorecard_id) == Scorecard.id)
        .where(wanted)
        .order_by(col(Evaluation.created_at).desc(), col(Evaluation.id))
    ).all()
    hits = hits_of(session, [evaluation.id for evaluation, _, _ in found])
    return [
        EvaluationReading(
            scorecard_name=name,
            scorecard_version=number,
            sections=_SECTIONS.validate_python(evaluation.sections),
            lines=_LINES.validate_python(evaluation.lines),
            hits=[hit for hit in hits if hit.evaluation_id == evaluation.id],
            **{field: getattr(evaluation, field) for field in _SAME},
        )
        for evaluation, number, name in found
    ]


_SAME = (
    *("id", "transcript_id", "engine", "score", "passed", "fatal", "grade"),
    *("earned_percent", "added", "deducted", "created_at"),
)


def hits_of(session: Session, evaluation_ids: Sequence[UUID]) -> list[Hit]:
    """By time."""
    query: Any = select(Hit).where(col(Hit.evaluation_id).in_(evaluation_ids))
    return list(session.exec(query.order_by(Hit.start_s, Hit.utterance, Hit.char_start)))
