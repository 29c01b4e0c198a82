"""Agents of earlier legs: whoever passed a call on may still see it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from services import db


class _Earlier(NamedTuple):
    call_id: UUID
    agent_id: UUID


def note_earlier(
    session: Session, changed: Sequence[Mapping[str, Any]], before: Mapping[UUID, Any]
) -> None:
    """Keep who else had these calls. Writes nothing for calls that were never passed on."""
    passed_on = [call for call in changed if len(call["legs"]) > 1 or _had(call, before)]
    if not passed_on:
        return
    earlier = [_Earlier(call["id"], each) for call in passed_on for each in _agents(call)]
    db.run(
        session,
        "DELETE FROM call_agent WHERE call_id = ANY(%(calls)s)",
        {"calls": [call["id"] for call in passed_on]},
    )
    db.run(
        session,
        "INSERT INTO call_agent (call_id, agent_id)"
        " SELECT * FROM unnest(%(calls)s::uuid[], %(agents)s::uuid[])",
        {
            "calls": [each.call_id for each in earlier],
            "agents": [each.agent_id for each in earlier],
        },
    )


def _had(call: Mapping[str, Any], before: Mapping[UUID, Any]) -> bool:
    old = before.get(call["id"])
    return old is not None and len(old["legs"]) > 1


def _agents(call: Mapping[str, Any]) -> Collection[UUID]:
    """Of all legs but the last one's agent, whom the call itself names."""
    named = {UUID(leg["agent_id"]) for leg in call["legs"] if leg["agent_id"]}
    return named - {call["agent_id"]}
