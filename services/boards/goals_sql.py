"""What goals ask of the database. Days are those of the unit's own calendar."""

_TEAM = """
    SELECT m.unit_id FROM membership m
    WHERE m.agent_id = {agent} AND m.since <= now() ORDER BY m.since DESC LIMIT 1
"""

TEAM_NOW = _TEAM.format(agent="%(agent)s")

_TODAY = "(now() AT TIME ZONE u.timezone)::date"

# Of two that are valid the later day wins, and of one day the one that was made last.
_NEWER = """
    newer.unit_id IS NOT DISTINCT FROM g.unit_id
    AND newer.agent_id IS NOT DISTINCT FROM g.agent_id
    AND newer.campaign_id IS NOT DISTINCT FROM g.campaign_id
    AND newer.metric = g.metric
    AND (newer.valid_from, newer.created_at, newer.id) > (g.valid_from, g.created_at, g.id)
"""

_STATE = f"""
    CASE
        WHEN g.target IS NULL THEN 'past'
        WHEN g.valid_from > {_TODAY} AND NOT EXISTS (
            SELECT FROM goal newer WHERE {_NEWER} AND newer.valid_from = g.valid_from)
            THEN 'planned'
        WHEN g.valid_from <= {_TODAY} AND NOT EXISTS (
            SELECT FROM goal newer WHERE {_NEWER} AND newer.valid_from <= {_TODAY})
            THEN 'current'
        ELSE 'past'
    END
"""

_LISTED = f"""
SELECT g.*, u.name AS unit_name, a.name AS agent_name, c.name AS campaign_name, u.timezone,
       {_STATE} AS state
FROM goal g
LEFT JOIN agent a ON a.id = g.agent_id
JOIN unit u ON u.id = coalesce(g.unit_id, ({_TEAM.format(agent="g.agent_id")}))
LEFT JOIN campaign c ON c.id = g.campaign_id
"""

_SEEN = """
    (g.unit_id = ANY(%(seen)s) OR g.agent_id = ANY(%(own)s)
        OR g.agent_id IS NOT NULL AND u.id = ANY(%(overseen)s))
    AND (g.campaign_id IS NULL OR %(campaigns)s::uuid[] IS NULL
        OR g.campaign_id = ANY(%(campaigns)s::uuid[]))
"""

ONE = f"{_LISTED} WHERE g.id = %(goal)s AND g.target IS NOT NULL AND {_SEEN}"

PAGE = f"""
SELECT * FROM (
    {_LISTED}
    WHERE g.target IS NOT NULL AND {_SEEN}
        AND (%(unit)s::uuid IS NULL OR u.id = %(unit)s)
        AND (%(agent)s::uuid IS NULL OR g.agent_id = %(agent)s)
        AND (%(campaign)s::uuid IS NULL OR g.campaign_id = %(campaign)s)
        AND (%(metric)s::text IS NULL OR g.metric = %(metric)s)
        AND (%(before_at)s::timestamptz IS NULL
            OR (g.created_at, g.id) < (%(before_at)s, %(before_id)s::uuid))
) listed
WHERE %(past)s OR state <> 'past'
ORDER BY created_at DESC, id DESC LIMIT %(limit)s
"""

TODAY = f"""
SELECT * FROM (
    {_LISTED}
    WHERE g.target IS NOT NULL
        AND (g.unit_id = ANY(%(units)s) OR g.agent_id = ANY(%(agents)s))
) listed
WHERE state = 'current' ORDER BY unit_name, agent_name, metric, id
"""

THEN = """
SELECT target FROM goal
WHERE unit_id IS NOT DISTINCT FROM %(unit_id)s::uuid
    AND agent_id IS NOT DISTINCT FROM %(agent_id)s::uuid
    AND campaign_id IS NOT DISTINCT FROM %(campaign_id)s::uuid
    AND metric = %(metric)s AND valid_from <= %(valid_from)s
ORDER BY valid_from DESC, created_at DESC, id DESC LIMIT 1
"""
