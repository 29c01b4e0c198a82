"""Channel event logging: a row for each thing that happens to a channel."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from services.dialers import Note, PayloadUnreadable, Setting, Translation
from services.dialers.asterisk import conversations
from services.dialers.asterisk.bodies import Row, digest, numbered, rows
from services.dialers.asterisk.settings import Settings
from services.dialers.asterisk.steps import Act, Step
from services.dialers.asterisk.uniqueids import zone_note
from services.dialers.times import from_epoch, from_text

_ACTS = {
    "CHAN_START": Act.START,
    "ANSWER": Act.ANSWER,
    "BRIDGE_ENTER": Act.ENTER,
    "BRIDGE_EXIT": Act.EXIT,
    "BRIDGE_START": Act.PAIR,
    "BRIDGE_END": Act.PART,
    "PARK_START": Act.HOLD,
    "PARK_END": Act.RESUME,
    "BLINDTRANSFER": Act.TRANSFER,
    "ATTENDEDTRANSFER": Act.TRANSFER,
    "MIXMONITOR_STOP": Act.RECORD,
    "HANGUP": Act.HANGUP,
    "LINKEDID_END": Act.END,
}
_APPS = {
    ("APP_START", "queue"): Act.QUEUE,
    ("APP_END", "queue"): Act.DEQUEUE,
    ("APP_START", "musiconhold"): Act.HOLD,
    ("APP_END", "musiconhold"): Act.RESUME,
}
_WITHIN = frozenset({"agi", "gosub", "macro", "mixmonitor", "stasis"})
"""Applications that may run while the channel stays in its queue."""
_HOLDING = "holding_bridge"
"""Where channels are parked: they hear music and not each other."""
_EXTRA = ("eventextra", "extra")


def translate(text: str, told_lines: int, setting: Setting, settings: Settings) -> Translation:
    """Raises ZoneNeeded, PayloadUnreadable."""
    notes: list[Note] = []
    found = [
        (row, at)
        for row in rows(text, "cel", settings.cel_columns)
        if (at := _time(row, setting, notes)) is not None and _is_of_a_call(row, notes)
    ]
    keys = [_key(row) for row, _ in found]
    steps: list[Step] = []
    files: dict[str, str] = {}
    for (row, at), key, named in zip(found, keys, numbered(keys), strict=True):
        if key != named and not _can_happen_again(row, at):
            continue
        steps += (
            replace(step, told=row.number <= told_lines) for step in _steps(row, at, named, files)
        )
    starts = ((step.at, step.uniqueid) for step in steps if step.act is Act.START)
    zone = zone_note(starts, field="eventtime")
    told = conversations.translate(steps, settings)
    return Translation(events=tuple(told), notes=(*notes, *([zone] if zone else [])))


def _time(row: Row, setting: Setting, notes: list[Note]) -> datetime | None:
    """Raises ZoneNeeded."""
    written = row.get("eventtime")
    try:
        number = written.replace(".", "", 1).isdigit()
        field = "eventtime"
        at = (
            from_epoch(written, field=field) if number else from_text(written, setting, field=field)
        )
    except PayloadUnreadable as error:
        at, sentence = None, str(error.facts["detail"])
    else:
        sentence = "eventtime: missing"
    if at is None:
        line = f"line {row.number}: {sentence}"
        notes.append(Note("invalid", line, "eventtime", line=row.number, refuses=True))
    return at


def _is_of_a_call(row: Row, notes: list[Note]) -> bool:
    if row.get("linkedid", "uniqueid"):
        return True
    sentence = f"line {row.number}: linkedid: missing; are the columns as declared?"
    notes.append(Note("missing", sentence, "linkedid", line=row.number, refuses=True))
    return False


def _can_happen_again(row: Row, at: datetime) -> bool:
    """Whether a row that says the same as another is no duplicate.

    Where times are whole seconds a channel may leave a bridge and come back within one.
    """
    return at.microsecond == 0 and row.get("eventtype") in ("BRIDGE_ENTER", "BRIDGE_EXIT")


def _key(row: Row) -> str:
    written = (row.get("channame"), row.get("appname"), row.get("appdata"), row.get(*_EXTRA))
    names = (row.get("eventtype"), row.get("uniqueid"), row.get("eventtime"))
    return f"c:{':'.join(names)}:{digest(*written)}"


def _steps(row: Row, at: datetime, key: str, files: dict[str, str]) -> Iterator[Step]:
    """`files` holds the names of recordings that are under way, by their id."""
    extra = _extra(row)
    kind = row.get("eventtype")
    if kind == "MIXMONITOR_START":
        files[extra.get("mixmonitor_id", "")] = extra.get("filename", "")
    act = _act(row, kind, extra)
    if act is None:
        return
    yield Step(
        act=act,
        at=at,
        channel=row.get("channame"),
        uniqueid=row.get("uniqueid"),
        linkedid=row.get("linkedid", "uniqueid"),
        key=key,
        number=row.get("cid_num", "cidnum")[:64],
        name=row.get("cid_name", "cidname"),
        exten=row.get("cid_dnid", "dnid", "exten")[:64],
        context=row.get("context"),
        bridge=extra.get("bridge_id", ""),
        peer=row.get("peer", "bridgepeer"),
        facts=_facts(act, row, extra, files),
    )


def _act(row: Row, kind: str, extra: Mapping[str, str]) -> Act | None:
    if kind in ("APP_START", "APP_END"):
        name = row.get("appname").lower()
        runs = kind == "APP_START" and name and name not in _WITHIN
        return _APPS.get((kind, name)) or (Act.RUN if runs else None)
    if kind in ("BRIDGE_ENTER", "BRIDGE_EXIT") and extra.get("bridge_technology") == _HOLDING:
        return None
    return _ACTS.get(kind)


def _facts(
    act: Act, row: Row, extra: Mapping[str, str], files: Mapping[str, str]
) -> dict[str, str | int]:
    match act:
        case Act.QUEUE:
            return {"queue": row.get("appdata").partition(",")[0], "direction": "inbound"}
        case Act.RUN:
            return {"application": row.get("appname").lower()}
        case Act.HANGUP:
            return _hangup(row, extra)
        case Act.TRANSFER:
            target = extra.get("extension") or extra.get("transfer_target_channel_name", "")
            return {"transferred_to": target, "transfer": row.get("eventtype").lower()}
        case Act.RECORD:
            return {"recording_file": files.get(extra.get("mixmonitor_id", ""), "")}
        case _:
            return {}


def _hangup(row: Row, extra: Mapping[str, str]) -> dict[str, str | int]:
    """From JSON; before Asterisk 12 from `cause,source,dialstatus`."""
    cause, source = extra.get("hangupcause", ""), extra.get("hangupsource", "")
    status = extra.get("dialstatus", "")
    if not extra:
        written = f"{row.get(*_EXTRA)},,,".split(",")
        cause, source, status = written[0], written[1], written[2]
    facts: dict[str, str | int] = {"source": source, "dial_status": status}
    return facts | ({"cause": int(cause)} if cause.isdigit() and len(cause) < 6 else {})


def _extra(row: Row) -> dict[str, str]:
    """The row's JSON. Some exports double an inner quote too many: those are read too."""
    written = row.get(*_EXTRA)
    if not written.startswith("{"):
        return {}
    for text in (written, written.replace('""', '"')):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return {str(name): str(value) for name, value in found.items()}
    return {}
