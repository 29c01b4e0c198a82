"""What boards ask of the database. "Today" is the day of the team's own zone."""

from services.activity.counters import COLUMNS

_DAY_START = "date_trunc('day', now() AT TIME ZONE {unit}.timezone) AT TIME ZONE {unit}.timezone"

_SUMS = ", ".join(f"sum(c.{name}) AS {name}" for name in COLUMNS)

_TEAM_NOW = """
    SELECT m.unit_id FROM membership m
    WHERE m.agent_id = a.id AND m.since <= now() ORDER BY m.since DESC LIMIT 1
"""

MEMBERS = f"""
SELECT a.id AS agent_id FROM agent a JOIN LATERAL ({_TEAM_NOW}) team ON true
WHERE a.active AND team.unit_id = ANY(%(units)s)
"""

UNITS = f"""
SELECT u.id, u.name, {_SUMS}
FROM unit u LEFT JOIN counter c
    ON c.kind = 'unit' AND c.key = u.id AND c.bucket_at >= {_DAY_START.format(unit="u")}
WHERE u.id = ANY(%(units)s) AND u.kind = 'team'
    AND (u.archived_at IS NULL OR c.key IS NOT NULL)
GROUP BY u.id, u.name
"""

AGENTS = f"""
SELECT a.id, a.name, a.code, team.unit_id, now_at.state, now_at.at, now_at.reason,
       now_at.call_id, today.*
FROM agent a
JOIN LATERAL ({_TEAM_NOW}) team ON true
JOIN unit u ON u.id = team.unit_id
LEFT JOIN LATERAL (
    SELECT s.state, s.at, s.reason, s.call_id FROM agent_state_change s
    WHERE s.agent_id = a.id AND s.at >= %(forgotten)s
    ORDER BY s.at DESC, s.rank DESC LIMIT 1
) now_at ON true
LEFT JOIN LATERAL (
    SELECT {_SUMS} FROM counter c
    WHERE c.kind = 'agent' AND c.key = a.id AND c.bucket_at >= {_DAY_START.format(unit="u")}
) today ON true
WHERE a.id = ANY(%(agents)s) AND a.active
"""

_VOLUME = "c.key, c.bucket_at, c.dials, c.connects, c.effective_talks"

VOLUMES_TODAY = f"""
SELECT {_VOLUME} FROM counter c JOIN unit u ON u.id = c.key
WHERE c.kind = 'unit' AND c.key = ANY(%(units)s)
    AND c.bucket_at >= {_DAY_START.format(unit="u")} AND c.dials + c.connects > 0
ORDER BY c.bucket_at
"""

VOLUMES = f"""
SELECT {_VOLUME} FROM counter c
JOIN unnest(%(units)s::uuid[], %(buckets)s::timestamptz[]) AS changed (key, bucket_at)
    ON c.kind = 'unit' AND c.key = changed.key AND c.bucket_at = changed.bucket_at
JOIN unit u ON u.id = c.key
WHERE c.bucket_at >= {_DAY_START.format(unit="u")}
"""

# A board hangs where everybody sees it. What nobody has looked through yet shows no digits.
_QUOTE = (
    "coalesce(h.masked_quote, regexp_replace(h.quote, '[0-9零〇幺一二三四五六七八九]', '•', 'g'))"
)

# Not: rejected, or answered otherwise, by the review that counts; or of a muted rule.
_STANDS = """
    NOT EXISTS (SELECT FROM review_verdict v WHERE v.review_id = call.review_id
                AND v.hit_id = h.id AND v.verdict = 'rejected')
    AND NOT EXISTS (SELECT FROM review_answer v WHERE v.review_id = call.review_id
                    AND v.rule_key = h.rule_key AND v.answer <> 'failed')
    AND NOT EXISTS (SELECT FROM rule_mute m
                    JOIN scorecard_version sv ON sv.scorecard_id = m.scorecard_id
                    JOIN evaluation e ON e.scorecard_version_id = sv.id
                    WHERE e.id = h.evaluation_id AND m.rule_key = h.rule_key
                        AND m.lifted_at IS NULL)
"""

_FATAL = f"""
SELECT h.id, h.call_id, h.rule_name, {_QUOTE} AS quote, h.start_s, h.created_at,
       call.unit_id, call.campaign_id, call.agent_id, a.name AS agent_name,
       NOT ({_STANDS}) AS withdrawn
FROM hit h
JOIN call ON call.id = h.call_id AND call.unit_id IS NOT NULL
JOIN unit u ON u.id = call.unit_id
LEFT JOIN agent a ON a.id = call.agent_id
WHERE h.fatal AND h.violation
    AND h.evaluation_id = coalesce(call.evaluation_id, (
        SELECT e.id FROM evaluation e WHERE e.call_id = h.call_id
        ORDER BY e.created_at DESC, e.id DESC LIMIT 1))
"""

FATALS_TODAY = f"""
{_FATAL} AND {_STANDS} AND call.unit_id = ANY(%(units)s)
    AND h.created_at >= {_DAY_START.format(unit="u")}
ORDER BY h.created_at DESC LIMIT %(shown)s
"""

FATALS = f"""
{_FATAL} AND h.id = ANY(%(hits)s) AND h.created_at >= {_DAY_START.format(unit="u")}
"""
