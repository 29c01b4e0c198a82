"""What an agent is doing now, for statements that ask it of many."""

from typing import LiteralString

from services.activity.agents import STATED_FROM

_STATED: LiteralString = str(STATED_FROM)


def newest_state(agent: LiteralString, now: LiteralString) -> LiteralString:
    """A query for `state`, `at`, `reason` and `call_id`; no row where nobody knows.

    A dialer that names agents in calls only never says that wrap-up is over. Five minutes
    after the call nobody knows what such an agent is doing. Whose states were said in the
    day before wraps up until another is said. Wants the parameter `forgotten`.
    """
    return f"""
    SELECT newest.state, newest.at, newest.reason, newest.call_id FROM (
        SELECT state, at, rank, reason, call_id FROM agent_state_change
        WHERE agent_id = {agent} AND at >= %(forgotten)s
        ORDER BY at DESC, rank DESC LIMIT 1
    ) AS newest
    WHERE newest.state <> 'wrap_up' OR newest.rank >= {_STATED}
        OR newest.at >= {now} - interval '5 minutes'
        OR EXISTS (
            SELECT FROM agent_state_change AS said
            WHERE said.agent_id = {agent} AND said.rank >= {_STATED}
                AND said.at > newest.at - interval '1 day' AND said.at <= newest.at)
    """
