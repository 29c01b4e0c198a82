"""What a call that turns out to be another team's takes off the boards it was on."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import db
from services.activity.notices import Left, Movable, Notice, Whose
from services.calls.touched import Before


def moved(session: Session, changed: Iterable[Mapping[str, Any]], before: Before) -> Notice:
    """Sales and fatal hits of calls that are elsewhere now: where they were, and to look again."""
    elsewhere = {
        call["id"]: before[call["id"]]
        for call in changed
        if call["id"] in before and whose(call) != whose(before[call["id"]])
    }
    if not elsewhere:
        return Notice()
    scored = [call_id for call_id, old in elsewhere.items() if old["score"] is not None]
    hits = _fatal_hits(session, scored) if scored else {}
    shown: list[tuple[Movable, UUID, UUID]] = [
        *(("sale", call_id, call_id) for call_id, old in elsewhere.items() if old["sold"]),
        *(("fatal", hit_id, call_id) for hit_id, call_id in hits.items()),
    ]
    return Notice(
        hits=frozenset(hits),
        left=frozenset(
            Left(kind, key, mine)
            for kind, key, call_id in shown
            if (mine := whose(elsewhere[call_id]))
        ),
    )


def whose(call: Mapping[str, Any]) -> Whose | None:
    """Whose boards show the call: those of the team of its last leg."""
    last = call["legs"][-1] if call["legs"] else {}
    if not last.get("unit_id"):
        return None
    agent_id = UUID(last["agent_id"]) if last["agent_id"] else None
    return Whose(UUID(last["unit_id"]), agent_id, call["campaign_id"])


def _fatal_hits(session: Session, call_ids: list[UUID]) -> dict[UUID, UUID]:
    """Ids of recent fatal hits, and of their calls."""
    found = db.tuples(
        session,
        "SELECT id, call_id FROM hit WHERE call_id = ANY(%(calls)s) AND fatal AND violation"
        " AND created_at > now() - interval '26 hours'",
        {"calls": call_ids},
    )
    return dict(found)
