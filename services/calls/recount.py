"""Counting everything again from the calls and comparing: counters can always be proved."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import db
from services.activity.agent_time import Change, Team, spent
from services.activity.contributions import (
    Contribution,
    Key,
    add_up,
    contribution,
    difference,
)
from services.activity.counters import COLUMNS
from services.tables import AgentState, CounterKind

_TOLERANCE = 0.05
"""Seconds that sums of rounded numbers may differ by."""


def recount(session: Session) -> Contribution:
    """What the counters lack, by key; empty when they are exactly what the calls say.

    Reads everything, so it takes as long as there are calls.
    """
    counted = add_up(_all_contributions(session))
    off = difference(_stored(session), counted)
    return {
        key: wrong
        for key, numbers in off.items()
        if (wrong := {name: n for name, n in numbers.items() if abs(n) > _TOLERANCE})
    }


def _all_contributions(session: Session) -> Iterator[Contribution]:
    # One at a time into one sum: a centre's calls do not fit into memory.
    for call in db.rows(session, "SELECT * FROM call WHERE ended_at IS NOT NULL", {}):
        yield contribution(call)
    teams = _teams(session)
    changes = db.rows(
        session,
        "SELECT agent_id, at, rank, state FROM agent_state_change ORDER BY agent_id, at, rank",
        {},
    )
    for agent_id, rows in groupby(changes, key=itemgetter("agent_id")):
        own = [Change(row["at"], row["rank"], AgentState(row["state"])) for row in rows]
        yield spent(agent_id, own, teams.get(agent_id, ()))


def _teams(session: Session) -> dict[UUID, list[Team]]:
    teams: dict[UUID, list[Team]] = {}
    for row in db.rows(session, "SELECT * FROM membership ORDER BY since", {}):
        teams.setdefault(row["agent_id"], []).append(Team(row["since"], row["unit_id"]))
    return teams


def _stored(session: Session) -> Contribution:
    return {_key(row): _numbers(row) for row in db.rows(session, "SELECT * FROM counter", {})}


def _key(row: dict[str, Any]) -> Key:
    kind, key, campaign = CounterKind(row["kind"]), str(row["key"]), str(row["campaign_id"])
    return kind, key, row["bucket_at"], campaign


def _numbers(row: dict[str, Any]) -> dict[str, float]:
    return {name: row[name] for name in COLUMNS if row[name]}
