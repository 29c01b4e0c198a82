"""Who may bring files in, and of which dialer."""

from uuid import UUID

from sqlmodel import Session

from services.dialers.sources import SourceBeyondScope, get_source
from services.errors import Rejected
from services.hearing.sources import SourceNotFound
from services.people.access import Caller, Permission, Scope
from services.tables import KeyScope, Source


class SourceNeeded(Rejected):
    """Say of which source this file is."""


def only_source(caller: Caller) -> UUID | None:
    """The one source whose imports `caller` may see and start; None for all.

    A key speaks for its own source; people bring calls of every team, so they must see all.
    Raises NotPermitted, SourceBeyondScope.
    """
    if caller.kind == "key":
        caller.require_key_scope(KeyScope.EVENTS_WRITE)
        return caller.source_id
    caller.require(Permission.IMPORTS_MANAGE)
    if caller.scope != Scope():
        raise SourceBeyondScope()
    return None


def source_for(session: Session, caller: Caller, source_id: UUID | None) -> Source:
    """The source a file is brought in for. Raises SourceNeeded, SourceNotFound, NotPermitted."""
    own = only_source(caller)
    if own is None and source_id is None:
        raise SourceNeeded(field="source")
    if own is not None and source_id not in (None, own):
        raise SourceNotFound(source_id=source_id)
    return get_source(session, own or source_id)  # type: ignore[arg-type]
