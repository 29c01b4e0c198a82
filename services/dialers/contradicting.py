"""Whether a delivery that is translated again contradicts what is stored of it.

Calls are folded from all their events. Were those of one zone stored beside those of
another, a call would begin by the one and end by the other.
"""

from collections.abc import Sequence

from sqlmodel import Session

from services import db
from services.calls.events import CallEvent
from services.errors import Conflict


class StoredOtherwise(Conflict):
    """With today's settings other times come out than are stored, and a replay takes nothing
    back: nothing was changed. "Replaying" in the page on sources says what can be done.
    """


def are_at_stored_times(session: Session, news: Sequence[CallEvent]) -> bool:
    """Whether each of `news`, stored just now, only says more of what was known to happen then."""
    fresh = {(event.origin, event.event_id) for event in news}
    found = db.tuples(
        session,
        "SELECT call_id, type, at, origin, event_id FROM event WHERE call_id = ANY(%(ids)s)",
        {"ids": list({event.call_id for event in news if event.call_id})},
    )
    known = {
        (call_id, kind, at)
        for call_id, kind, at, origin, event_id in found
        if (origin, event_id) not in fresh
    }
    return all((event.call_id, event.type.value, event.at) in known for event in news)
