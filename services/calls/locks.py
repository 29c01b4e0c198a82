"""Who may change a call or an agent's day right now."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from services import db


def lock(session: Session, ids: Iterable[UUID]) -> None:
    """Hold calls and agents until the transaction ends, whether their rows exist yet or not.

    In one order for everybody, so nobody deadlocks. Advisory, because the first event
    of a call must be able to lock a row that is not there.
    """
    keys = sorted(int.from_bytes(each.bytes[:8], signed=True) for each in ids)
    db.run(
        session,
        "SELECT pg_advisory_xact_lock(key) FROM unnest(%(keys)s::bigint[]) key",
        {"keys": db.array(keys)},
    )
