"""What Asterisk's files say in tests, without a database."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.calls.events import EventType
from services.calls.fold import FoldedCall, Heard, fold
from services.dialers import Payload, Setting, Told, Translation
from services.dialers.asterisk import adapter

DAY = Path(__file__).parent / "data/dialers/asterisk/queue_log"


def translate(*lines: str, query: str = "", zone: str | None = None, **options: Any) -> Translation:
    setting = Setting(ZoneInfo(zone) if zone else None, options=options)
    return adapter.translate(Payload("\n".join(lines).encode(), query=query), setting)


def calls_in(told: Iterable[Told]) -> dict[str, FoldedCall]:
    by_call: dict[str, list[Heard]] = {}
    for event in told:
        if "call_id" in event.data:
            heard = Heard(event.type, event.at, ("asterisk", event.event_id), dict(event.data))
            by_call.setdefault(event.data["call_id"], []).append(heard)
    return {call_id: fold(events) for call_id, events in by_call.items()}


def call_in(*lines: str, **options: Any) -> FoldedCall:
    [call] = calls_in(translate(*lines, **options).events).values()
    return call


def states_in(told: Iterable[Told]) -> list[tuple[int, str, str, str | None]]:
    """Second, agent, state and reason of each change."""
    changes = sorted(
        (event for event in told if event.type is EventType.AGENT_STATE), key=lambda e: e.at
    )
    return [
        (int(e.at.timestamp()), e.data["agent"], e.data["state"], e.data.get("reason"))
        for e in changes
    ]
