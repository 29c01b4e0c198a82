"""What the centre has decided about personal numbers."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from services.clock import utc_now
from services.people import audit
from services.people.access import Caller, Permission
from services.tables import Originals, PrivacyPolicy
from services.transcripts import Frozen

_ONLY_ROW = 1


class PolicyChange(Frozen):
    """What is to be decided otherwise; what is not given stays."""

    reveal_needed: bool | None = None
    reason_needed: bool | None = None
    reveal_minutes: int | None = Field(default=None, ge=1, le=24 * 60)
    originals: Originals | None = None
    replace_after_days: int | None = Field(default=None, ge=0, le=3650)


def policy(session: Session) -> PrivacyPolicy:
    """As it is decided; the cautious defaults while nobody has."""
    return session.get(PrivacyPolicy, _ONLY_ROW) or PrivacyPolicy(id=_ONLY_ROW)


def change(session: Session, caller: Caller, wanted: PolicyChange) -> PrivacyPolicy:
    """Raises NotPermitted."""
    caller.require(Permission.PRIVACY_MANAGE)
    row = session.get(PrivacyPolicy, _ONLY_ROW, with_for_update=True) or policy(session)
    given = wanted.model_dump(exclude_none=True)
    before = {name: getattr(row, name) for name in given}
    for name, value in given.items():
        setattr(row, name, value)
    after = {name: getattr(row, name) for name in given}
    if before != after:
        row.changed_at, row.changed_by = utc_now(), caller.actor
        session.add(row)
        session.flush()
        _note(session, caller, before, after)
    return row


def _note(session: Session, caller: Caller, before: dict[str, Any], after: dict[str, Any]) -> None:
    audit.record(
        session,
        actor=caller.actor,
        act="privacy.changed",
        subject="privacy",
        before=before,
        after=after,
    )
