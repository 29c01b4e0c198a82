"""Backtests and re-scores: scorecards tried on calls that are over."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.pages import Page
from services.paging import Paged
from services.people.access import Permission
from services.privacy.revealing import sees_in_lists
from services.scoring.masked import masked_calls
from services.scoring.trials import (
    BacktestReading,
    BacktestWanted,
    Change,
    RescoreReading,
    RescoreWanted,
    TriedCall,
    adopting,
    asking,
    reading,
)
from services.tables import Backtest, Rescore

router = APIRouter(prefix="/api/v1", tags=["trials"], route_class=CreatingRoute)

Limit = Annotated[int, Query(ge=1, le=500)]
RuleKey = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Sample = Annotated[int, Query(ge=1, le=200)]


@router.post(
    "/backtests",
    response_model=BacktestReading,
    status_code=status.HTTP_201_CREATED,
    operation_id="start_backtest",
)
def start_backtest(
    session: SessionDep, caller: CallerDep, wanted: BacktestWanted
) -> BacktestReading:
    """Try a draft on past calls: whom it would have hit. No score changes."""
    caller.require(Permission.SCORECARDS_WRITE)
    return reading.read_backtest(session, asking.start_backtest(session, wanted, caller))


@router.get("/backtests", response_model=Page[BacktestReading], operation_id="list_backtests")
def list_backtests(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[BacktestReading]:
    """Newest first: your own, and all of them for those who see every call."""
    caller.require(Permission.SCORECARDS_WRITE)
    return reading.list_backtests(
        session, caller, scorecard_id=scorecard_id, cursor=cursor, limit=limit
    )


@router.get("/backtests/{backtest_id}", response_model=BacktestReading, operation_id="get_backtest")
def get_backtest(session: SessionDep, caller: CallerDep, backtest_id: UUID) -> BacktestReading:
    """How far it is, and what it has found."""
    caller.require(Permission.SCORECARDS_WRITE)
    return reading.read_backtest(session, asking.find(session, Backtest, backtest_id, caller))


@router.get(
    "/backtests/{backtest_id}/calls",
    response_model=Page[TriedCall],
    operation_id="list_backtest_calls",
)
def list_backtest_calls(
    session: SessionDep,
    caller: CallerDep,
    backtest_id: UUID,
    rule: RuleKey | None = None,
    change: Change | None = None,
    sample: Sample | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[TriedCall]:
    """Calls that the draft scores otherwise, or hits, the most affected first.

    `sample` draws as many by lot instead, the same ones each time.
    """
    caller.require(Permission.SCORECARDS_WRITE)
    backtest = asking.find(session, Backtest, backtest_id, caller)
    page = reading.list_calls(
        session, backtest, rule=rule, change=change, sample=sample, cursor=cursor, limit=limit
    )
    return page if sees_in_lists(session, caller) else Paged(masked_calls(page.items), page.next)


@router.post(
    "/backtests/{backtest_id}/cancel",
    response_model=BacktestReading,
    operation_id="cancel_backtest",
)
def cancel_backtest(session: SessionDep, caller: CallerDep, backtest_id: UUID) -> BacktestReading:
    """Stop before its next calls; what it has found stays."""
    caller.require(Permission.SCORECARDS_WRITE)
    backtest = asking.find(session, Backtest, backtest_id, caller)
    asking.cancel(session, backtest, caller)
    return reading.read_backtest(session, backtest)


@router.post(
    "/rescores",
    response_model=RescoreReading,
    status_code=status.HTTP_201_CREATED,
    operation_id="start_rescore",
)
def start_rescore(session: SessionDep, caller: CallerDep, wanted: RescoreWanted) -> RescoreReading:
    """Score a period with a version, beside the scores that there are."""
    caller.require(Permission.SCORECARDS_WRITE)
    return reading.read_rescore(session, asking.start_rescore(session, wanted, caller))


@router.get("/rescores", response_model=Page[RescoreReading], operation_id="list_rescores")
def list_rescores(
    session: SessionDep,
    caller: CallerDep,
    scorecard_id: UUID | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Paged[RescoreReading]:
    """Newest first: your own, and all of them for those who see every call."""
    caller.require(Permission.SCORECARDS_WRITE)
    return reading.list_rescores(
        session, caller, scorecard_id=scorecard_id, cursor=cursor, limit=limit
    )


@router.get("/rescores/{rescore_id}", response_model=RescoreReading, operation_id="get_rescore")
def get_rescore(session: SessionDep, caller: CallerDep, rescore_id: UUID) -> RescoreReading:
    """How far it is, and how the scores differ."""
    caller.require(Permission.SCORECARDS_WRITE)
    return reading.read_rescore(session, asking.find(session, Rescore, rescore_id, caller))


@router.post(
    "/rescores/{rescore_id}/cancel", response_model=RescoreReading, operation_id="cancel_rescore"
)
def cancel_rescore(session: SessionDep, caller: CallerDep, rescore_id: UUID) -> RescoreReading:
    """Stop before its next calls; the evaluations that it made stay."""
    caller.require(Permission.SCORECARDS_WRITE)
    rescore = asking.find(session, Rescore, rescore_id, caller)
    asking.cancel(session, rescore, caller)
    return reading.read_rescore(session, rescore)


@router.post(
    "/rescores/{rescore_id}/adopt",
    response_model=RescoreReading,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="adopt_rescore",
)
def adopt_rescore(session: SessionDep, caller: CallerDep, rescore_id: UUID) -> RescoreReading:
    """Make its scores the calls' own, from which boards and reports count. Safe to repeat."""
    caller.require(Permission.SCORECARDS_WRITE)
    rescore = asking.find(session, Rescore, rescore_id, caller)
    adopting.adopt(session, rescore, caller)
    return reading.read_rescore(session, rescore)
