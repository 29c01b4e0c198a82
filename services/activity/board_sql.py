"""What boards ask of the database. "Today" is the day of the team's own zone."""

from services.activity.counters import COLUMNS
from services.activity.newest_state import newest_state

_DAY_START = "date_trunc('day', now() AT TIME ZONE {unit}.timezone) AT TIME ZONE {unit}.timezone"

# The five minutes that go on are the last of twelve, and of three.
_NOW_FIVE = "date_bin('5 minutes', now(), 'epoch')"
_HOUR_START = f"({_NOW_FIVE} - interval '55 minutes')"
_QUARTER_START = f"({_NOW_FIVE} - interval '10 minutes')"

_TODAY = ", ".join(f"sum(c.{name}) AS today_{name}" for name in COLUMNS)
_RECENT = ", ".join(
    [f"sum(c.{name}) AS hour_{name}" for name in COLUMNS]
    + [
        f"sum(c.{name}) FILTER (WHERE c.bucket_at >= {_QUARTER_START}) AS quarter_{name}"
        for name in COLUMNS
    ]
)

# Days are long and hours short: each is summed for itself, by index. Just after midnight the
# last hour reaches into yesterday.
_SUMS = """
LEFT JOIN LATERAL (
    SELECT {today} FROM counter c
    WHERE {{whose}} AND c.bucket_at >= {day_start}
) today ON true
LEFT JOIN LATERAL (
    SELECT {recent} FROM counter c
    WHERE {{whose}} AND c.bucket_at >= {hour_start}
) recent ON true
""".format(
    today=_TODAY, recent=_RECENT, hour_start=_HOUR_START, day_start=_DAY_START.format(unit="u")
)

_TEAM_NOW = """
    SELECT m.unit_id FROM membership m
    WHERE m.agent_id = a.id AND m.since <= now() ORDER BY m.since DESC LIMIT 1
"""

MEMBERS = f"""
SELECT a.id AS agent_id FROM agent a JOIN LATERAL ({_TEAM_NOW}) team ON true
WHERE a.active AND team.unit_id = ANY(%(units)s)
"""

UNITS = f"""
SELECT u.id, u.name, today.*, recent.*
FROM unit u
{_SUMS.format(whose="c.kind = 'unit' AND c.key = u.id")}
WHERE u.id = ANY(%(units)s) AND u.kind = 'team'
    AND (u.archived_at IS NULL OR today.today_dials IS NOT NULL)
"""

AGENTS = f"""
SELECT a.id, a.name, a.code, team.unit_id, now_at.state, now_at.at, now_at.reason,
       now_at.call_id, today.*, recent.*
FROM agent a
JOIN LATERAL ({_TEAM_NOW}) team ON true
JOIN unit u ON u.id = team.unit_id
LEFT JOIN LATERAL ({newest_state(agent="a.id", now="now()")}) now_at ON true
{_SUMS.format(whose="c.kind = 'agent' AND c.key = a.id")}
WHERE a.id = ANY(%(agents)s) AND a.active
"""

_CAMPAIGN = f"""
SELECT u.id AS unit_id, campaign.id AS campaign_id, campaign.name, today.*, recent.*
FROM {{found}} AS found (unit_id, campaign_id)
JOIN unit u ON u.id = found.unit_id
JOIN campaign ON campaign.id = found.campaign_id
{_SUMS.format(whose="c.kind = 'campaign' AND c.key = u.id AND c.campaign_id = campaign.id")}
"""

CAMPAIGNS = _CAMPAIGN.format(found="unnest(%(units)s::uuid[], %(campaigns)s::uuid[])")

CAMPAIGNS_TODAY = _CAMPAIGN.format(
    found=f"""(
        SELECT DISTINCT c.key, c.campaign_id FROM counter c JOIN unit u ON u.id = c.key
        WHERE c.kind = 'campaign' AND c.key = ANY(%(units)s)
            AND c.bucket_at >= least({_DAY_START.format(unit="u")}, {_HOUR_START})
    )"""
)

# What was in the hour before the five minutes that go on began, or in the day that ended then.
_MOVED = f"""
    c.key = ANY(%(keys)s) AND c.bucket_at >= CASE
        WHEN {_DAY_START.format(unit="u")} > {_NOW_FIVE} - interval '5 minutes'
        THEN {_NOW_FIVE} - interval '26 hours' ELSE {_NOW_FIVE} - interval '70 minutes' END
"""

MOVED_AGENTS = f"""
SELECT DISTINCT c.key FROM counter c
JOIN agent a ON a.id = c.key
JOIN LATERAL ({_TEAM_NOW}) team ON true
JOIN unit u ON u.id = team.unit_id
WHERE c.kind = 'agent' AND {_MOVED}
"""

MOVED_UNITS = f"""
SELECT DISTINCT c.key FROM counter c JOIN unit u ON u.id = c.key
WHERE c.kind = 'unit' AND {_MOVED}
"""

MOVED_CAMPAIGNS = f"""
SELECT DISTINCT c.key, c.campaign_id FROM counter c JOIN unit u ON u.id = c.key
WHERE c.kind = 'campaign' AND {_MOVED}
"""

REST_OF_FIVE = f"SELECT extract(epoch FROM {_NOW_FIVE} + interval '5 minutes' - now()) AS seconds"

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

# As they stand now, of calls that ended then: what was found later belongs to the call, too.
FATALS_ENDED = f"""
SELECT found.*, ended.ended_at
FROM ({_FATAL} AND {_STANDS} AND call.unit_id = ANY(%(units)s)
      AND call.ended_at >= %(since)s AND call.ended_at < %(until)s) found
JOIN call ended ON ended.id = found.call_id
ORDER BY ended.ended_at, found.id
"""

_SALE = """
SELECT call.id, call.unit_id, call.agent_id, a.name AS agent_name, call.campaign_id,
       call.amount, call.currency, call.ended_at AS sold_at, NOT call.sold AS withdrawn
FROM call
JOIN unit u ON u.id = call.unit_id
LEFT JOIN agent a ON a.id = call.agent_id
"""

SALES_TODAY = f"""
{_SALE}
WHERE call.sold AND call.unit_id = ANY(%(units)s) AND call.ended_at >= {_DAY_START.format(unit="u")}
    AND call.ended_at >= now() - interval '26 hours'
ORDER BY call.ended_at DESC, call.id LIMIT %(shown)s
"""

SALES = f"""
{_SALE}
WHERE call.id = ANY(%(calls)s) AND call.ended_at >= {_DAY_START.format(unit="u")}
"""

SALES_ENDED = f"""
{_SALE}
WHERE call.sold AND call.unit_id = ANY(%(units)s)
    AND call.ended_at >= %(since)s AND call.ended_at < %(until)s
ORDER BY call.ended_at, call.id
"""
