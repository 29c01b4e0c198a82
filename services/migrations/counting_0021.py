"""What migration 0021 counts of calls that are there. Never changed: counting goes on elsewhere."""

from typing import LiteralString

IN_TIME: LiteralString = """
UPDATE call SET in_time = true
FROM (
    SELECT c.id, sum(extract(epoch FROM (v.value->>'to_at')::timestamptz
            - (v.value->>'from_at')::timestamptz)) AS waited_s
    FROM call c
    CROSS JOIN LATERAL jsonb_array_elements(c.visits) WITH ORDINALITY AS v (value, nth)
    WHERE v.nth <= (
        SELECT min(j.nth) FROM jsonb_array_elements(c.visits) WITH ORDINALITY AS j (value, nth)
        WHERE (j.value->>'joined')::bool)
    GROUP BY c.id
) taken
WHERE taken.id = call.id AND taken.waited_s <= 20
"""

# One row for each call and each team or agent that had a leg of it; what is the first's and
# the last's is theirs alone. Of a call that nobody's leg is in, one row for nobody.
_ENDED: LiteralString = """
ended AS (
    SELECT c.*, date_bin('5 minutes', c.ended_at, 'epoch') AS bucket_at,
        c.direction = 'outbound' AND c.connected AND (jsonb_array_length(c.legs) > 0
            OR coalesce(c.outcome, '') NOT IN
                ('dead_air', 'picked_up', 'message_played', 'survey')) AS live
    FROM call c WHERE c.ended_at IS NOT NULL
), reckoned AS (
    SELECT e.*, e.live AND CASE
        WHEN e.bridged_at IS NOT NULL THEN e.bridged_at - e.answered_at > interval '2 seconds'
        WHEN jsonb_array_length(e.legs) > 0 THEN false
        ELSE coalesce(e.outcome, '') IN ('dropped', 'no_agent', 'after_hours')
            OR e.ended_at - e.answered_at > interval '2 seconds' END AS gone
    FROM ended e
), leg AS (
    SELECT r.id, owner.kind, owner.key, l.nth,
        (l.value->>'talk_s')::float8 AS talk_s, (l.value->>'hold_s')::float8 AS hold_s,
        min(l.nth) OVER (PARTITION BY r.id, owner.kind) AS first_nth,
        max(l.nth) OVER (PARTITION BY r.id, owner.kind) AS last_nth
    FROM reckoned r
    CROSS JOIN LATERAL jsonb_array_elements(r.legs) WITH ORDINALITY AS l (value, nth)
    CROSS JOIN LATERAL (VALUES
        ('agent', (l.value->>'agent_id')::uuid), ('unit', (l.value->>'unit_id')::uuid)
    ) AS owner (kind, key)
    WHERE owner.key IS NOT NULL
), part AS (
    SELECT id, kind, key, sum(talk_s) AS talk_s, sum(hold_s) AS hold_s,
        bool_or(nth = first_nth) AS is_first, bool_or(nth = last_nth) AS is_last
    FROM leg GROUP BY id, kind, key
)
"""
_NOBODY: LiteralString = "'00000000-0000-0000-0000-000000000000'::uuid"

# The new numbers of agents, teams and the whole centre: all are the first leg's.
_FIRSTS: LiteralString = f"""
WITH {_ENDED}, owned AS (
    SELECT p.kind, p.key, r.* FROM part p JOIN reckoned r USING (id) WHERE p.is_first
    UNION ALL
    SELECT 'all', {_NOBODY}, r.* FROM reckoned r
), sums AS (
    SELECT kind, key, bucket_at,
        count(*) FILTER (WHERE live) AS live_answers,
        count(*) FILTER (WHERE gone) AS abandoned,
        count(*) FILTER (WHERE queued_at IS NOT NULL) AS queued,
        count(*) FILTER (WHERE queued_at IS NOT NULL AND in_time) AS in_time,
        count(*) FILTER (WHERE queued_at IS NOT NULL AND abandoned) AS gave_up,
        coalesce(sum(wait_s) FILTER (WHERE queued_at IS NOT NULL), 0) AS wait_s
    FROM owned GROUP BY kind, key, bucket_at
)
UPDATE counter SET live_answers = sums.live_answers, abandoned = sums.abandoned,
    queued = sums.queued, in_time = sums.in_time, gave_up = sums.gave_up, wait_s = sums.wait_s
FROM sums
WHERE counter.kind = sums.kind AND counter.key = sums.key AND counter.bucket_at = sums.bucket_at
"""

