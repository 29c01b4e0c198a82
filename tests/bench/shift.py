"""A shift of a call centre as events: sales, transfers, queues, holds, breaks, guesses."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

CAMPAIGNS = ("spring", "autumn")
_MORNING = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=20)
_OUTCOMES = ("sale", "refused", "callback", "no_answer", "voicemail", "busy")

Happening = tuple[str, float, dict[str, Any]]
"""What, how many seconds after the call began, and what is said of it."""


def events_of_a_shift(
    count: int, agents: Sequence[str], since: datetime = _MORNING
) -> Iterator[bytes]:
    """`count` CloudEvents, as JSON, in the order in which they happened."""
    return islice(_events(agents, since), count)


def _events(agents: Sequence[str], since: datetime) -> Iterator[bytes]:
    random = Random("shift")
    number = 0
    while True:
        hour: list[tuple[datetime, str, dict[str, Any]]] = []
        begins_at = since + timedelta(minutes=10 * number)
        for agent in agents:
            hour += _ten_minutes(random, begins_at, agent, random.choice(agents), number)
        for nth, (at, kind, data) in enumerate(sorted(hour, key=lambda each: each[0])):
            yield _cloud_event(f"{number}-{nth}", at, kind, data)
        number += 1


def _ten_minutes(
    random: Random, begins_at: datetime, agent: str, colleague: str, number: int
) -> Iterator[tuple[datetime, str, dict[str, Any]]]:
    """Three calls of an agent, and a break or being ready before them."""
    state = random.choice(("ready", "break", "meeting"))
    reason = {"reason": "lunch"} if state == "break" else {}
    yield begins_at, "agent.state", {"agent": agent, "state": state, **reason}
    for nth in range(3):
        call_id = f"{number}-{agent}-{nth}"
        since = begins_at + timedelta(seconds=20 + 190 * nth)
        made = random.choice((_outbound, _inbound, _missed))
        for kind, after_s, data in made(random, agent, colleague):
            yield since + timedelta(seconds=after_s), kind, {"call_id": call_id, **data}


def _outbound(random: Random, agent: str, colleague: str) -> Iterator[Happening]:
    """Answered, perhaps held, perhaps given to a colleague, and disposed of."""
    answered_s = random.randint(3, 20)
    talk_s = random.randint(5, 120)
    ends_s = answered_s + talk_s
    outcome = random.choice(_OUTCOMES)
    said = {"agent": agent, "campaign": random.choice(CAMPAIGNS)}
    yield "call.dialed", 0, {**said, "customer_number": "13800138000", "direction": "outbound"}
    yield "call.ringing", 1, {"agent": agent}
    yield "call.answered", answered_s, {"agent": agent}
    yield "call.bridged", answered_s, {"agent": agent}
    if talk_s > 60:
        yield "call.held", answered_s + 10, {"agent": agent}
        yield "call.resumed", answered_s + 25, {"agent": agent}
    if talk_s > 90:
        yield "call.transferred", answered_s + 40, {"agent": agent}
        yield "call.bridged", answered_s + 45, {"agent": colleague}
    last = colleague if talk_s > 90 else agent
    yield "call.ended", ends_s, {"agent": last, "hangup_by": random.choice(("agent", "customer"))}
    yield "call.disposed", ends_s + 8, {"outcome": outcome, "amount": 99.5, "currency": "CNY"}
    yield "agent.state", ends_s + 12, {"agent": last, "state": "ready"}


def _inbound(random: Random, agent: str, colleague: str) -> Iterator[Happening]:
    """Waits in one queue or two, and is answered."""
    wait_s = random.randint(1, 60)
    yield "call.queued", 0, {"queue": "sales", "direction": "inbound"}
    if random.random() < 0.3:
        over = {"left_by": "timeout", "estimated": True}
        yield "call.ended", wait_s, over
        yield "call.queued", wait_s + 2, {"queue": "service"}
        wait_s += 10
    yield "call.bridged", wait_s, {"agent": agent}
    if random.random() < 0.3:
        # Told twice: by what had to be so, and by who saw it.
        yield "call.bridged", wait_s - 1, {"agent": agent, "estimated": True}
    yield "call.ended", wait_s + 50, {"agent": agent, "hangup_by": "customer"}


def _missed(random: Random, agent: str, colleague: str) -> Iterator[Happening]:
    """Given up in the queue, or nobody answered."""
    if random.random() < 0.5:
        yield "call.queued", 0, {"queue": "sales", "direction": "inbound"}
        yield "call.ended", random.randint(1, 90), {"left_by": "caller"}
        return
    yield "call.dialed", 0, {"agent": agent, "campaign": CAMPAIGNS[0]}
    yield "call.ended", 25, {"agent": agent}
    yield "call.disposed", 25, {"outcome": "no_answer"}


def _cloud_event(name: str, at: datetime, kind: str, data: dict[str, Any]) -> bytes:
    event = {
        "specversion": "1.0",
        "id": name,
        "source": "/shift",
        "type": kind,
        "time": at.isoformat(),
        "data": data,
    }
    return json.dumps(event).encode()
