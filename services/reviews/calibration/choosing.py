"""Before a session is held: who could judge in it, and which calls it could be about."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, literal, select, tuple_

from services import paging
from services.calls.queries import CallFilter, matching_ids
from services.paging import Paged
from services.people.access import PERMISSIONS, Caller, Permission
from services.tables import (
    Agent,
    Calibration,
    CalibrationCall,
    CalibrationState,
    Call,
    CustomRole,
    User,
    UserRole,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that a session could be about."""

    id: UUID
    started_at: datetime
    agent_name: str | None
    talk_s: float
    score: float | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What chance chose, and out of how many."""

    of: int
    calls: Sequence[Candidate]


def list_raters(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 50
) -> Paged[User]:
    """Active users who may review, by name. Raises NotPermitted, CursorBroken."""
    caller.require(Permission.REVIEWS_MANAGE)
    shipped = [role for role, held in PERMISSIONS.items() if Permission.REVIEWS_WRITE in held]
    place = tuple_(col(User.name), col(User.id))
    query = (
        select(User)
        .outerjoin(UserRole, col(UserRole.user_id) == User.id)
        .outerjoin(CustomRole, col(CustomRole.id) == UserRole.role_id)
        .where(
            User.active,
            or_(
                col(CustomRole.id).is_(None) & col(User.role).in_(shipped),
                literal(Permission.REVIEWS_WRITE.value) == col(CustomRole.permissions).any_(),
            ),
        )
        .order_by(col(User.name), col(User.id))
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    return paging.cut(session.exec(query).all(), limit, lambda each: [each.name, each.id])


def draw(session: Session, caller: Caller, wanted: CallFilter, *, count: int, seed: int) -> Drawn:
    """Some of the calls that match and that no open session is about.

    `random.Random(seed).sample` of the calls by id: the same seed over the same calls draws
    the same ones. Raises NotPermitted.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    busy = (
        select(CalibrationCall.call_id)
        .join(Calibration, col(Calibration.id) == CalibrationCall.calibration_id)
        .where(Calibration.state == CalibrationState.OPEN)
    )
    matching = matching_ids(session, caller, wanted).where(col(Call.id).not_in(busy))
    ids = session.exec(matching.order_by(col(Call.id))).all()
    drawn = random.Random(seed).sample(ids, min(count, len(ids)))
    return Drawn(of=len(ids), calls=_candidates(session, drawn))


def _candidates(session: Session, ids: Sequence[UUID]) -> list[Candidate]:
    """The newest first."""
    found = session.exec(
        select(Call, Agent.name)
        .outerjoin(Agent, col(Agent.id) == Call.agent_id)
        .where(col(Call.id).in_(ids))
        .order_by(col(Call.started_at).desc(), col(Call.id))
    )
    return [
        Candidate(call.id, call.started_at, name, call.talk_s, call.score) for call, name in found
    ]
