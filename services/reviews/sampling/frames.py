"""A draw's frame as it is kept: everything that decided it, small, and with one digest.

JSON, its calls in the order of their ids, compressed by zlib. The digest is SHA-256 of the
JSON of plan, seed and frame, with sorted keys and no spaces.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from services.reviews.sampling.drawing import Candidate, Progress, Terms

_DIGITS = 6
"""Of a weight: what is kept is what was drawn with."""
_FLAGS = ("earlier", "pending", "queued", "blind")


@dataclass(frozen=True, slots=True)
class Frame:
    """The calls of a draw and the terms it was made on."""

    calls: tuple[Candidate, ...]
    terms: Terms
    before: Progress


def framed(calls: Iterable[Candidate], terms: Terms, before: Progress) -> Frame:
    """Exactly what is kept, so that a draw is made of nothing else."""
    return unpack(pack(Frame(tuple(calls), terms, before)))


def pack(frame: Frame) -> bytes:
    return zlib.compress(_json(as_json(frame)), 9)


def unpack(packed: bytes) -> Frame:
    told = json.loads(zlib.decompress(packed))
    agents = [UUID(each) for each in told["agents"]]
    terms, before = told["terms"], told["before"]
    return Frame(
        tuple(_call(row, agents) for row in told["calls"]),
        Terms(terms["closing"], terms["elapsed"], terms["risk_due"], terms["rates"]),
        Progress.of(before),
    )


def digest(body: dict[str, Any], seed: str, packed: bytes) -> str:
    told = {"body": body, "seed": seed, "frame": json.loads(zlib.decompress(packed))}
    return sha256(_json(told)).hexdigest()


def as_json(frame: Frame) -> dict[str, Any]:
    """Agents are written once; flags are the bits of `earlier, pending, queued, blind`."""
    agents = sorted({call.agent_id for call in frame.calls if call.agent_id is not None})
    places = {agent_id: place for place, agent_id in enumerate(agents)}
    calls = sorted(frame.calls, key=lambda call: call.call_id)
    return {
        "terms": {
            "closing": frame.terms.closing,
            "elapsed": round(frame.terms.elapsed, _DIGITS),
            "risk_due": frame.terms.risk_due,
            "rates": {key: round(rate, _DIGITS) for key, rate in frame.terms.rates.items()},
        },
        "before": state_of(frame.before),
        "agents": [str(agent_id) for agent_id in agents],
        "calls": [
            [
                call.call_id.hex,
                None if call.agent_id is None else places[call.agent_id],
                round(call.weight, _DIGITS),
                list(call.events),
                sum(getattr(call, flag) << bit for bit, flag in enumerate(_FLAGS)),
            ]
            for call in calls
        ],
    }


def state_of(progress: Progress) -> dict[str, Any]:
    layers = {str(number): count for number, count in sorted(progress.by_layer.items())}
    return {"seen": progress.seen, "taken": progress.taken, "by_layer": layers}


def _call(row: Sequence[Any], agents: Sequence[UUID]) -> Candidate:
    call_id, place, weight, events, bits = row
    flags = {flag: bool(bits >> bit & 1) for bit, flag in enumerate(_FLAGS)}
    agent_id = None if place is None else agents[place]
    return Candidate(UUID(call_id), agent_id, weight, tuple(events), **flags)


def _json(told: Any) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
