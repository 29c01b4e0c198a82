"""What agents are doing: every change of state is kept, and the time between is counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import Session

from services import db
from services.activity.agent_time import Change, Team, spent, spent_anew
from services.activity.contributions import Contribution, accumulate, without_zeros
from services.activity.notices import Notice
from services.tables import AgentState, CounterKind

STATED_FROM = 7
"""Changes of this rank or a higher one were said of the agent; others follow from calls."""
_STATES = {state.value: state for state in AgentState}


class StateChange(msgspec.Struct, frozen=True):
    """An agent enters `state`; `rank` decides between changes at one instant, the highest lasts."""

    agent_id: UUID
    at: datetime
    rank: int
    state: AgentState
    reason: str | None
    call_id: UUID | None


def record_changes(
    session: Session, changes: Sequence[StateChange], teams: Mapping[UUID, Sequence[Team]]
) -> tuple[Contribution, Notice]:
    """Store changes that are new; returns what they add to the time spent.

    The agents must be locked. Safe to repeat; the order of arrival does not matter.
    """
    if not changes:
        return {}, Notice()
    earlier, added = _insert(session, changes)
    time = _time_added(earlier, added, teams)
    return time, _notice(time, added.keys())


def withdraw_changes(session: Session, changes: Sequence[StateChange]) -> Contribution:
    """Take back changes that follow from calls no longer; returns what that adds to the time.

    The agents must be locked and the calls written: what another call stands for stays.
    Safe to repeat.
    """
    if not changes:
        return {}
    total: Contribution = {}
    teams = teams_of(session, {change.agent_id for change in changes})
    for change in changes:
        given = {"agent_id": change.agent_id, "at": change.at, "rank": change.rank}
        [(since,)] = db.tuples(session, _BEGUN_BEFORE, given)
        accumulate(total, time_since(session, {change.agent_id: since}, teams), sign=-1)
        db.run(session, _WITHDRAW, given | {"call_id": change.call_id})
        accumulate(total, time_since(session, {change.agent_id: since}, teams))
    return without_zeros(total)


def teams_of(session: Session, agent_ids: Iterable[UUID]) -> dict[UUID, list[Team]]:
    """The teams of agents over time, in order of `since`."""
    teams: dict[UUID, list[Team]] = {}
    for row in db.rows(
        session,
        "SELECT agent_id, unit_id, since FROM membership WHERE agent_id = ANY(%(agents)s)"
        " ORDER BY since",
        {"agents": list(agent_ids)},
    ):
        teams.setdefault(row["agent_id"], []).append(Team(row["since"], row["unit_id"]))
    return teams


def time_since(
    session: Session, since: Mapping[UUID, datetime], teams: Mapping[UUID, Sequence[Team]]
) -> Contribution:
    """What agents' time counts for that began at `since`, by agent, or later."""
    rows = db.tuples(
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


def _insert(
    session: Session, changes: Iterable[StateChange]
) -> tuple[dict[UUID, list[Change]], dict[UUID, list[Change]]]:
    """Store what is new of `changes`; returns those around it that were there, and the new ones.

    Around: from the last before an agent's first change to the first after the last. What
    lies outside is not touched by the new ones, so neither is the time it counts.
    """
    found = db.tuples(session, _INSERT, {"changes": db.as_json(changes)})
    earlier = _by_agent(row for was_there, *row in found if was_there)
    return earlier, _by_agent(row for was_there, *row in found if not was_there)


def _by_agent(rows: Iterable[tuple[UUID, datetime, int, str]]) -> dict[UUID, list[Change]]:
    changes: dict[UUID, list[Change]] = {}
    for agent_id, at, rank, state in rows:
        changes.setdefault(agent_id, []).append(Change(at, rank, _STATES[state]))
    return changes


def _time_added(
    earlier: Mapping[UUID, Sequence[Change]],
    added: Mapping[UUID, Sequence[Change]],
    teams: Mapping[UUID, Sequence[Team]],
) -> Contribution:
    total: Contribution = {}
    for agent_id, new in added.items():
        old = earlier.get(agent_id, ())
        accumulate(total, spent_anew(agent_id, old, [*old, *new], teams.get(agent_id, ())))
    return without_zeros(total)


def _notice(time: Contribution, agent_ids: Iterable[UUID]) -> Notice:
    units = frozenset(UUID(key) for kind, key, *_ in time if kind is CounterKind.UNIT)
    return Notice(agents=frozenset(agent_ids), units=units)


# What was there is what this statement sees: not what it stores itself. Of two changes that
# differ only in why or in which call, one stands whichever came first.
_INSERT = """
WITH given AS (
    SELECT DISTINCT ON (agent_id, at, rank) agent_id, at, rank, state, reason, call_id
    FROM json_to_recordset(%(changes)s) AS new (
        agent_id uuid, at timestamptz, rank int, state text, reason text, call_id uuid)
    ORDER BY agent_id, at, rank, call_id, reason
), stored AS (
    INSERT INTO agent_state_change AS c (agent_id, at, rank, state, reason, call_id)
    SELECT agent_id, at, rank, state, reason, call_id FROM given
    ON CONFLICT (agent_id, at, rank) DO UPDATE
    SET reason = EXCLUDED.reason, call_id = EXCLUDED.call_id
    WHERE c.call_id IS NULL AND EXCLUDED.call_id IS NOT NULL
        OR EXCLUDED.call_id < c.call_id
        OR EXCLUDED.call_id IS NOT DISTINCT FROM c.call_id
            AND (c.reason IS NULL AND EXCLUDED.reason IS NOT NULL OR EXCLUDED.reason < c.reason)
    RETURNING c.agent_id, c.at, c.rank, c.state, c.xmax = 0 AS is_new
)
SELECT false AS was_there, agent_id, at, rank, state FROM stored WHERE is_new
UNION ALL
SELECT true, c.agent_id, c.at, c.rank, c.state
FROM (SELECT agent_id, min(at) AS first, max(at) AS last FROM given GROUP BY agent_id) touched
CROSS JOIN LATERAL (
    SELECT agent_id, at, rank, state FROM agent_state_change
    WHERE agent_id = touched.agent_id
        AND at >= coalesce((SELECT at FROM agent_state_change WHERE agent_id = touched.agent_id
            AND at < touched.first ORDER BY at DESC LIMIT 1), touched.first)
        AND at <= coalesce((SELECT at FROM agent_state_change WHERE agent_id = touched.agent_id
            AND at > touched.last ORDER BY at LIMIT 1), touched.last)
    OFFSET 0  -- one agent after the other, by index
) c
"""
_BEGUN_BEFORE = """
SELECT coalesce(max(at), %(at)s) FROM agent_state_change
WHERE agent_id = %(agent_id)s AND at < %(at)s
"""
_WITHDRAW = """
DELETE FROM agent_state_change
WHERE agent_id = %(agent_id)s AND at = %(at)s AND rank = %(rank)s AND call_id = %(call_id)s
    AND NOT EXISTS (
        SELECT FROM call
        WHERE ended_at = %(at)s AND call.agent_id = %(agent_id)s AND id <> %(call_id)s)
"""
