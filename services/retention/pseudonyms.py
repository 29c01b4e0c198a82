"""An agent who is to be forgotten goes on counting, under a name that says nothing."""

from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.tables import Agent


def name_of(agent: Agent) -> str:
    """What is kept of an agent's name for good."""
    return f"agent {agent.id.hex[:8]}"


def empty_call(session: Session, call_id: UUID, agent_id: UUID) -> dict[str, int]:
    """Take the dialer's name of the agent out of a call; returns rows by kind. Safe to repeat.

    Its score, its legs and what it counts for stay with the agent's id.
    """
    asked = {"call_id": call_id, "agent_id": agent_id, "pseudonym": agent_id.hex[:8]}
    return {
        "events": db.ask(session, _EVENTS, asked).rowcount,
        "calls": db.ask(session, _CALL, asked).rowcount,
    }


def empty_agent(session: Session, agent_id: UUID) -> None:
    """The agent's own rows, their sign-in included. Safe to repeat."""
    asked = {
        "agent_id": agent_id,
        "pseudonym": agent_id.hex[:8],
        "name": f"agent {agent_id.hex[:8]}",
    }
    for sql in _AGENT:
        db.run(session, sql, asked)


_NAMES: LiteralString = "(SELECT external_id FROM agent_identity WHERE agent_id = %(agent_id)s)"
_EVENTS: LiteralString = (
    """
    UPDATE event SET data = jsonb_set(data, '{agent}', to_jsonb(%(pseudonym)s::text))
    WHERE call_id = %(call_id)s AND data ->> 'agent' IN """
    + _NAMES
)
_CALL: LiteralString = """
    UPDATE call SET
        agent_key = CASE WHEN agent_id = %(agent_id)s THEN %(pseudonym)s ELSE agent_key END,
        legs = (SELECT coalesce(jsonb_agg(
            CASE WHEN leg ->> 'agent_id' = %(agent_id)s::text
                THEN jsonb_set(leg, '{agent_key}', to_jsonb(%(pseudonym)s::text)) ELSE leg END
            ORDER BY place), '[]')
            FROM jsonb_array_elements(legs) WITH ORDINALITY AS each (leg, place)),
        version = version + 1, updated_at = now()
    WHERE id = %(call_id)s"""
_AGENT: tuple[LiteralString, ...] = (
    """UPDATE event SET data = jsonb_set(data, '{agent}', to_jsonb(%(pseudonym)s::text))
    WHERE call_id IS NULL AND type = 'agent.state' AND data ->> 'agent' IN """
    + _NAMES,
    "UPDATE agent_state_change SET reason = NULL WHERE agent_id = %(agent_id)s",
    "DELETE FROM alert WHERE agent_id = %(agent_id)s",
    # One name for each source, or two dialers' names of the agent would meet.
    """UPDATE agent_identity SET external_id = %(pseudonym)s
    WHERE agent_id = %(agent_id)s AND id IN (
        SELECT DISTINCT ON (source_id) id FROM agent_identity
        WHERE agent_id = %(agent_id)s ORDER BY source_id, first_seen_at)""",
    """DELETE FROM agent_identity
    WHERE agent_id = %(agent_id)s AND external_id <> %(pseudonym)s""",
    """DELETE FROM user_session WHERE user_id IN (
        SELECT id FROM app_user WHERE agent_id = %(agent_id)s)""",
    """UPDATE app_user SET name = %(name)s, login = %(pseudonym)s, active = false
    WHERE agent_id = %(agent_id)s""",
    "UPDATE agent SET name = %(name)s, code = %(pseudonym)s, active = false"
    " WHERE id = %(agent_id)s",
)