_CAMPAIGNS: LiteralString = f"""
WITH {_ENDED}, owned AS (
    SELECT p.key AS team, p.talk_s AS team_talk_s, p.hold_s AS team_hold_s,
        p.is_first, p.is_last, r.*
    FROM part p JOIN reckoned r USING (id) WHERE p.kind = 'unit' AND r.campaign_id IS NOT NULL
    UNION ALL
    SELECT {_NOBODY}, r.talk_s, r.hold_s, true, true, r.*
    FROM reckoned r
    WHERE r.campaign_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM part p WHERE p.id = r.id AND p.kind = 'unit')
)
INSERT INTO counter (kind, key, bucket_at, campaign_id, dials, connects, effective_talks, sales,
    talk_s, hold_s, scored, score_sum, fatal_hits, ready_s, wrap_s, break_s, meeting_s,
    training_s, logged_s, live_answers, abandoned, queued, in_time, gave_up, wait_s)
SELECT 'campaign', team, bucket_at, campaign_id,
    count(*) FILTER (WHERE is_first AND direction = 'outbound'),
    count(*) FILTER (WHERE connected),
    count(*) FILTER (WHERE is_last AND effective),
    count(*) FILTER (WHERE is_last AND sold),
    coalesce(sum(team_talk_s) FILTER (WHERE connected), 0),
    coalesce(sum(team_hold_s) FILTER (WHERE connected), 0),
    count(*) FILTER (WHERE is_last AND score IS NOT NULL),
    coalesce(sum(score) FILTER (WHERE is_last), 0),
    coalesce(sum(fatal_hits) FILTER (WHERE is_last AND score IS NOT NULL), 0),
    0, 0, 0, 0, 0, 0,
    count(*) FILTER (WHERE is_first AND live),
    count(*) FILTER (WHERE is_first AND gone),
    count(*) FILTER (WHERE is_first AND queued_at IS NOT NULL),
    count(*) FILTER (WHERE is_first AND queued_at IS NOT NULL AND in_time),
    count(*) FILTER (WHERE is_first AND queued_at IS NOT NULL AND abandoned),
    coalesce(sum(wait_s) FILTER (WHERE is_first AND queued_at IS NOT NULL), 0)
FROM owned GROUP BY team, bucket_at, campaign_id
"""

# Time spent is split over the intervals it covers, and counts for the team it began in.
_MEETINGS: LiteralString = f"""
WITH change AS (
    SELECT agent_id, at, rank, state,
        lead(at) OVER (PARTITION BY agent_id ORDER BY at, rank) AS until
    FROM agent_state_change
), spent AS (
    SELECT agent_id, state, at AS since, least(until, at + interval '12 hours') AS until
    FROM change WHERE until > at AND state IN ('meeting', 'training')
), cut AS (
    SELECT s.agent_id, s.state, bucket_at,
        (SELECT m.unit_id FROM membership m WHERE m.agent_id = s.agent_id AND m.since <= s.since
         ORDER BY m.since DESC LIMIT 1) AS unit_id,
        extract(epoch FROM least(s.until, bucket_at + interval '5 minutes')
            - greatest(s.since, bucket_at)) AS seconds
    FROM spent s
    CROSS JOIN LATERAL generate_series(
        date_bin('5 minutes', s.since, 'epoch'), s.until, interval '5 minutes') AS bucket_at
    WHERE bucket_at < s.until
), owned AS (
    SELECT 'agent' AS kind, agent_id AS key, state, bucket_at, seconds FROM cut
    UNION ALL
    SELECT 'unit', unit_id, state, bucket_at, seconds FROM cut WHERE unit_id IS NOT NULL
    UNION ALL
    SELECT 'all', {_NOBODY}, state, bucket_at, seconds FROM cut
), sums AS (
    SELECT kind, key, bucket_at,
        coalesce(sum(seconds) FILTER (WHERE state = 'meeting'), 0) AS meeting_s,
        coalesce(sum(seconds) FILTER (WHERE state = 'training'), 0) AS training_s
    FROM owned GROUP BY kind, key, bucket_at
)
UPDATE counter SET meeting_s = sums.meeting_s, training_s = sums.training_s
FROM sums
WHERE counter.kind = sums.kind AND counter.key = sums.key AND counter.bucket_at = sums.bucket_at
"""

COUNTED: tuple[LiteralString, ...] = (_FIRSTS, _CAMPAIGNS, _MEETINGS)

# Back to one row for each campaign: of a call that two teams had, connects count once.
CAMPAIGNS_AS_A_WHOLE: LiteralString = f"""
INSERT INTO counter (kind, key, bucket_at, campaign_id, dials, connects, effective_talks, sales,
    talk_s, hold_s, scored, score_sum, fatal_hits, ready_s, wrap_s, break_s, meeting_s,
    training_s, logged_s, live_answers, abandoned, queued, in_time, gave_up, wait_s)
SELECT 'campaign', campaign_id, date_bin('5 minutes', ended_at, 'epoch'), {_NOBODY},
    count(*) FILTER (WHERE direction = 'outbound'),
    count(*) FILTER (WHERE connected),
    count(*) FILTER (WHERE effective),
    count(*) FILTER (WHERE sold),
    coalesce(sum(talk_s) FILTER (WHERE connected), 0),
    coalesce(sum(hold_s) FILTER (WHERE connected), 0),
    count(score), coalesce(sum(score), 0),
    coalesce(sum(fatal_hits) FILTER (WHERE score IS NOT NULL), 0),
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM call WHERE campaign_id IS NOT NULL AND ended_at IS NOT NULL
GROUP BY campaign_id, date_bin('5 minutes', ended_at, 'epoch')
"""
