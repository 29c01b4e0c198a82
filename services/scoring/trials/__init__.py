"""Scorecards tried on calls that are over.

A backtest asks whom a draft would have hit; a re-score gives a period the scores of
another version, beside those it has. Neither changes a score until somebody adopts it.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.scoring.card import ScorecardBody
from services.scoring.conditions import Frozen
from services.scoring.precision import Interval
from services.scoring.results import Evidence
from services.tables import TrialState


class Change(StrEnum):
    """What becomes of a rule's hit on a call. A rule hits where its condition is true."""

    NEW = "new"
    LOST = "lost"
    KEPT = "kept"


class RuleChange(BaseModel):
    """What a backtest found of one rule; counts are of calls."""

    rule_key: str
    rule_name: str
    change: Literal["added", "removed", "changed", "same"]
    new: int = 0
    lost: int = 0
    kept: int | None = 0
    """None for a rule that is the same: it was not looked for."""
    confirmed: int = 0
    """Of the hits that stay or come, those that a person has confirmed in a review."""
    rejected: int = 0
    precision: Interval | None = None
    """Confirmed of those reviewed; None without any."""


class Shift(BaseModel):
    """How the mean score of a team or an agent moves."""

    id: UUID | None
    """None for calls whose agent nobody has matched."""
    name: str | None
    calls: int
    before: float | None
    after: float | None


class Totals(BaseModel):
    """Of all calls looked at. Scores are means over those that have one."""

    calls: int = 0
    score_before: float | None = None
    score_after: float | None = None
    passed_before: int = 0
    passed_after: int = 0
    fatal_before: int = 0
    fatal_after: int = 0


class BacktestSummary(BaseModel):
    """What a backtest has found so far; shifts and totals once it is done."""

    rules: list[RuleChange] = []
    teams: list[Shift] = []
    agents: list[Shift] = []
    totals: Totals = Totals()


class RescoreSummary(BaseModel):
    teams: list[Shift] = []
    agents: list[Shift] = []
    totals: Totals = Totals()
    keep_review: int = 0
    """Calls whose score a person gave: adopting the re-score leaves it to them."""


class TrialOut(BaseModel):
    """A trial and how far it is."""

    id: UUID
    scorecard_id: UUID
    scorecard_name: str
    from_date: date
    until_date: date
    """The last day, included."""
    campaign_ids: list[UUID]
    unit_ids: list[UUID]
    state: TrialState
    calls_total: int
    calls_done: int
    seconds: float | None
    """How long it has run."""
    error: str | None
    created_by: str
    created_at: datetime
    finished_at: datetime | None


class BacktestReading(TrialOut):
    number: int | None
    """Of the draft; None for one that was never stored."""
    against_number: int
    calls_scanned: int
    """Of those done: those that a changed rule could hit, so that they were looked into."""
    summary: BacktestSummary


class BacktestWanted(Frozen):
    """Which draft to try, and on which calls."""

    scorecard_id: UUID
    body: ScorecardBody | None = None
    """What to try; without it version `number`."""
    number: int | None = None
    against: int | None = None
    """The version to compare with; without it the one that is published."""
    from_date: date
    until_date: date
    campaign_ids: tuple[UUID, ...] = ()
    unit_ids: tuple[UUID, ...] = ()


class RescoreWanted(Frozen):
    """Which version to score a period with."""

    name: str
    scorecard_id: UUID
    number: int
    from_date: date
    until_date: date
    campaign_ids: tuple[UUID, ...] = ()
    unit_ids: tuple[UUID, ...] = ()


class RescoreReading(TrialOut):
    name: str
    number: int
    adopted_at: datetime | None
    adopted_by: str | None
    summary: RescoreSummary


class RuleHit(BaseModel):
    """What becomes of one rule's hit on a call, and where it is."""

    rule_key: str
    change: Change
    places: list[Evidence]


class TriedCall(BaseModel):
    """A call on which the draft does something else, or the same again."""

    call_id: UUID
    started_at: datetime
    agent_name: str | None
    team_name: str | None
    score_before: float | None
    score_after: float | None
    fatal_before: bool
    fatal_after: bool
    changes: list[RuleHit]
