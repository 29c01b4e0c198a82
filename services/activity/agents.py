"""What agents are doing: every change of state is kept, and the time between is counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session

from services import db
from services.activity.agent_time import Change, Team, spent
from services.activity.contributions import Contribution, accumulate, without_zeros
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


def time_since(
    session: Session, since: Mapping[UUID, datetime], teams: Mapping[UUID, Sequence[Team]]
) -> Contribution:
    """What agents' time counts for that began at `since`, by agent, or later."""
    rows = db.rows(
        session,
        """
        SELECT c.agent_id, c.at, c.rank, c.state
        FROM json_to_recordset(%(since)s) AS wanted (id uuid, since timestamptz)
        JOIN agent_state_change c ON c.agent_id = wanted.id AND c.at >= wanted.since
        """,
        {"since": db.as_json([{"id": each, "since": at} for each, at in since.items()])},
    )
    total: Contribution = {}
    for agent_id, changes in _by_agent(rows).items():
        accumulate(total, spent(agent_id, changes, teams.get(agent_id, ())))
    return total


def _insert(session: Session, changes: Sequence[StateChange]) -> set[tuple[UUID, datetime, int]]:
    if not changes:
        return set()
    ordered = sorted(changes, key=lambda change: change.key)
    rows = db.rows(
        session,
        """
        INSERT INTO agent_state_change (agent_id, at, rank, state, reason, call_id)
        SELECT agent_id, at, rank, state, reason, call_id
        FROM json_to_recordset(%(changes)s) AS new (
            agent_id uuid, at timestamptz, rank int, state text, reason text, call_id uuid)
        ON CONFLICT (agent_id, at, rank) DO NOTHING
        RETURNING agent_id, at, rank
        """,
        {"changes": db.as_json(ordered)},
    )
    return {(row["agent_id"], row["at"], row["rank"]) for row in rows}


def _around(
    session: Session, stored: Iterable[tuple[UUID, datetime, int]]
) -> dict[UUID, list[Change]]:
    """Each agent's changes, from the last before the first stored one to the first after the last.

    What lies outside is not touched by the stored ones, so neither is the time it counts.
    """
    first: dict[UUID, datetime] = {}
    last: dict[UUID, datetime] = {}
    for agent_id, at, _ in stored:
        first[agent_id] = min(at, first.get(agent_id, at))
        last[agent_id] = max(at, last.get(agent_id, at))
    rows = db.rows(
        session,
        """
        SELECT c.agent_id, c.at, c.rank, c.state
        FROM json_to_recordset(%(touched)s)
            AS touched (id uuid, first timestamptz, last timestamptz)
        CROSS JOIN LATERAL (
            SELECT (SELECT at FROM agent_state_change WHERE agent_id = touched.id
                    AND at < touched.first ORDER BY at DESC LIMIT 1) AS before,
                   (SELECT at FROM agent_state_change WHERE agent_id = touched.id
                    AND at > touched.last ORDER BY at LIMIT 1) AS after
        ) bounds
        JOIN agent_state_change c ON c.agent_id = touched.id
            AND c.at >= coalesce(bounds.before, touched.first)
            AND c.at <= coalesce(bounds.after, touched.last)
        """,
        {
            "touched": db.as_json(
                [{"id": each, "first": first[each], "last": last[each]} for each in first]
            )
        },
    )
    return _by_agent(rows)


def _by_agent(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, list[Change]]:
    changes: dict[UUID, list[Change]] = {}
    for row in rows:
        change = Change(row["at"], row["rank"], AgentState(row["state"]))
        changes.setdefault(row["agent_id"], []).append(change)
    return changes


def _time_added(
    around: Mapping[UUID, Sequence[Change]],
    stored: set[tuple[UUID, datetime, int]],
    teams: Mapping[UUID, Sequence[Team]],
) -> Contribution:
    added: Contribution = {}
    for agent_id, changes in around.items():
        earlier = [c for c in changes if (agent_id, c.at, c.rank) not in stored]
        theirs = teams.get(agent_id, ())
        accumulate(added, spent(agent_id, changes, theirs))
        accumulate(added, spent(agent_id, earlier, theirs), sign=-1)
    return without_zeros(added)


def _notice(time: Contribution, agent_ids: set[UUID]) -> Notice:
    units = frozenset(key for kind, key, _ in time if kind is CounterKind.UNIT)
    return Notice(agents=frozenset(agent_ids), units=units)
