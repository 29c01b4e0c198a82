"""What the dialogs of a vCon say of one call, in our events."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from services.calls.events import EventType
from services.dialers import PayloadUnreadable, Told
from services.dialers.numbers import told_of
from services.dialers.times import from_text
from services.dialers.vcon.conversation import CALLS, RECORDED, Conversation
from services.dialers.vcon.model import Dialog

_NOT_REACHED = {
    "no_answer": "no_answer",
    "congestion": "failed",
    "failed": "failed",
    "busy": "busy",
    "hung_up": "cancelled",
    "voicemail_no_message": "voicemail",
}
"""Dispositions of dialogs that never came to be."""
_DIRECTIONS = {"in": "inbound", "inbound": "inbound", "out": "outbound", "outbound": "outbound"}

Ends = Mapping[int, float]
"""Of dialogs by their places: seconds from their start after which nothing more is heard."""


class Said(NamedTuple):
    """What analyses and attachments say of a call."""

    outcome: str | None = None
    campaign: str | None = None
    tags: dict[str, str] | None = None


class Step(NamedTuple):
    type: EventType
    at: datetime
    data: dict[str, Any]


def told(talk: Conversation, ends: Ends, said: Said) -> list[Told]:
    """Raises PayloadUnreadable, ZoneNeeded."""
    steps = sorted(_steps(talk), key=lambda step: step.at)
    started_at = min(talk.start_of(number) for number, _ in talk.numbered(CALLS))
    over = _end(talk, steps, ends)
    facts = Step(EventType.CALL_DIALED, started_at, _facts(talk, said))
    outcome = said.outcome or _not_reached(talk)
    disposed = [Step(EventType.CALL_DISPOSED, over.at, {"outcome": outcome})] if outcome else []
    stamp = _edition(talk)
    return [
        *(_named(talk, step, stamp) for step in (facts, *disposed)),
        *{each.event_id: each for step in (*steps, over) for each in [_named(talk, step)]}.values(),
    ]


def _named(talk: Conversation, step: Step, edition: str | None = None) -> Told:
    """The same in a later edition is the same event; what may change has its edition in its id.

    Ids of editions sort by time, so that of two editions the newer one's facts count.
    """
    data = {name: value for name, value in step.data.items() if value is not None}
    written = json.dumps(data, sort_keys=True, default=str)
    content = sha256(written.encode("utf-8", "replace")).hexdigest()[:16]
    when = f"{step.at:%Y%m%dT%H%M%S.%f}" if edition is None else f"edition-{edition}"
    event_id = f"{talk.vcon.uuid}:{step.type.value}:{when}:{content}"
    return Told(event_id, step.type, step.at, {"call_id": talk.call_key, **data})


def _edition(talk: Conversation) -> str:
    for field in ("updated_at", "created_at"):
        at = from_text(getattr(talk.vcon, field), talk.setting, field=field)
        if at is not None:
            return f"{at:%Y%m%dT%H%M%S.%f}"
    return ""


def _facts(talk: Conversation, said: Said) -> dict[str, Any]:
    customer, agent = talk.cast.customer(), talk.cast.agent()
    dialogs = [dialog for _, dialog in talk.numbered(CALLS)]
    return {
        "direction": _direction(talk, dialogs[0]),
        **told_of("customer_number", _number(customer.tel if customer else None), talk.setting),
        **told_of("caller_number", _number(agent.tel if agent else None), talk.setting),
        "campaign": said.campaign or next((d.campaign for d in dialogs if d.campaign), None),
        "skill": next((dialog.skill for dialog in dialogs if dialog.skill), None),
        "interaction_id": next((d.interaction_id for d in dialogs if d.interaction_id), None),
        "tags": said.tags or None,
        "subject": talk.vcon.subject,
        "vcon_uuid": str(talk.vcon.uuid),
    }


def _number(tel: str | None) -> str | None:
    return tel.removeprefix("tel:").partition(";")[0] if tel else None


def _direction(talk: Conversation, dialog: Dialog) -> str | None:
    """Who began says it. The first party did, where no `originator` is named."""
    said = _DIRECTIONS.get(str((dialog.meta or {}).get("direction", "")).lower())
    began = [dialog.originator] if dialog.originator is not None else dialog.present[:1]
    side = talk.cast.sides[began[0]] if began else None
    return said or {"agent": "outbound", "customer": "inbound"}.get(side or "")


def _steps(talk: Conversation) -> Iterator[Step]:
    for number, dialog in enumerate(talk.vcon.dialog):
        if dialog.type in RECORDED:
            yield from _joined(talk, number, dialog)
            yield from _happened(talk, number, dialog)
        elif dialog.type == "transfer":
            yield from _transferred(talk, number, dialog)


def _joined(talk: Conversation, number: int, dialog: Dialog) -> Iterator[Step]:
    """A recording begins when those who are in it are there, unless its history says when."""
    start_at = talk.start_of(number)
    joins = {each.party for each in dialog.party_history if each.event == "join"}
    agents = talk.cast.agents(dialog.present)
    others = [index for index in dialog.present if index not in agents]
    inbound = _direction(talk, dialog) == "inbound"
    if not (inbound and agents) and not joins.intersection(others):
        yield Step(EventType.CALL_ANSWERED, start_at, {})
    if agents and not joins.intersection(agents):
        yield Step(EventType.CALL_BRIDGED, start_at, {"agent": talk.cast.name_of(agents[0])})


def _happened(talk: Conversation, number: int, dialog: Dialog) -> Iterator[Step]:
    history = _history(talk, number, dialog)
    for at, event, party in history:
        agent = talk.cast.name_of(party) if talk.cast.is_agent(party) else None
        match event:
            case "join" if agent:
                yield Step(EventType.CALL_BRIDGED, at, {"agent": agent})
            case "join":
                yield Step(EventType.CALL_ANSWERED, at, {})
            case "hold":
                yield Step(EventType.CALL_HELD, at, {"agent": agent})
            case "unhold":
                yield Step(EventType.CALL_RESUMED, at, {"agent": agent})
            case "drop" if agent and _others_go_on(talk, history, at, party):
                yield Step(EventType.CALL_TRANSFERRED, at, {"agent": agent})


History = Sequence[tuple[datetime, str, int]]


def _history(talk: Conversation, number: int, dialog: Dialog) -> History:
    field = f"dialog.{number}.party_history"
    happened = [
        (talk.at(each.time, f"{field}.{n}.time"), (each.event or "").lower(), each.party)
        for n, each in enumerate(dialog.party_history)
    ]
    return sorted(happened)


def _others_go_on(talk: Conversation, history: History, at: datetime, party: int) -> bool:
    """Whether another agent is there when one leaves, or comes later."""
    joins = [t for t, event, who in history if event == "join" and _is_other(talk, who, party)]
    drops = [t for t, event, who in history if event == "drop" and _is_other(talk, who, party)]
    here = sum(t <= at for t in joins) > sum(t <= at for t in drops)
    return here or any(t > at for t in joins)


def _is_other(talk: Conversation, who: int, party: int) -> bool:
    return who != party and talk.cast.is_agent(who)


def _transferred(talk: Conversation, number: int, dialog: Dialog) -> Iterator[Step]:
    at = talk.start_of(number)
    transferor, targets = dialog.transferor, dialog.transfer_target
    if transferor is not None and talk.cast.is_agent(transferor):
        yield Step(EventType.CALL_TRANSFERRED, at, {"agent": talk.cast.name_of(transferor)})
    to = (targets,) if isinstance(targets, int) else targets or ()
    for index in talk.cast.agents(to):
        if not _is_recorded(talk, at, index):
            yield Step(EventType.CALL_BRIDGED, at, {"agent": talk.cast.name_of(index)})


def _is_recorded(talk: Conversation, since: datetime, party: int) -> bool:
    """Whether a recording says itself when this agent joined."""
    return any(
        party in dialog.present and talk.start_of(number) >= since
        for number, dialog in talk.numbered(RECORDED)
    )


def _end(talk: Conversation, steps: Sequence[Step], ends: Ends) -> Step:
    """The last thing that is known to have happened; by estimate where nothing says how long."""
    known, by = [], None
    for number, dialog in talk.numbered(CALLS):
        if dialog.duration is not None or dialog.type == "incomplete":
            known.append(_after(talk.start_of(number), dialog.duration or 0, number))
        drops = [each for each in _history(talk, number, dialog) if each[1] == "drop"]
        known += [at for at, _, _ in drops]
        by = _dropped_first(talk, number, dialog, drops) or by
    if known:
        return Step(EventType.CALL_ENDED, max(known), {"hangup_by": by})
    heard = [_after(talk.start_of(n), ends.get(n, 0), n) for n, _ in talk.numbered(CALLS)]
    last_at = max([*heard, *(step.at for step in steps)])
    return Step(EventType.CALL_ENDED, last_at, {"estimated": True})


def _dropped_first(talk: Conversation, number: int, dialog: Dialog, drops: History) -> str | None:
    """Who hung up: the first to leave when nobody was left to go on."""
    history = _history(talk, number, dialog)
    for at, _, party in drops:
        if not (talk.cast.is_agent(party) and _others_go_on(talk, history, at, party)):
            return talk.cast.sides[party]
    return None


def _not_reached(talk: Conversation) -> str | None:
    """What became of a call that was never recorded, because it never came about."""
    if talk.numbered(RECORDED):
        return None
    said = [dialog.disposition for _, dialog in talk.numbered(frozenset({"incomplete"}))]
    disposition = (said[-1] or "").strip().lower().replace("-", "_") if said else ""
    return _NOT_REACHED.get(disposition, disposition) or None


def _after(at: datetime, seconds: float, number: int) -> datetime:
    try:
        return at + timedelta(seconds=seconds)
    except OverflowError as error:
        field = f"dialog.{number}.duration"
        raise PayloadUnreadable(field=field, detail=f"{field}: beyond all time") from error
