"""How much waits for somebody to say whose a name is."""

from dataclasses import dataclass

from sqlmodel import Session

from services import db
from services.people import reach
from services.people.access import Caller


@dataclass(frozen=True, slots=True)
class Waiting:
    """Names that nobody has, and what no team's board counts till somebody does."""

    count: int
    calls_today: int
    """That began today, as the company counts days."""
    fatal_calls_today: int
    """Of these, those with a fatal hit."""


def count_unmatched(session: Session, caller: Caller) -> Waiting:
    """Without names that are ignored. Raises BeyondScope."""
    reach.require_everything(caller.scope)
    [row] = db.rows(session, _WAITING, {})
    return Waiting(**row)


_WAITING = """
SELECT count(*) AS count, coalesce(sum(calls), 0)::bigint AS calls_today,
    coalesce(sum(fatal_calls), 0)::bigint AS fatal_calls_today
FROM agent_identity AS name CROSS JOIN LATERAL (
    SELECT count(*) AS calls, count(*) FILTER (WHERE call.fatal_hits > 0) AS fatal_calls
    FROM call
    WHERE call.agent_id IS NULL AND call.source_id = name.source_id
        AND call.agent_key = name.external_id
        AND call.started_at >= (
            SELECT date_trunc('day', now() AT TIME ZONE timezone) AT TIME ZONE timezone
            FROM unit WHERE kind = 'company')
) AS theirs
WHERE name.agent_id IS NULL AND name.ignored_at IS NULL
"""
