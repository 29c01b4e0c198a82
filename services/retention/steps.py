"""What is deleted of a call, table by table. A new table that speaks of calls gets a line here.

A test fails when a table with a column that leads to a call is in no step and not in KEPT.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.calls.events import KNOWN_FIELDS
from services.tables import Depth

_PERSONAL = frozenset({"customer_number", "caller_number"})


@dataclass(frozen=True, slots=True)
class Step:
    """One statement about one call, `%(call_id)s`. `kind` is what certificates count it as."""

    depth: Depth
    kind: str
    tables: tuple[str, ...]
    sql: LiteralString


_TRANSCRIPTS: LiteralString = "(SELECT id FROM transcript WHERE call_id = %(call_id)s)"
_RECORDINGS: LiteralString = "(SELECT id FROM recording WHERE call_id = %(call_id)s)"
_REVIEWS: LiteralString = "(SELECT id FROM review WHERE call_id = %(call_id)s)"

# An evaluation's arithmetic stays: words in it are emptied, wherever they stand in its tree.
_LINES: LiteralString = r"""regexp_replace(regexp_replace(lines::text,
    '"(quote|detail)": "([^"\\]|\\.)*"', '"\1": ""', 'g'),
    '"value": "([^"\\]|\\.)*"', '"value": ""', 'g')::jsonb"""

STEPS: tuple[Step, ...] = (
    Step(
        Depth.AUDIO,
        "clips",
        ("clip", "clip_share"),
        "DELETE FROM clip WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.AUDIO,
        "watched_files",
        ("watched_file",),
        "UPDATE watched_file SET recording_id = NULL, place = '' WHERE recording_id IN "
        + _RECORDINGS,
    ),
    Step(
        Depth.AUDIO,
        "fetches",
        ("recording_fetch",),
        "DELETE FROM recording_fetch WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.AUDIO,
        "beeped_sounds",
        ("beeped_sound",),
        "DELETE FROM beeped_sound WHERE recording_id IN " + _RECORDINGS,
    ),
    Step(
        Depth.AUDIO,
        "hearing",
        ("worker_process",),
        "UPDATE worker_process SET recording_id = NULL WHERE recording_id IN " + _RECORDINGS,
    ),
    Step(
        Depth.AUDIO,
        "links_to_sound",
        ("transcript",),
        "UPDATE transcript SET recording_id = NULL WHERE recording_id IN " + _RECORDINGS,
    ),
    Step(
        Depth.AUDIO,
        "recordings",
        ("recording",),
        "DELETE FROM recording WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.TEXT,
        "word_corrections",
        ("word_correction",),
        "DELETE FROM word_correction WHERE review_id IN " + _REVIEWS,
    ),
    Step(
        Depth.TEXT,
        "added_hits",
        ("added_hit",),
        "UPDATE added_hit SET quote = '', note = NULL WHERE review_id IN " + _REVIEWS,
    ),
    Step(
        Depth.TEXT,
        "comments",
        ("review_comment",),
        "UPDATE review_comment SET text = '' WHERE review_id IN " + _REVIEWS,
    ),
    Step(
        Depth.TEXT,
        "verdict_notes",
        ("review_verdict",),
        "UPDATE review_verdict SET note = NULL WHERE note IS NOT NULL AND review_id IN " + _REVIEWS,
    ),
    Step(
        Depth.TEXT,
        "answer_notes",
        ("review_answer",),
        "UPDATE review_answer SET note = NULL WHERE note IS NOT NULL AND review_id IN " + _REVIEWS,
    ),
    Step(
        Depth.TEXT,
        "appeals",
        ("appeal",),
        "UPDATE appeal SET text = '' WHERE call_id = %(call_id)s AND text <> ''",
    ),
    Step(
        Depth.TEXT,
        "answers_to_appeals",
        ("appeal_event",),
        "UPDATE appeal_event SET text = NULL WHERE text IS NOT NULL AND appeal_id IN"
        " (SELECT id FROM appeal WHERE call_id = %(call_id)s)",
    ),
    Step(
        Depth.TEXT,
        "calibration_notes",
        ("settled_item",),
        "UPDATE settled_item SET note = NULL WHERE call_id = %(call_id)s AND note IS NOT NULL",
    ),
    Step(
        Depth.TEXT,
        "reviews",
        ("review",),
        "UPDATE review SET praise = NULL, suggestion = NULL, lines = "
        + _LINES
        + " WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.TEXT,
        "judge_answers",
        ("judge_answer",),
        "DELETE FROM judge_answer WHERE transcript_id IN " + _TRANSCRIPTS,
    ),
    Step(
        Depth.TEXT,
        "measurements",
        ("measurement",),
        "DELETE FROM measurement WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.TEXT,
        "index_entries",
        ("transcript_tokens",),
        "DELETE FROM transcript_tokens WHERE transcript_id IN " + _TRANSCRIPTS,
    ),
    Step(
        Depth.TEXT,
        "personal_numbers",
        ("transcript_pii",),
        "DELETE FROM transcript_pii WHERE transcript_id IN " + _TRANSCRIPTS,
    ),
    Step(
        Depth.TEXT,
        "backtest_places",
        ("backtest_call",),
        "DELETE FROM backtest_call WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.TEXT,
        "quotes",
        ("hit",),
        "UPDATE hit SET quote = '', masked_quote = NULL"
        " WHERE call_id = %(call_id)s AND quote <> ''",
    ),
    Step(
        Depth.TEXT,
        "evaluations",
        ("evaluation",),
        "UPDATE evaluation SET lines = " + _LINES + " WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.TEXT,
        "transcripts",
        ("transcript",),
        "UPDATE transcript SET utterances = '[]', left_out = '[]', swap = NULL"
        " WHERE call_id = %(call_id)s AND (utterances <> '[]' OR left_out <> '[]')",
    ),
    Step(
        Depth.CALL,
        "alerts",
        ("alert",),
        # With what they counted and whom they were told to.
        "DELETE FROM alert WHERE call_id = %(call_id)s",
    ),
    Step(
        Depth.CALL,
        "task_notes",
        ("review_task",),
        "UPDATE review_task SET note = NULL WHERE call_id = %(call_id)s AND note IS NOT NULL",
    ),
    Step(
        Depth.CALL,
        "reasons_of_reveals",
        ("reveal",),
        "UPDATE reveal SET reason = NULL WHERE call_id = %(call_id)s AND reason IS NOT NULL",
    ),
    Step(
        Depth.CALL,
        "events",
        ("event",),
        """UPDATE event SET data = (
            SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(data)
            WHERE key = ANY(%(impersonal)s)
        ) WHERE call_id = %(call_id)s AND at >= %(first_at)s AND at <= %(last_at)s""",
    ),
    Step(
        Depth.CALL,
        "customers",
        ("call",),
        "UPDATE call SET customer_number = NULL, caller_number = NULL, extra = '{}'"
        " WHERE id = %(call_id)s",
    ),
)

KEPT: Mapping[str, str] = {
    "agent_state_change": "says what an agent did, and to which call that only counts",
    "calibration_call": "numbers only",
    "call_agent": "says by their ids which agents had a part in it",
    "call_notice": "says whether it was said that the call is recorded, not what was said",
    "call_presence": "forgotten within minutes",
    "rescore_call": "numbers only",
    "retention_item": "the proof of the deletion itself",
}
"""Tables that lead to calls and keep what they say, and why."""

_MARKS: Mapping[Depth, LiteralString] = {
    Depth.AUDIO: "UPDATE call SET audio_deleted_at = now()",
    Depth.TEXT: "UPDATE call SET audio_deleted_at = coalesce(audio_deleted_at, now()),"
    " text_deleted_at = now()",
    Depth.CALL: "UPDATE call SET audio_deleted_at = coalesce(audio_deleted_at, now()),"
    " text_deleted_at = coalesce(text_deleted_at, now()), emptied_at = now()",
}
_ORDER = (Depth.AUDIO, Depth.TEXT, Depth.CALL)


def steps_to(depth: Depth) -> Iterator[Step]:
    """Those of `depth` and of all that it includes, in order."""
    included = _ORDER[: _ORDER.index(depth) + 1]
    return (step for step in STEPS if step.depth in included)


def delete(session: Session, call_id: UUID, depth: Depth) -> dict[str, int]:
    """Delete so much of a call and say so in its row; returns rows by kind. Safe to repeat."""
    asked = {
        "call_id": call_id,
        "impersonal": sorted(KNOWN_FIELDS - _PERSONAL - {"reason"}),
        **spoken_of(session, call_id),
    }
    counts = {}
    for step in steps_to(depth):
        changed = db.ask(session, step.sql, asked).rowcount
        if changed:
            counts[step.kind] = changed
    sql = _MARKS[depth] + ", version = version + 1, updated_at = now() WHERE id = %(call_id)s"
    db.run(session, sql, asked)
    return counts


def spoken_of(session: Session, call_id: UUID) -> dict[str, str]:
    """The first and the last instant of a call's events: other months need not be looked at."""
    [found] = db.rows(session, _SPOKEN_OF, {"call_id": call_id}) or [_ALWAYS]
    return found


_ALWAYS = {"first_at": "-infinity", "last_at": "infinity"}
# As text: Python knows no instant that is infinite.
_SPOKEN_OF: LiteralString = """
SELECT coalesce(first_at::text, '-infinity') AS first_at,
    coalesce(last_at::text, 'infinity') AS last_at
FROM call WHERE id = %(call_id)s
"""
