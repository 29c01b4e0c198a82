"""URLs that VICIdial calls: Start Call URL, Dispo Call URL, No Agent Call URL.

They carry no time: what they say happened when they came.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.calls.events import EventType
from services.dialers import PayloadUnreadable, Told
from services.dialers.vicidial.settings import Settings
from services.dialers.vicidial.statuses import meaning_of

EVENTS = ("start", "dispo", "no_agent")
_UNFILLED = ("--A--", "undefined")
_KEPT = (
    "lead_id",
    "list_id",
    "user_group",
    "term_reason",
    "agent_log_id",
    "recording_filename",
    "recording_id",
    "call_notes",
    "callback_datetime",
    "vicidial_call_id",
    "talk_time",
    "dead_time",
)
_HUNG_UP_BY = {"CALLER": "customer", "ABANDON": "customer", "AGENT": "agent"}


def translate(
    parameters: Mapping[str, str], received_at: datetime | None, settings: Settings
) -> list[Told]:
    """Raises PayloadUnreadable."""
    said = {name: text.strip() for name, text in parameters.items() if _is_filled(text)}
    if not said.get("uniqueid"):
        raise PayloadUnreadable(field="uniqueid", detail="uniqueid: missing")
    if received_at is None:
        raise PayloadUnreadable(field="event", detail="event: it is not known when it came")
    event = said.get("event", "")
    steps = _started(said) if event == "start" else _over(said, settings)
    return [
        Told(
            f"{event}:{said['uniqueid']}:{said.get('agent_log_id', '')}:{kind.value}",
            kind,
            at,
            data,
        )
        for kind, data in steps
        for at in (received_at,)
    ]


def _is_filled(text: str) -> bool:
    """Older versions leave what they cannot fill in as it was written."""
    return bool(text.strip()) and not text.strip().startswith(_UNFILLED)


def _facts(said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "call_id": said["uniqueid"],
        "campaign": said.get("campaign"),
        "customer_number": said.get("phone_number"),
        **{name: said.get(name) for name in _KEPT},
    }


def _started(said: Mapping[str, str]) -> Iterator[tuple[EventType, dict[str, Any]]]:
    """An agent has a call on the screen. When exactly is in `vicidial_agent_log`, later."""
    joined = {"agent": said.get("user"), "queue": said.get("group"), "estimated": True}
    yield EventType.CALL_BRIDGED, _facts(said) | joined


def _over(
    said: Mapping[str, str], settings: Settings
) -> Iterator[tuple[EventType, dict[str, Any]]]:
    call_id = said["uniqueid"]
    yield EventType.CALL_ENDED, {"call_id": call_id, "estimated": True}
    status = said.get("dispo", "")
    reason = said.get("term_reason", "").upper()
    judged = {
        "agent": said.get("user") if said.get("event") == "dispo" else None,
        "outcome": meaning_of(status, settings.statuses).outcome,
        "disposition": status or None,
        "hangup_by": _HUNG_UP_BY.get(reason),
    }
    yield EventType.CALL_DISPOSED, _facts(said) | judged
