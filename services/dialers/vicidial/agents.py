"""Rows of `vicidial_agent_log` and `vicidial_user_log`.

A row of the agent log is one round: pause, wait, talk, disposition. The customer may leave
while the agent still "talks" (dead): talking ends there, and wrap-up begins.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from services.calls.events import EventType
from services.dialers import Told
from services.dialers.vicidial.reading import Reading, agent_of, shifted, told
from services.dialers.vicidial.rows import Row
from services.dialers.vicidial.statuses import GOING_ON, PASSED_ON, Answer, meaning_of
from services.tables import AgentState

_STAGES = {
    "pause": AgentState.BREAK,
    "wait": AgentState.READY,
    "talk": AgentState.TALKING,
    "dead": AgentState.WRAP_UP,
    "dispo": AgentState.WRAP_UP,
}
_LOGGED_IN = "LOGIN"
_LOGGED_OUT = "LOGOUT"


class Stage(NamedTuple):
    name: str
    at: datetime


def round_of(row: Row, reading: Reading) -> Iterator[Told]:
    """What an agent did in one round, and what it says of the call in it."""
    agent = row.needed("user")
    stages = list(_stages(row, reading))
    for stage in stages:
        yield _state(row, reading, agent, stage)
    call_key, talk = row.get("uniqueid"), {stage.name: stage.at for stage in stages}
    if call_key and "talk" in talk:
        yield from _call(row, reading, {"call_id": call_key, "agent": agent}, talk)


def presence(row: Row, reading: Reading) -> Iterator[Told]:
    """Logging in and out, by hand, by force or after a time. Who logs in is paused."""
    event = (row.get("event") or "").upper()
    at = reading.at(row, "event_epoch", "event_date")
    agent = agent_of(row)
    if agent is None or at is None:
        return
    state = {"agent": agent, "campaign": row.get("campaign_id")}
    if event.endswith(_LOGGED_OUT):
        yield told(row, EventType.AGENT_STATE, at, state | {"state": AgentState.OFFLINE.value})
    elif event == _LOGGED_IN:
        said = {"state": AgentState.BREAK.value, "reason": _LOGGED_IN}
        yield told(row, EventType.AGENT_STATE, at, state | said)


def _stages(row: Row, reading: Reading) -> Iterator[Stage]:
    """Stages that took time, and the one that lasts.

    Times come from epochs: seconds stop at 65,535.
    """
    reached = [Stage(name, at) for name in _STAGES if (at := _began(row, name)) is not None]
    if not reached:
        at = reading.at(row, "pause_epoch", "event_time")
        reached = [Stage("pause", at)] if at else []
    for stage, following in zip_longest(reached, reached[1:]):
        if following is None or following.at > stage.at:
            yield stage


def _began(row: Row, name: str) -> datetime | None:
    at = row.at(f"{name}_epoch")
    if at is None and name == "dead" and row.number("dead_sec"):
        over_at = row.at("dispo_epoch")
        return shifted(over_at, -row.number("dead_sec"), "dead_sec") if over_at else None
    return at


def _state(row: Row, reading: Reading, agent: str, stage: Stage) -> Told:
    state = _STAGES[stage.name]
    data: dict[str, Any] = {"agent": agent, "campaign": row.get("campaign_id")}
    if state is not AgentState.BREAK:
        data |= {"state": state.value}
        return told(row, EventType.AGENT_STATE, stage.at, data)
    code = row.get("sub_status")
    state = reading.settings.pause_states.get(code or "", state)
    data |= {"state": state.value, "reason": code, "pause_type": row.get("pause_type")}
    # The code is often chosen when the pause has begun.
    shown = reading.newest(stage.at)
    return told(row, EventType.AGENT_STATE, stage.at, data, shown=shown)


def _call(
    row: Row, reading: Reading, call: dict[str, Any], began: dict[str, datetime]
) -> Iterator[Told]:
    """When the agent had the customer: only known to be true once the agent has judged it.

    Dialling by hand counts as talking too, and may reach nobody.
    """
    over_at, status = row.at("dispo_epoch"), (row.get("status") or "").upper()
    meaning = meaning_of(status, reading.settings.statuses)
    if over_at is None or status in GOING_ON or meaning.answer is Answer.NOBODY:
        return
    yield told(row, EventType.CALL_BRIDGED, began["talk"], call)
    gone_at = began.get("dead", over_at)
    if meaning.outcome in PASSED_ON:
        yield told(row, EventType.CALL_TRANSFERRED, gone_at, call)
    else:
        left = {"hangup_by": "customer"} if gone_at < over_at else {}
        yield told(row, EventType.CALL_ENDED, gone_at, {"call_id": call["call_id"], **left})
    # The row of the call outdoes this one: it is the one that is corrected.
    data = call | {"outcome": meaning.outcome, "disposition": status}
    shown = reading.newest(began["talk"])
    yield told(row, EventType.CALL_DISPOSED, began["talk"], data, shown=shown)
