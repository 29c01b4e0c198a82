"""Trials as they are read back."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session, col, or_, select, tuple_

from services import db, paging
from services.clock import utc_now
from services.paging import Paged
from services.people.access import Caller
from services.scoring.trials import (
    BacktestReading,
    BacktestSummary,
    Change,
    RescoreReading,
    RescoreSummary,
    TriedCall,
)
from services.scoring.trials.asking import sees_everything
from services.tables import Backtest, Rescore, Scorecard, ScorecardVersion, Trial

_CALLS: LiteralString = """
    SELECT b.call_id, call.started_at, agent.name AS agent_name, unit.name AS team_name,
        b.score_before, b.score_after, b.fatal_before, b.fatal_after, b.changes, b.impact
    FROM backtest_call b JOIN call ON call.id = b.call_id
    LEFT JOIN agent ON agent.id = call.agent_id LEFT JOIN unit ON unit.id = call.unit_id
    WHERE b.backtest_id = %(backtest_id)s
        AND (%(wanted)s::jsonb IS NULL OR EXISTS (
            SELECT FROM jsonb_array_elements(b.changes) AS hit WHERE hit @> %(wanted)s::jsonb))
"""
_BY_IMPACT: LiteralString = """
        AND (%(impact)s::float IS NULL OR (b.impact, b.call_id) < (%(impact)s, %(call_id)s::uuid))
    ORDER BY b.impact DESC, b.call_id DESC LIMIT %(limit)s
"""
# The same seed draws the same calls, so two people can listen to the same sample.
_DRAWN: LiteralString = """
    ORDER BY md5(b.call_id::text || %(seed)s) LIMIT %(limit)s
"""


def list_backtests(
    session: Session,
    caller: Caller,
    *,
    scorecard_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[BacktestReading]:
    """Newest first. Raises CursorBroken."""
    rows = _newest(session, Backtest, caller, scorecard_id, cursor, limit)
    page = paging.cut(rows, limit, lambda row: [row.created_at, row.id])
    return Paged([read_backtest(session, row) for row in page.items], page.next)


def list_rescores(
    session: Session,
    caller: Caller,
    *,
    scorecard_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[RescoreReading]:
    """Newest first. Raises CursorBroken."""
    rows = _newest(session, Rescore, caller, scorecard_id, cursor, limit)
    page = paging.cut(rows, limit, lambda row: [row.created_at, row.id])
    return Paged([read_rescore(session, row) for row in page.items], page.next)


def read_backtest(session: Session, backtest: Backtest) -> BacktestReading:
    against = session.get_one(ScorecardVersion, backtest.against_id)
    return BacktestReading(
        **_of_trial(session, backtest),
        number=backtest.number,
        against_number=against.number,
        calls_scanned=backtest.calls_scanned,
        summary=BacktestSummary.model_validate(backtest.summary),
    )


def read_rescore(session: Session, rescore: Rescore) -> RescoreReading:
    version = session.get_one(ScorecardVersion, rescore.version_id)
    return RescoreReading(
        **_of_trial(session, rescore),
        name=rescore.name,
        number=version.number,
        adopted_at=rescore.adopted_at,
        adopted_by=rescore.adopted_by,
        summary=RescoreSummary.model_validate(rescore.summary),
    )


def list_calls(
    session: Session,
    backtest: Backtest,
    *,
    rule: str | None = None,
    change: Change | None = None,
    sample: int | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[TriedCall]:
    """Those whose score moves most first; or as many as `sample`, drawn by lot.

    Raises CursorBroken.
    """
    told = {"rule_key": rule, "change": change and change.value}
    wanted = {name: value for name, value in told.items() if value is not None}
    asked = {"backtest_id": backtest.id, "wanted": db.as_json(wanted) if wanted else None}
    if sample is not None:
        drawn = {"seed": str(backtest.id), "limit": sample}
        return Paged([_tried(row) for row in db.rows(session, _CALLS + _DRAWN, asked | drawn)])
    impact, call_id = paging.decode(cursor, float, UUID) if cursor else (None, None)
    place = {"impact": impact, "call_id": call_id, "limit": limit + 1}
    rows = db.rows(session, _CALLS + _BY_IMPACT, asked | place)
    page = paging.cut(rows, limit, lambda row: [row["impact"], row["call_id"]])
    return Paged([_tried(row) for row in page.items], page.next)


def _newest(
    session: Session,
    kind: type[Any],
    caller: Caller,
    scorecard_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> list[Any]:
    place = tuple_(col(kind.created_at), col(kind.id))
    query = select(kind).order_by(col(kind.created_at).desc(), col(kind.id).desc())
    query = query.where(or_(sees_everything(caller), col(kind.created_by) == caller.actor))
    if scorecard_id is not None:
        query = query.where(col(kind.scorecard_id) == scorecard_id)
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    return list(session.exec(query.limit(limit + 1)))


def _of_trial(session: Session, trial: Trial) -> dict[str, Any]:
    shared = trial.model_dump(
        include={
            "id",
            "scorecard_id",
            "from_date",
            "until_date",
            "campaign_ids",
            "state",
            "calls_total",
            "calls_done",
            "error",
            "created_by",
            "created_at",
            "finished_at",
        }
    )
    return {
        **shared,
        "scorecard_name": session.get_one(Scorecard, trial.scorecard_id).name,
        "unit_ids": trial.unit_ids or [],
        "seconds": _seconds(trial),
    }


def _seconds(trial: Trial) -> float | None:
    if trial.started_at is None:
        return None
    return round(((trial.finished_at or utc_now()) - trial.started_at).total_seconds(), 2)


def _tried(row: dict[str, Any]) -> TriedCall:
    return TriedCall.model_validate(row)
