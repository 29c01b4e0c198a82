"""The calls of a trial, in the order of their time, and what is known of each."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any, LiteralString, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db
from services.people.organisation import get_company
from services.scoring.engine import ENGINE
from services.scoring.prefilter import Alternatives
from services.scoring.results import Truth, Verdict
from services.tables import Trial

CHUNK = 1_000
"""Calls that are settled in one transaction."""
_ALTERNATIVES_AT_ONCE = 50

# Campaigns: those that were asked for, or all that the scorecard ever was given to.
_CHOSEN: LiteralString = """
    call.started_at >= %(begin)s AND call.started_at < %(end)s
    AND (call.campaign_id = ANY(%(campaign_ids)s::uuid[])
         OR %(campaign_ids)s::uuid[] = '{}' AND call.campaign_id IN (
            SELECT campaign_id FROM campaign_card WHERE scorecard_id = %(scorecard_id)s))
    AND (%(unit_ids)s::uuid[] IS NULL OR call.unit_id = ANY(%(unit_ids)s::uuid[]))
    AND (%(agent_id)s::uuid IS NULL OR call.agent_id = %(agent_id)s::uuid)
    AND (%(scope)s::jsonb IS NULL OR EXISTS (
        SELECT FROM jsonb_to_recordset(%(scope)s::jsonb)
            AS part (unit_ids uuid[], campaign_ids uuid[], agent_id uuid)
        WHERE CASE WHEN part.agent_id IS NOT NULL THEN call.agent_id = part.agent_id
            ELSE (part.unit_ids IS NULL OR call.unit_id = ANY(part.unit_ids))
                AND (part.campaign_ids IS NULL OR call.campaign_id = ANY(part.campaign_ids))
            END))
    AND call.text_deleted_at IS NULL
"""
_COUNT: LiteralString = (
    "SELECT count(*) FROM call WHERE "
    + _CHOSEN
    + "AND EXISTS (SELECT FROM transcript WHERE transcript.call_id = call.id)"
)
# The transcript is chosen as `services.transcripts.reading.newest_transcript` does; a call
# without any is left out.
_WITH_BASELINE: LiteralString = """
    FROM call
    CROSS JOIN LATERAL (
        SELECT t.id FROM transcript t LEFT JOIN recording r ON r.id = t.recording_id
        WHERE t.call_id = call.id
        ORDER BY coalesce(r.created_at, t.created_at) DESC, t.created_at DESC, t.id DESC
        LIMIT 1
    ) AS newest
    LEFT JOIN LATERAL (
        SELECT e.id, e.score, e.passed, e.fatal FROM evaluation e
        WHERE e.transcript_id = newest.id AND e.scorecard_version_id = %(version_id)s
            AND e.engine = %(engine)s
        ORDER BY e.created_at DESC, e.id LIMIT 1
    ) AS baseline ON true
"""
WITH_BASELINE_OF_BACKTEST: LiteralString = (
    _WITH_BASELINE
    + "LEFT JOIN backtest_call b ON b.backtest_id = %(id)s AND b.call_id = call.id WHERE "
    + _CHOSEN
)
"""All calls of a backtest, what the version gave them, and what was found (`b`)."""
# As an EXISTS it is answered from a table of all transcripts, made anew for every thousand calls.
_INDEXED: LiteralString = """
    LEFT JOIN LATERAL (
        SELECT true AS found FROM transcript_tokens k WHERE k.transcript_id = newest.id LIMIT 1
    ) AS indexed ON true
"""
_NEXT: LiteralString = (
    """
    SELECT call.id, call.started_at, call.unit_id::text, call.agent_id::text, newest.id,
        baseline.id, baseline.score, baseline.passed, baseline.fatal, indexed.found IS NOT NULL
    """
    + _WITH_BASELINE
    + _INDEXED
    + """
    WHERE (%(after_at)s::timestamptz IS NULL
           OR (call.started_at, call.id) > (%(after_at)s::timestamptz, %(after_id)s::uuid))
    AND """
    + _CHOSEN
    + " ORDER BY call.started_at, call.id LIMIT %(chunk)s"
)
_ANSWERS: LiteralString = """
    SELECT e.id, line ->> 'rule_key', line ->> 'verdict', jsonb_array_length(line -> 'evidence'),
        line #>> '{finding,truth}'
    FROM evaluation e, jsonb_array_elements(e.lines) AS line WHERE e.id = ANY(%(ids)s)
