"""What one leg says of its call, as events.

The first leg says when the call began, how it waited and what came of it; the leg of an agent
when that agent joined, the leg of a customer when the customer answered. When other legs are
not recorded (`log-b-leg` is off), the first one says what it can infer of them.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from urllib.parse import quote

from services.calls.events import EventType
from services.dialers import (
    Note,
    PayloadUnreadable,
    RecordingLink,
    Setting,
    Told,
    Translation,
)
from services.dialers.freeswitch.legs import Leg
from services.dialers.freeswitch.settings import Settings
from services.dialers.times import from_epoch, from_text, zone_note

Step: TypeAlias = tuple[EventType, datetime | None, dict[str, Any]]

_OUTCOMES = {
    "USER_BUSY": "busy",
    "NO_ANSWER": "no_answer",
    "NO_USER_RESPONSE": "no_answer",
    "ALLOTTED_TIMEOUT": "no_answer",
    "PROGRESS_TIMEOUT": "no_answer",
    "MEDIA_TIMEOUT": "failed",
    "ORIGINATOR_CANCEL": "cancelled",
    "CALL_REJECTED": "rejected",
    "UNALLOCATED_NUMBER": "wrong_number",
    "INVALID_NUMBER_FORMAT": "wrong_number",
    "NUMBER_CHANGED": "wrong_number",
    "NORMAL_CLEARING": None,
    "NORMAL_UNSPECIFIED": None,
}
"""Of calls that nobody joined. Other causes are failures of the line."""
_LEFT_BY = {
    "BREAK_OUT": "caller",
    "TIMEOUT": "timeout",
    "NO_AGENT_TIMEOUT": "timeout",
    "EXIT_WITH_KEY": "key",
}
_TRANSFERS = ("BLIND_TRANSFER", "ATTENDED_TRANSFER")
_HOLD = re.compile(r"\{(\d+),(\d+)\}")
_DURATION_TOLERANCE_S = 2
_KEPT = ("hangup_cause", "accountcode", "sip_call_id", "rtp_audio_in_mos", "read_codec")
"""Of the first leg, beside what Earshot knows."""


def tell(leg: Leg, settings: Settings, setting: Setting) -> Translation:
    """Raises PayloadUnreadable when there is no time in it at all."""
    steps = list(_steps(leg, settings))
    events = tuple(
        Told(f"{leg.uuid}:{number}:{kind.value}", kind, at, {"call_id": leg.call_key, **said})
        for number, (kind, at, said) in enumerate(steps)
        if at is not None
    )
    if leg.last_at is None and leg.started_at is None:
        raise PayloadUnreadable(field="times", detail="times: no time at all")
    return Translation(events, tuple(_links(leg, settings)), notes=tuple(_notes(leg, setting)))


def is_agents(leg: Leg, settings: Settings) -> bool:
    """Whether the party of this leg is one of ours."""
    match leg.variables.get("cc_side"):
        case "agent":
            return True
        case "member":
            return False
    if leg.caller and _is_own(leg.caller, settings):
        return False  # Whom a colleague calls is, on that call, the customer.
    signed_in = "user_name" if leg.incoming else "dialed_user"
    return signed_in in leg.variables or _is_own(party_of(leg), settings)


def party_of(leg: Leg) -> str:
    """The number or user at the far end of this leg."""
    if leg.incoming:
        names = ("user_name", "sip_auth_username")
        return leg.first_of(names) or leg.profile.get("caller_id_number") or _from_header(leg)
    called = leg.first_of(("dialed_user", "sip_to_user"))
    return called or leg.profile.get("destination_number", "")


def _from_header(leg: Leg) -> str:
    return leg.variables.get("sip_from_user", "")


def _is_own(number: str, settings: Settings) -> bool:
    return settings.agent_pattern.fullmatch(number.partition("@")[0]) is not None


def _agent_of(leg: Leg, settings: Settings) -> str | None:
    """Who had the call on this leg: its own party, or the agent it was bridged to."""
    named = leg.first_of(settings.agent_variables)
    if named or is_agents(leg, settings):
        return named or party_of(leg) or None
    joined = leg.called.get(leg.variables.get("bridge_uuid", ""), "")
    return joined if joined and _is_own(joined, settings) else None


def _facts(leg: Leg, settings: Settings) -> dict[str, Any]:
    """What the first leg says of the call."""
    shown = leg.first_of(("origination_caller_id_number", "effective_caller_id_number"))
    called = leg.profile.get("destination_number")
    ours = is_agents(leg, settings)
    if ours and not leg.incoming:
        called = leg.called.get(leg.variables.get("bridge_uuid", "")) or called
    number = called if ours else party_of(leg)
    inbound = leg.incoming and not ours
    return {
        "direction": ("inbound" if inbound else "outbound") if party_of(leg) else None,
        "customer_number": number or None,
        "caller_number": called if inbound else shown or leg.profile.get("caller_id_number"),
        "campaign": leg.variables.get(settings.campaign_variable) or None,
        "internal": True if ours and _is_own(number or "", settings) else None,
        "recording_path": next(iter(_paths(leg, settings)), None),
        **{name: leg.variables.get(name) or None for name in _KEPT},
    }


def _steps(leg: Leg, settings: Settings) -> Iterator[Step]:
    """Every step there may be, in one order: those that did not happen have no time."""
    ours = is_agents(leg, settings)
    agent = {"agent": _agent_of(leg, settings)} if ours else {}
    if leg.is_first:
        yield EventType.CALL_DIALED, leg.started_at or leg.last_at, _facts(leg, settings) | agent
    yield EventType.CALL_RINGING, None if ours and not leg.is_first else leg.progress_at, {}
    yield from _waiting(leg)
    yield from _answering(leg, settings, ours=ours)
    yield from _holding(leg)
    moved = ours and leg.variables.get("hangup_cause") in _TRANSFERS
    yield EventType.CALL_TRANSFERRED, leg.ended_at if moved else None, agent
    yield from _ending(leg, settings, ours=ours)


def _waiting(leg: Leg) -> Iterator[Step]:
    """The stay in a queue of mod_callcenter, which it writes on the caller's leg."""
    is_member = leg.variables.get("cc_side", "member") == "member"
    queue = {"queue": leg.variables.get("cc_queue")}
    joined_at = leg.at("cc_queue_joined_epoch") if is_member else None
    left_at = leg.at("cc_queue_canceled_epoch") if is_member else None
    reason = leg.variables.get("cc_cancel_reason", "")
    left_by = _LEFT_BY.get(reason, reason.lower() or "caller")
    yield EventType.CALL_QUEUED, joined_at, queue
    yield EventType.CALL_ENDED, left_at, {"left_by": left_by[:32], "estimated": True}


