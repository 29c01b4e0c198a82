"""What comparisons ask of the counters. `whose` and `keys` say of whom."""

from services.tables import GoalMetric

METRICS = tuple(metric.value for metric in GoalMetric)

_SUMS = ", ".join(f"sum(c.{name})::float8 AS {name}" for name in METRICS)
_WHOSE = """
    c.kind = %(kind)s AND c.key = ANY(%(keys)s)
    AND (%(campaign)s::uuid IS NULL OR c.campaign_id = %(campaign)s)
"""

# How much each five minutes of some days brought; `since` and `until` bound each day.
BUCKETS = f"""
SELECT day.nth, c.bucket_at, {_SUMS}
FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[])
    WITH ORDINALITY AS day (since, until, nth)
JOIN counter c ON c.bucket_at >= day.since AND c.bucket_at < day.until AND {_WHOSE}
GROUP BY day.nth, c.bucket_at ORDER BY day.nth, c.bucket_at
"""

# Today's sums of each goal's subject: of a unit, of the teams below it.
DONE = f"""
SELECT wanted.id, {_SUMS}
FROM json_to_recordset(%(wanted)s) AS wanted (
    id uuid, kind text, keys uuid[], campaign uuid, since timestamptz)
JOIN counter c ON c.kind = wanted.kind AND c.key = ANY(wanted.keys)
    AND c.bucket_at >= wanted.since
    AND (wanted.campaign IS NULL OR c.campaign_id = wanted.campaign)
GROUP BY wanted.id
"""

_DAY = "(c.bucket_at AT TIME ZONE %(zone)s)::date"

# The best of the finished days; of equal ones the first, which nobody has beaten yet.
_BEST = """
SELECT DISTINCT ON ({subject} metric) {subject} metric, day, number FROM (
    SELECT {key} {day} AS day, sum(c.dials)::float8 AS dials, sum(c.sales)::float8 AS sales
    FROM counter c
    WHERE c.kind = '{kind}' AND c.key = ANY(%(keys)s)
        AND c.bucket_at >= %(since)s AND c.bucket_at < %(until)s
    GROUP BY {key} {day}
) days
CROSS JOIN LATERAL (VALUES ('dials', dials), ('sales', sales)) AS of (metric, number)
WHERE number > 0
ORDER BY {subject} metric, number DESC, day
"""

BEST_OF_UNIT = _BEST.format(subject="", key="", kind="unit", day=_DAY)

BEST_OF_AGENTS = _BEST.format(subject="key,", key="c.key,", kind="agent", day=_DAY)

HOURS = f"""
SELECT extract(isodow FROM local)::int AS weekday, extract(hour FROM local)::int AS hour,
    {_SUMS}
FROM counter c
CROSS JOIN LATERAL (SELECT c.bucket_at AT TIME ZONE %(zone)s AS local) at
WHERE c.bucket_at >= %(since)s AND c.bucket_at < %(until)s AND {_WHOSE}
GROUP BY weekday, hour ORDER BY weekday, hour
"""

_CAMPAIGN_SUMS = """
    SELECT c.campaign_id, sum(c.live_answers) AS live_answers, sum(c.abandoned) AS abandoned
    FROM counter c
    WHERE c.kind = 'campaign' AND c.key = ANY(%(everybody)s) AND c.bucket_at >= %(since)s
    GROUP BY c.campaign_id
"""

# Those for which the board's teams did something lately. The law asks of a campaign as a
# whole, whichever team made its calls, so the rate is that of all of them.
CAMPAIGNS = f"""
SELECT campaign.id, campaign.code, campaign.name, campaign.list_size,
    coalesce(sums.live_answers, 0)::int AS live_answers,
    coalesce(sums.abandoned, 0)::int AS abandoned,
    CASE WHEN campaign.list_size IS NOT NULL THEN (
        SELECT count(DISTINCT call.customer_number) FROM call
        WHERE call.campaign_id = campaign.id AND call.customer_number IS NOT NULL
            AND call.direction = 'outbound') END::int AS numbers_called
FROM (
    SELECT campaign.* FROM campaign
    WHERE campaign.id IN (
        SELECT c.campaign_id FROM counter c
        JOIN json_to_recordset(%(seen)s) AS seen (unit_id uuid, campaigns uuid[])
            ON c.key = seen.unit_id
            AND (seen.campaigns IS NULL OR c.campaign_id = ANY(seen.campaigns))
        WHERE c.kind = 'campaign' AND c.bucket_at >= %(since)s)
        AND (%(before_name)s::text IS NULL
            OR (campaign.name, campaign.id) > (%(before_name)s, %(before_id)s::uuid))
    ORDER BY campaign.name, campaign.id LIMIT %(limit)s
) campaign
LEFT JOIN ({_CAMPAIGN_SUMS}) sums ON sums.campaign_id = campaign.id
ORDER BY campaign.name, campaign.id
"""
