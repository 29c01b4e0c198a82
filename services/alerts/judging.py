"""Whether what is going on is what a rule warns of. Pure: values in, findings out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.alerts.conditions import (
    AbandonRate,
    ConnectRate,
    Idle,
    LongBreak,
    LongCall,
    LongWrapUp,
)
from services.alerts.facts import Abandoned, AgentNow, Connects, OpenCall, Silent
from services.tables import AgentState, AlertSubject

StateCondition = Idle | LongWrapUp | LongBreak
_STATE = {Idle: AgentState.READY, LongWrapUp: AgentState.WRAP_UP, LongBreak: AgentState.BREAK}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: whom or what, where it belongs, and what was measured."""

    subject_kind: AlertSubject
    subject_key: str
    unit_id: UUID | None = None
    """None for what belongs to no team."""
    agent_id: UUID | None = None
    campaign_id: UUID | None = None
    source_id: UUID | None = None
    call_id: UUID | None = None
    start_s: float | None = None
    detail: str | None = None
    value: float | None = None
    limit: float | None = None
    abouts: frozenset[UUID] = frozenset()
    """Of what happened: the calls or hits, each of which counts once."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose facts a rule looks at."""

    units: frozenset[UUID] | None
    """None for all, and for what belongs to none."""
    campaign_id: UUID | None

    def has(self, unit_id: UUID | None, campaign_id: UUID | None) -> bool:
        if self.campaign_id is not None and campaign_id != self.campaign_id:
            return False
        return self.units is None or unit_id in self.units


def stuck_agents(
    condition: StateCondition, reach: Reach, agents: Iterable[AgentNow], now: datetime
) -> list[Finding]:
    """Agents who are in the condition's state for longer than its minutes."""
    return [
        Finding(
            AlertSubject.AGENT,
            str(agent.agent_id),
            unit_id=agent.unit_id,
            agent_id=agent.agent_id,
            detail=agent.reason if isinstance(condition, LongBreak) else None,
            value=_minutes(agent.since, now),
            limit=condition.minutes,
        )
        for agent in agents
        if reach.has(agent.unit_id, reach.campaign_id) and _is_stuck(condition, agent, now)
    ]


def long_calls(
    condition: LongCall, reach: Reach, calls: Iterable[OpenCall], now: datetime
) -> list[Finding]:
    return [
        Finding(
            AlertSubject.CALL,
            str(call.call_id),
            unit_id=call.unit_id,
            agent_id=call.agent_id,
            campaign_id=call.campaign_id,
            call_id=call.call_id,
            value=_minutes(call.since, now),
            limit=condition.minutes,
        )
        for call in calls
        if reach.has(call.unit_id, call.campaign_id)
        and _minutes(call.since, now) > condition.minutes
    ]


def abandon_rates(
    condition: AbandonRate,
    unit_id: UUID | None,
    campaign_id: UUID | None,
    rates: Iterable[Abandoned],
) -> list[Finding]:
    """Campaigns at or over the rate. `unit_id` is whom it is shown to, not what is counted."""
    return [
        Finding(
            AlertSubject.CAMPAIGN,
            str(rate.campaign_id),
            unit_id=unit_id,
            campaign_id=rate.campaign_id,
            value=round(100 * rate.abandoned / rate.live_answers, 2),
            limit=condition.percent,
        )
        for rate in rates
        if campaign_id in (None, rate.campaign_id)
        and rate.live_answers >= condition.min_calls
        and 100 * rate.abandoned >= condition.percent * rate.live_answers
    ]


def connect_rate(
    condition: ConnectRate, unit_id: UUID, campaign_id: UUID | None, seen: Connects
) -> list[Finding]:
    """Whether a unit, or a campaign in it, connects too seldom. At most one finding."""
    if seen.dials < condition.min_dials:
        return []
    percent = 100 * seen.connects / seen.dials
    limits = [limit for limit in _limits(condition, seen) if percent < limit]
    if not limits:
        return []
    kind = AlertSubject.CAMPAIGN if campaign_id else AlertSubject.UNIT
    return [
        Finding(
            kind,
            str(campaign_id or unit_id),
            unit_id=unit_id,
            campaign_id=campaign_id,
            value=round(percent, 2),
            limit=round(max(limits), 2),
        )
    ]


def silent_sources(
    source_ids: Iterable[UUID], limit: float, silent: Iterable[Silent], now: datetime
) -> list[Finding]:
    """Of `source_ids`, or of all where there are none."""
    wanted = frozenset(source_ids)
    return [
        Finding(
            AlertSubject.SOURCE,
            str(each.source_id),
            source_id=each.source_id,
            value=_minutes(each.since, now),
            limit=limit,
        )
        for each in silent
        if not wanted or each.source_id in wanted
    ]


def _is_stuck(condition: StateCondition, agent: AgentNow, now: datetime) -> bool:
    if agent.state is not _STATE[type(condition)]:
        return False
    reasons = condition.reasons if isinstance(condition, LongBreak) else ()
    if reasons and agent.reason not in reasons:
        return False
    return _minutes(agent.since, now) > condition.minutes


def _limits(condition: ConnectRate, seen: Connects) -> Iterable[float]:
    """Percentages below which it is too seldom: the one that is set, and yesterday's less so."""
    if condition.below_percent is not None:
        yield condition.below_percent
    if condition.drop_points is not None and seen.dials_before >= condition.min_dials:
        yield 100 * seen.connects_before / seen.dials_before - condition.drop_points


def _minutes(since: datetime, now: datetime) -> float:
    return round((now - since).total_seconds() / 60, 2)