def _answering(leg: Leg, settings: Settings, *, ours: bool) -> Iterator[Step]:
    """When the party of this leg came to speak with another one.

    A leg is answered by an announcement or a queue too, and bridged before the other side
    answers when it is to hear the ringing: both parties are there from the later of the two.
    """
    both_at = _later(leg.answered_at, leg.bridged_at) if leg.bridged_at else None
    agent = {"agent": _agent_of(leg, settings)}
    if ours:
        yield EventType.CALL_BRIDGED, both_at if leg.answered_at else None, agent
        return
    # A caller's own leg is answered by us, not by a person.
    yield EventType.CALL_ANSWERED, None if leg.incoming else leg.answered_at, {}
    if leg.is_first:
        served_at = leg.at("cc_queue_answered_epoch") if leg.bridged_at else None
        at = served_at or (both_at if leg.answered_at else None)
        yield EventType.CALL_BRIDGED, at, {**agent, "estimated": True}


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at), default=None)


def _holding(leg: Leg) -> Iterator[Step]:
    """Each hold as it was; old versions only know how long the last one and all others were."""
    holds = [
        (
            from_epoch(start, unit="us", field="hold_events"),
            from_epoch(end, unit="us", field="hold_events"),
        )
        for start, end in _HOLD.findall(leg.variables.get("hold_events", ""))
    ] or _accumulated(leg)
    for held_at, resumed_at in holds:
        yield EventType.CALL_HELD, held_at, {}
        yield EventType.CALL_RESUMED, resumed_at, {}


