"""What a replay asks of the database. Its stretch is from `from` up to, not including, `until`."""

from services.activity.counters import COLUMNS

# Also of teams that they were in before and after: what agents have done today goes with them.
MEMBERSHIPS = """
SELECT m.agent_id, m.unit_id, m.since, a.name, a.code, a.active
FROM membership m JOIN agent a ON a.id = m.agent_id
WHERE m.agent_id IN (
    SELECT agent_id FROM membership WHERE unit_id = ANY(%(units)s) AND since < %(until)s)
ORDER BY m.agent_id, m.since
"""

# The state they were in, those they entered, and the end of the last of these.
CHANGES = """
SELECT a.id, c.at, c.rank, c.state, c.reason, c.call_id
FROM unnest(%(agents)s::uuid[]) AS a (id)
CROSS JOIN LATERAL (
    (SELECT at, rank, state, reason, call_id FROM agent_state_change
     WHERE agent_id = a.id AND at >= %(forgotten)s AND at < %(from)s
     ORDER BY at DESC, rank DESC LIMIT 1)
    UNION ALL
    SELECT at, rank, state, reason, call_id FROM agent_state_change
    WHERE agent_id = a.id AND at >= %(from)s AND at < %(until)s
    UNION ALL
    (SELECT at, rank, state, reason, call_id FROM agent_state_change
     WHERE agent_id = a.id AND at >= %(until)s ORDER BY at, rank LIMIT 1)
) c
ORDER BY a.id, c.at, c.rank
"""

# Five minutes for themselves where they still count for an hour, else the day in one.
_SUMS = ", ".join(f"sum(c.{name}) AS {name}" for name in COLUMNS)
COUNTED = f"""
SELECT c.kind, c.key, c.campaign_id,
       CASE WHEN c.bucket_at < %(recent)s THEN day.starts_at ELSE c.bucket_at END AS bucket_at,
       {_SUMS}
FROM json_to_recordset(%(days)s) AS day (kind text, key uuid, starts_at timestamptz)
JOIN counter c ON c.kind = day.kind AND c.key = day.key
    AND c.bucket_at >= least(day.starts_at, %(recent)s) AND c.bucket_at < %(from)s
GROUP BY 1, 2, 3, 4
"""

VOLUMES = """
SELECT c.key, c.bucket_at, c.dials, c.connects, c.effective_talks
FROM json_to_recordset(%(days)s) AS day (kind text, key uuid, starts_at timestamptz)
JOIN counter c ON c.kind = day.kind AND c.key = day.key
    AND c.bucket_at >= day.starts_at AND c.bucket_at < %(from)s
WHERE day.kind = 'unit'
"""

# What `contribution` asks of a call.
CALLS = """
SELECT campaign_id, direction, connected, sold, effective, answered_at, bridged_at, queued_at,
       ended_at, wait_s, abandoned, in_time, outcome, talk_s, hold_s, legs, score, fatal_hits
FROM call
WHERE ended_at >= %(from)s AND ended_at < %(until)s AND (
    unit_id = ANY(%(units)s) OR agent_id = ANY(%(agents)s)
    OR EXISTS (SELECT FROM call_agent e WHERE e.call_id = call.id AND e.agent_id = ANY(%(agents)s)))
"""

CAMPAIGNS = "SELECT id, name FROM campaign WHERE id = ANY(%(campaigns)s)"
