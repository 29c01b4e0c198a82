"""What a plan would have chosen: drawn over calls that are there, and stored nowhere."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from services.clock import utc_now
from services.errors import Rejected
from services.people.access import Caller, Permission
from services.people.organisation import get_company
from services.reviews.sampling import drawing, gathering
from services.reviews.sampling.drawing import Candidate, Drawn, Progress, Terms
from services.reviews.sampling.periods import Stretch, stretch_of
from services.reviews.sampling.plans import EventLayer, PlanBody, RandomLayer
from services.reviews.sampling.reach import within_reach
from services.tables import Agent

MOST_CALLS = 20_000
MOST_PERIODS = 31
SEED = "preview"
"""One for all previews: a changed plan shows what the change does, not another draw."""


class PreviewTooLong(Rejected):
    """A preview covers at most 31 periods and 20,000 calls. Choose a shorter stretch."""


class PreviewBackwards(Rejected):
    """The stretch ends after it begins."""


@dataclass(frozen=True, slots=True)
class AgentPreview:
    agent_id: UUID
    agent_name: str
    calls: int
    chosen: int


@dataclass
class Preview:
    """Over all periods that begin in the stretch."""

    periods: int = 0
    calls: int = 0
    chosen: int = 0
    by_layer: Counter[int] = field(default_factory=Counter)
    left_out: Counter[int] = field(default_factory=Counter)
    by_agent: list[AgentPreview] = field(default_factory=list)
    """By name; calls of nobody known are in none."""


def preview(
    session: Session, caller: Caller, body: PlanBody, begin: datetime, end: datetime
) -> Preview:
    """As if every period that overlaps the stretch were drawn whole, and nothing queued before.

    Raises NotPermitted, PlanBeyondScope, PreviewTooLong, PreviewBackwards.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    if end <= begin:
        raise PreviewBackwards(field="until")
    body = within_reach(session, caller, body)
    told, seen, taken = Preview(), Counter[UUID](), Counter[UUID]()
    for stretch in _stretches(session, body, begin, end):
        calls = _candidates(session, body, stretch)
        told.calls += len(calls)
        if told.calls > MOST_CALLS:
            raise PreviewTooLong(field="from")
        result = drawing.draw(body, SEED, calls.values(), _terms(body, calls), Progress())
        _add(told, result)
        seen.update(call.agent_id for call in calls.values() if call.agent_id)
        taken.update(agent for each in result.chosen if (agent := calls[each.call_id].agent_id))
    told.by_agent = _by_agent(session, seen, taken)
    return told


def _stretches(session: Session, body: PlanBody, begin: datetime, end: datetime) -> list[Stretch]:
    zone = ZoneInfo(get_company(session).timezone)
    found = [stretch_of(body.period, begin, zone)]
    while found[-1].end < end:
        if len(found) == MOST_PERIODS:
            raise PreviewTooLong(field="from")
        found.append(stretch_of(body.period, found[-1].end, zone))
    return found


def _candidates(session: Session, body: PlanBody, stretch: Stretch) -> dict[UUID, Candidate]:
    now = utc_now()
    calls = gathering.eligible(session, body.filters, stretch.begin, stretch.end, now)
    if len(calls) > MOST_CALLS:
        raise PreviewTooLong(field="from")
    facts = gathering.facts_of(session, calls, now)
    packs = gathering.pack_rules(session, body, {each["version_id"] for each in facts.values()})
    return {call_id: _candidate(body, told, packs) for call_id, told in facts.items()}


def _candidate(body: PlanBody, facts: dict[str, Any], packs: dict[UUID, Any]) -> Candidate:
    events = tuple(
        number
        for number, layer in enumerate(body.layers)
        if isinstance(layer, EventLayer) and gathering.reasons_of(layer, facts, packs)
    )
    return Candidate(facts["id"], facts["agent_id"], gathering.risk_of(body, facts), events)


def _terms(body: PlanBody, calls: Mapping[UUID, Candidate]) -> Terms:
    """With the rates that a plan has whose expectation comes true."""
    floor = next((each for each in body.layers if isinstance(each, RandomLayer)), None)
    if floor is None:
        return Terms(closing=True)
    if floor.expected is not None:
        return Terms(closing=True, rates={"": min(1.0, floor.per_agent / floor.expected)})
    counts = Counter(call.agent_id for call in calls.values() if call.agent_id)
    mean = sum(counts.values()) / len(counts) if counts else 1.0
    return Terms(
        closing=True,
        rates={
            str(agent_id): min(1.0, floor.per_agent / max(mean, count))
            for agent_id, count in counts.items()
        },
    )


def _add(told: Preview, result: Drawn) -> None:
    told.periods += 1
    told.chosen += len(result.chosen)
    told.by_layer.update(number for each in result.chosen for number in each.layers)
    told.left_out.update(result.left_out)


def _by_agent(
    session: Session, seen: Mapping[UUID, int], taken: Mapping[UUID, int]
) -> list[AgentPreview]:
    query = select(Agent).where(col(Agent.id).in_(seen)).order_by(col(Agent.name), col(Agent.id))
    return [
        AgentPreview(agent.id, agent.name, seen[agent.id], taken.get(agent.id, 0))
        for agent in session.exec(query)
    ]