def _accumulated(leg: Leg) -> list[tuple[datetime | None, datetime | None]]:
    held_at = leg.at("last_hold_uepoch", unit="us") or leg.at("last_hold_epoch")
    held = leg.at("hold_accum_usec", unit="us") or leg.at("hold_accum_seconds")
    if held_at is None or held is None:
        return []
    lasted = timedelta(seconds=held.timestamp())
    # All of it in one piece that ends no later than the call.
    start = min(held_at, leg.ended_at - lasted) if leg.ended_at else held_at
    return [(start, start + lasted)]


def _ending(leg: Leg, settings: Settings, *, ours: bool) -> Iterator[Step]:
    took_part = leg.is_first or leg.answered_at is not None
    said: dict[str, Any] = {"hangup_by": _hangup_by(leg, ours=ours)}
    ended_at = leg.ended_at
    if ended_at is None and leg.is_first:
        # The record is written when the leg is over, whatever it forgot to say.
        ended_at, said["estimated"] = leg.last_at or leg.started_at, True
    yield EventType.CALL_ENDED, ended_at if took_part else None, said
    outcome = _outcome(leg, settings)
    yield EventType.CALL_DISPOSED, ended_at if outcome else None, {"outcome": outcome}


def _hangup_by(leg: Leg, *, ours: bool) -> str | None:
    """`recv_`: the party of this leg; `send_`: another one, if there was another one."""
    told = leg.variables.get("sip_hangup_disposition", "")
    here, there = ("agent", "customer") if ours else ("customer", "agent")
    if told.startswith("recv_"):
        return here
    if told.startswith("send_"):
        return there if leg.bridged_at else "system"
    return None


def _outcome(leg: Leg, settings: Settings) -> str | None:
    named = leg.variables.get(settings.outcome_variable)
    if named or not leg.is_first:
        return named[:64] if named else None
    if leg.variables.get("amd_result") == "MACHINE" or leg.variables.get("avmd_detect") == "TRUE":
        return "answering_machine"
    cause = leg.first_of(("originate_disposition", "hangup_cause"))
    if leg.bridged_at or not cause or cause == "SUCCESS":
        return None
    return _OUTCOMES.get(cause, "failed")


def _paths(leg: Leg, settings: Settings) -> Iterator[str]:
    named = leg.first_of(settings.recording_variables)
    for said in (named, *leg.recorded):
        if said:
            # `{parameters}path limit-in-seconds`
            yield re.sub(r"^\{[^}]*\}", "", said).strip()


def _links(leg: Leg, settings: Settings) -> Iterator[RecordingLink]:
    for path in _paths(leg, settings):
        url = _url(path, settings)
        if url:
            channel = _agent_channel(leg, ours=is_agents(leg, settings))
            yield RecordingLink(leg.call_key, url, path.rpartition("/")[2], channel)
            return


def _url(path: str, settings: Settings) -> str | None:
    if path.startswith(("http://", "https://")):
        return path
    if settings.recordings_url is None:
        return None
    within = path.removeprefix(settings.recordings_root).lstrip("/")
    return f"{settings.recordings_url.rstrip('/')}/{quote(within)}"


def _agent_channel(leg: Leg, *, ours: bool) -> int | None:
    """In stereo, what the recorded leg said is on the left, what it heard on the right."""
    if leg.variables.get("RECORD_STEREO", leg.variables.get("record_stereo")) != "true":
        return None
    swapped = leg.variables.get("RECORD_STEREO_SWAP") == "true"
    return 0 if ours != swapped else 1


def _notes(leg: Leg, setting: Setting) -> Iterator[Note]:
    stamp = leg.variables.get("start_stamp")
    if stamp and leg.started_at and setting.zone:
        local = from_text(stamp, setting, field="start_stamp")
        note = zone_note(local, leg.started_at, field="start_stamp") if local else None
        if note:
            yield note
    lasted = leg.variables.get("duration", "")
    if lasted.isdigit() and leg.started_at and leg.ended_at:
        measured_s = (leg.ended_at - leg.started_at).total_seconds()
        if abs(measured_s - int(lasted)) > _DURATION_TOLERANCE_S:
            sentence = f"duration says {lasted} s, its times {measured_s:.0f} s"
            yield Note("duration_mismatch", sentence, "duration")