"""
_FOUND_BY: LiteralString = """
    SELECT transcript_id FROM transcript_tokens
    JOIN unnest(%(alternatives)s::text[]) AS wanted ON tokens @> wanted::int[]
"""


_VERDICTS = {each.value: each for each in Verdict}
_TRUTHS = {each.value: each for each in Truth}


class Known(NamedTuple):
    """A call of a trial, its newest transcript, and what the version it is held against gave."""

    call_id: UUID
    started_at: datetime
    unit_id: str | None
    agent_id: str | None
    transcript_id: UUID
    evaluation_id: UUID | None
    score: float | None
    passed: bool | None
    fatal: bool | None
    is_indexed: bool


class Given(NamedTuple):
    """What an evaluation says of one rule."""

    verdict: Verdict
    places: int
    truth: Truth | None


def count(session: Session, trial: Trial) -> int:
    [(found,)] = db.tuples(session, _COUNT, parameters(session, trial))
    return int(found)


def next_calls(session: Session, trial: Trial, version_id: UUID, limit: int = CHUNK) -> list[Known]:
    """The next calls after `trial.place`.

    Planned each time for the place at hand: a plan for any place goes through all calls
    before it.
    """
    db.run(session, "SET LOCAL plan_cache_mode = force_custom_plan", {})
    place = trial.place or {"started_at": None, "id": None}
    asked = {
        "version_id": version_id,
        "after_at": place["started_at"],
        "after_id": place["id"],
        "chunk": limit,
    }
    return [Known(*row) for row in db.tuples(session, _NEXT, parameters(session, trial) | asked)]


def answers_of(session: Session, evaluation_ids: Collection[UUID]) -> dict[UUID, dict[str, Given]]:
    """By evaluation and rule."""
    found: dict[UUID, dict[str, Given]] = {}
    for evaluation_id, key, verdict, places, truth in db.tuples(
        session, _ANSWERS, {"ids": list(evaluation_ids)}
    ):
        given = Given(_VERDICTS[verdict], places, _TRUTHS[truth] if truth else None)
        found.setdefault(evaluation_id, {})[key] = given
    return found


def transcripts_with(session: Session, wanted: Alternatives) -> set[UUID]:
    """Transcripts that have all tokens of at least one alternative, whoever's they are."""
    every = ["{" + ",".join(map(str, sorted(tokens))) + "}" for tokens in wanted]
    found: set[UUID] = set()
    for at in range(0, len(every), _ALTERNATIVES_AT_ONCE):
        asked = {"alternatives": every[at : at + _ALTERNATIVES_AT_ONCE]}
        found |= {transcript_id for (transcript_id,) in db.tuples(session, _FOUND_BY, asked)}
    return found


def place_after(calls: Sequence[Known]) -> dict[str, str]:
    last = calls[-1]
    return {"started_at": last.started_at.isoformat(), "id": str(last.call_id)}


def parameters(session: Session, trial: Trial) -> dict[str, Any]:
    """Which calls, for SQL."""
    zone = ZoneInfo(get_company(session).timezone)
    return {
        "begin": datetime.combine(trial.from_date, time(), zone),
        "end": datetime.combine(trial.until_date + timedelta(days=1), time(), zone),
        "campaign_ids": trial.campaign_ids,
        "scorecard_id": trial.scorecard_id,
        "unit_ids": trial.unit_ids,
        "agent_id": trial.agent_id,
        "scope": None if trial.scope is None else db.as_json(trial.scope),
        "engine": ENGINE,
    }
