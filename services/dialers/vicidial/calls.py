"""Rows of `vicidial_log`, `vicidial_closer_log` and `recording_log`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from services.calls.events import EventType
from services.dialers import PayloadUnreadable, RecordingLink, Told
from services.dialers.vicidial.reading import Reading, agent_of, shifted, told
from services.dialers.vicidial.rows import Row
from services.dialers.vicidial.statuses import GOING_ON, Answer, Meaning, meaning_of

_HUNG_UP_BY = {"CALLER": "customer", "ABANDON": "customer", "AGENT": "agent", "NONE": None}
_LEFT_BY = {
    "ABANDON": "caller",
    "CALLER": "caller",
    "QUEUETIMEOUT": "timeout",
    "HOLDTIME": "timeout",
    "HOLDRECALLXFER": "timeout",
    "NOAGENT": "empty",
    "AFTERHOURS": "closed",
    "CLOSETIME": "closed",
    "MAXCALLS": "full",
    "ACFILTER": "filtered",
}
_KEPT = ("lead_id", "list_id", "user_group", "called_count", "comments", "alt_dial")


def outbound(row: Row, reading: Reading) -> Iterator[Told]:
    """A row of `vicidial_log`: one dial that VICIdial placed, or an agent did by hand.

    An automatic call gets its row when it is answered; from then on it waits for an agent. One
    that is dialled by hand gets it then: nobody knows when it was answered, and while it goes
    on, not even whether. When an agent joined is only inferred here: `vicidial_agent_log` knows it.
    """
    meaning = meaning_of(row.get("status") or "", reading.settings.statuses)
    started_at = _started(row, reading)
    call = {"call_id": row.needed("uniqueid")}
    yield told(row, EventType.CALL_DIALED, started_at, call | _facts(row, "outbound"))
    answered = meaning.answer is not Answer.NOBODY and not _goes_on(row)
    if answered:
        yield told(row, EventType.CALL_ANSWERED, started_at, call)
    if answered and row.get("comments") != "MANUAL" and meaning.answer is Answer.PERSON:
        queue = {"queue": row.get("campaign_id"), "estimated": True}
        yield told(row, EventType.CALL_QUEUED, started_at, call | queue)
    agent = agent_of(row)
    if agent and answered:
        joined = {"agent": agent, "estimated": True}
        yield told(row, EventType.CALL_BRIDGED, started_at, call | joined)
    yield from _over(row, reading, meaning, call, started_at)


def inbound(row: Row, reading: Reading) -> Iterator[Told]:
    """A row of `vicidial_closer_log`: one stay in an in-group; a call can have several."""
    meaning = meaning_of(row.get("status") or "", reading.settings.statuses)
    started_at = _started(row, reading)
    # A transfer from an outbound call stays one.
    direction = "inbound" if row.number("xfercallid") == 0 else None
    call = {"call_id": row.needed("uniqueid")}
    queue = {"queue": row.get("campaign_id"), "queue_position": row.get("queue_position")}
    facts = _facts(row, direction) | queue | {"closecallid": row.key, "campaign": None}
    yield told(row, EventType.CALL_QUEUED, started_at, call | facts)
    agent = agent_of(row)
    if agent:
        joined_at = shifted(started_at, row.number("queue_seconds"), "queue_seconds")
        yield told(row, EventType.CALL_BRIDGED, joined_at, call | {"agent": agent})
    yield from _over(row, reading, meaning, call, started_at)


def recording(row: Row) -> Iterator[RecordingLink]:
    """Where a recording lies, once VICIdial has mixed and moved it.

    `vicidial_id` is the call of outbound calls and the in-group's row of others; the export
    in docs/dialers/vicidial.md adds the call as `uniqueid`.
    """
    url = row.get("location")
    if url is None:
        return
    call_key = row.get("uniqueid") or row.needed("vicidial_id")
    if "." not in call_key:
        detail = f"vicidial_id: {call_key} is a closecallid; export it with uniqueid beside it"
        raise PayloadUnreadable(field="vicidial_id", detail=detail)
    if not url.startswith(("http://", "https://")):
        raise PayloadUnreadable(field="location", detail="location: not a URL")
    yield RecordingLink(call_key, url, row.get("filename"))


def _started(row: Row, reading: Reading) -> datetime:
    at = reading.at(row, "start_epoch", "call_date")
    if at is None:
        raise PayloadUnreadable(field="start_epoch", detail="start_epoch: missing")
    return at


def _goes_on(row: Row) -> bool:
    return (row.get("status") or "").upper() in GOING_ON


def _facts(row: Row, direction: str | None) -> dict[str, Any]:
    return {
        "direction": direction,
        "campaign": row.get("campaign_id"),
        "customer_number": row.get("phone_number"),
        **{name: row.get(name) for name in _KEPT},
    }


def _over(
    row: Row, reading: Reading, meaning: Meaning, call: dict[str, Any], started_at: datetime
) -> Iterator[Told]:
    """The end, which VICIdial notes when the agent lets go: the customer may have left before."""
    status = (row.get("status") or "").upper()
    ended_at = row.at("end_epoch")
    if ended_at is None and row.number("length_in_sec"):
        ended_at = shifted(started_at, row.number("length_in_sec"), "length_in_sec")
    if ended_at is None or status in ("QUEUE", "INCALL"):
        return
    reason = (row.get("term_reason") or "NONE").upper()
    left_by = None if agent_of(row) or row.table == "vicidial_log" else _LEFT_BY.get(reason)
    ended = {"estimated": True, "left_by": left_by}
    yield told(row, EventType.CALL_ENDED, ended_at, call | ended)
    judged = {
        "outcome": meaning.outcome,
        "agent": agent_of(row),
        "hangup_by": _HUNG_UP_BY.get(reason, "system"),
        "disposition": None if _goes_on(row) else status,
        "term_reason": reason,
    }
    shown = reading.judged(ended_at)
    yield told(row, EventType.CALL_DISPOSED, ended_at, call | judged, shown=shown)
