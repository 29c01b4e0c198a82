"""Asking for a trial: which calls, in whose scope, with which body."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from services import jobs
from services.errors import Conflict, NotFound, Rejected
from services.jobs import RunBacktest, RunRescore
from services.people import audit
from services.people.access import Caller, Scope
from services.people.scope import as_parts
from services.scoring import scorecards
from services.scoring.card import ScorecardBody
from services.scoring.judging import compile_card
from services.scoring.packs.keeping import filled
from services.scoring.trials import BacktestWanted, RescoreWanted
from services.tables import (
    Backtest,
    Campaign,
    Rescore,
    ScorecardVersion,
    Trial,
    TrialState,
    VersionState,
)

MAX_DAYS = 400
RUNNING = (TrialState.QUEUED, TrialState.RUNNING)
AnyTrial = TypeVar("AnyTrial", Backtest, Rescore)


class TrialPeriodWrong(Rejected):
    """A trial looks at 1 to 400 days, from the first to the last."""


class NothingToTry(Rejected):
    """Say what to try: a body, or the number of a version."""


class NothingToCompareWith(Conflict):
    """Nothing of this scorecard is published yet, so there are no scores to compare with."""


class CampaignUnknown(Rejected):
    """There is no such campaign."""


class UnitNotInScope(Rejected):
    """You do not see the calls of this unit."""


class VersionIsDraft(Conflict):
    """Only a version that was published can give scores. Try a draft with a backtest."""


class TrialNotFound(NotFound):
    """There is no such trial."""


class TrialIsOver(Conflict):
    """It has ended already."""


class TrialNotDone(Conflict):
    """Only a re-score that is done can be adopted."""


def start_backtest(session: Session, wanted: BacktestWanted, caller: Caller) -> Backtest:
    """Queue it. What the draft and its word packs say now is what is tried.

    Raises ScorecardNotFound, VersionNotFound, NothingToTry, NothingToCompareWith,
    TrialPeriodWrong, CampaignUnknown, UnitNotInScope, CardNotUsable.
    """
    against = _against(session, wanted)
    body = filled(session, _tried(session, wanted))
    compile_card(body, body.packs)
    backtest = Backtest(
        **_chosen(session, wanted, caller),
        number=wanted.number if wanted.body is None else None,
        body=body.model_dump(mode="json"),
        against_id=against.id,
    )
    session.add(backtest)
    session.flush()
    jobs.enqueue(session, RunBacktest(backtest_id=backtest.id))
    _note(session, caller, "backtest.started", backtest.id, scorecard_id=wanted.scorecard_id)
    return backtest


def start_rescore(session: Session, wanted: RescoreWanted, caller: Caller) -> Rescore:
    """Queue it. Raises what `start_backtest` does, and VersionIsDraft."""
    version = scorecards.get_version(session, wanted.scorecard_id, wanted.number)
    if version.state is VersionState.DRAFT:
        raise VersionIsDraft(field="number", number=wanted.number)
    rescore = Rescore(**_chosen(session, wanted, caller), name=wanted.name, version_id=version.id)
    session.add(rescore)
    session.flush()
    jobs.enqueue(session, RunRescore(rescore_id=rescore.id))
    _note(session, caller, "rescore.started", rescore.id, scorecard_id=wanted.scorecard_id)
    return rescore


def find(session: Session, kind: type[AnyTrial], trial_id: UUID, caller: Caller) -> AnyTrial:
    """One that the caller may see: the own ones, and all for those who see every call.

    Raises TrialNotFound.
    """
    trial = session.get(kind, trial_id)
    if trial is None or not may_see(trial, caller):
        raise TrialNotFound(trial_id=trial_id)
    return trial


def may_see(trial: Trial, caller: Caller) -> bool:
    """Its sums tell of all its calls, so it is for those who see all of them."""
    return trial.created_by == caller.actor or sees_everything(caller)


def sees_everything(caller: Caller) -> bool:
    return caller.scope == Scope()


def cancel(session: Session, trial: Backtest | Rescore, caller: Caller) -> None:
    """It stops before its next calls. Raises TrialIsOver."""
    session.refresh(trial, with_for_update=True)
    if trial.state not in RUNNING:
        raise TrialIsOver(state=trial.state)
    trial.state = TrialState.CANCELLED
    session.add(trial)
    session.flush()
    _note(session, caller, f"{trial.__tablename__}.cancelled", trial.id)


def _against(session: Session, wanted: BacktestWanted) -> ScorecardVersion:
    scorecards.get_scorecard(session, wanted.scorecard_id)
    if wanted.against is not None:
        return scorecards.get_version(session, wanted.scorecard_id, wanted.against)
    published = scorecards.published_version(session, wanted.scorecard_id)
    if published is None:
        raise NothingToCompareWith(scorecard_id=wanted.scorecard_id)
    return published


def _tried(session: Session, wanted: BacktestWanted) -> ScorecardBody:
    if wanted.body is not None:
        return wanted.body
    if wanted.number is None:
        raise NothingToTry(field="number")
    version = scorecards.get_version(session, wanted.scorecard_id, wanted.number)
    return ScorecardBody.model_validate(version.body)


def _chosen(
    session: Session, wanted: BacktestWanted | RescoreWanted, caller: Caller
) -> dict[str, Any]:
    _check_period(wanted.from_date, wanted.until_date)
    _check_campaigns(session, wanted.campaign_ids, caller)
    return {
        "scorecard_id": wanted.scorecard_id,
        "from_date": wanted.from_date,
        "until_date": wanted.until_date,
        "campaign_ids": [str(campaign_id) for campaign_id in wanted.campaign_ids],
        "unit_ids": _units(wanted.unit_ids, caller),
        "scope": as_parts(caller.scope),
        "created_by": caller.actor,
    }


def _check_period(from_date: date, until_date: date) -> None:
    if not timedelta(0) <= until_date - from_date < timedelta(days=MAX_DAYS):
        raise TrialPeriodWrong(field="until_date")


def _check_campaigns(session: Session, campaign_ids: Sequence[UUID], caller: Caller) -> None:
    known = set(session.exec(select(Campaign.id).where(col(Campaign.id).in_(campaign_ids))))
    for number, campaign_id in enumerate(campaign_ids):
        if campaign_id not in known or not caller.scope.sees_campaign(campaign_id):
            raise CampaignUnknown(field=f"campaign_ids[{number}]")


def _units(asked: Sequence[UUID], caller: Caller) -> list[str] | None:
    """Of calls to look at, None for all: those asked for, or all that the caller sees."""
    for number, unit_id in enumerate(asked):
        if not caller.scope.sees_unit(unit_id):
            raise UnitNotInScope(field=f"unit_ids[{number}]")
    seen = None if caller.scope.also else caller.scope.unit_ids
    chosen = asked or (None if seen is None else sorted(seen))
    return None if chosen is None else [str(unit_id) for unit_id in chosen]


def _note(session: Session, caller: Caller, act: str, trial_id: UUID, **facts: UUID) -> None:
    told = {name: str(value) for name, value in facts.items()}
    audit.record(session, actor=caller.actor, act=act, subject=str(trial_id), **told)
