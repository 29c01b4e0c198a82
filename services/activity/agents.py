"""What agents are doing: every change of state is kept, and the time between is counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import Session

from services import db
from services.activity.agent_time import Change, Team, spent
from services.activity.contributions import Contribution, add_up, difference
from services.activity.notices import Notice
from services.tables import AgentState, CounterKind


class StateChange(msgspec.Struct, frozen=True):
    """An agent enters `state`; `rank` decides between changes at one instant, the highest lasts."""

    agent_id: UUID
    at: datetime
    rank: int
    state: AgentState
    reason: str | None
    call_id: UUID | None

    @property
    def key(self) -> tuple[UUID, datetime, int]:
        return (self.agent_id, self.at, self.rank)


def record_changes(
    session: Session, changes: Sequence[StateChange], teams: Mapping[UUID, Sequence[Team]]
) -> tuple[Contribution, Notice]:
    """Store changes that are new; returns what they add to the time spent.

    The agents must be locked. Safe to repeat; the order of arrival does not matter.
    """
    stored = _insert(session, changes)
    if not stored:
        return {}, Notice()
    time = _time_added(_around(session, stored), stored, teams)
    return time, _notice(time, {agent_id for agent_id, _, _ in stored})


def _insert(session: Session, changes: Sequence[StateChange]) -> set[tuple[UUID, datetime, int]]:
    if not changes:
        return set()
    ordered = sorted(changes, key=lambda change: change.key)
    rows = db.rows(
        session,
        """
        INSERT INTO agent_state_change (agent_id, at, rank, state, reason, call_id)
        SELECT * FROM unnest(%(agents)s::uuid[], %(ats)s::timestamptz[], %(ranks)s::int[],
                             %(states)s::text[], %(reasons)s::text[], %(calls)s::uuid[])
        ON CONFLICT (agent_id, at, rank) DO NOTHING
        RETURNING agent_id, at, rank
        """,
        {
            "agents": [change.agent_id for change in ordered],
            "ats": [change.at for change in ordered],
            "ranks": [change.rank for change in ordered],
            "states": [change.state.value for change in ordered],
            "reasons": [change.reason for change in ordered],
            "calls": [change.call_id for change in ordered],
        },
    )
    return {(row["agent_id"], row["at"], row["rank"]) for row in rows}


def _around(
    session: Session, stored: Iterable[tuple[UUID, datetime, int]]
) -> dict[UUID, list[Change]]:
    """Each agent's changes from the last one before the first stored one on."""
    since: dict[UUID, datetime] = {}
    for agent_id, at, _ in stored:
        since[agent_id] = min(at, since.get(agent_id, at))
    rows = db.rows(
        session,
        """
        SELECT c.agent_id, c.at, c.rank, c.state
        FROM unnest(%(agents)s::uuid[], %(since)s::timestamptz[]) AS touched (agent_id, since)
        JOIN agent_state_change c ON c.agent_id = touched.agent_id
            AND c.at >= coalesce((SELECT max(at) FROM agent_state_change earlier
                                  WHERE earlier.agent_id = touched.agent_id
                                    AND earlier.at < touched.since), touched.since)
        """,
        {"agents": list(since), "since": list(since.values())},
    )
    around: dict[UUID, list[Change]] = {}
    for row in rows:
        change = Change(row["at"], row["rank"], AgentState(row["state"]))
        around.setdefault(row["agent_id"], []).append(change)
    return around


def _time_added(
    around: Mapping[UUID, Sequence[Change]],
    stored: set[tuple[UUID, datetime, int]],
    teams: Mapping[UUID, Sequence[Team]],
) -> Contribution:
    added = []
    for agent_id, changes in around.items():
        earlier = [c for c in changes if (agent_id, c.at, c.rank) not in stored]
        theirs = teams.get(agent_id, ())
        added.append(difference(spent(agent_id, earlier, theirs), spent(agent_id, changes, theirs)))
    return add_up(added)


def _notice(time: Contribution, agent_ids: set[UUID]) -> Notice:
    units = frozenset(key for kind, key, _ in time if kind is CounterKind.UNIT)
    return Notice(agents=frozenset(agent_ids), units=units)
