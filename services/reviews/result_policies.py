"""What the centre has decided about results: when agents see them, who decides appeals."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from services.clock import utc_now
from services.people import audit
from services.people.access import Caller, Permission
from services.tables import MachineScores, ReleaseWhen, ResultPolicy, Role, WhenOverdue

_ONLY_ROW = 1


class Step(BaseModel):
    """Who decides, and how many days they have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    days: int = Field(default=3, ge=1, le=30)


class PolicyChange(BaseModel):
    """What is to be decided otherwise; what is not given stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: ReleaseWhen | None = None
    release_after_hours: int | None = Field(default=None, ge=1, le=30 * 24)
    machine_scores: MachineScores | None = None
    appeal_days: int | None = Field(default=None, ge=1, le=30)
    appeal_rounds: int | None = Field(default=None, ge=1, le=3)
    steps: tuple[Step, ...] | None = Field(default=None, min_length=1, max_length=5)
    overdue: WhenOverdue | None = None


def policy(session: Session) -> ResultPolicy:
    """As it is decided; the defaults while nobody has."""
    return session.get(ResultPolicy, _ONLY_ROW) or ResultPolicy(id=_ONLY_ROW)


def steps_of(stored: list[dict[str, Any]]) -> list[Step]:
    return [Step.model_validate(each) for each in stored]


def change(session: Session, caller: Caller, wanted: PolicyChange) -> ResultPolicy:
    """Raises NotPermitted."""
    caller.require(Permission.REVIEWS_MANAGE)
    row = session.get(ResultPolicy, _ONLY_ROW, with_for_update=True) or policy(session)
    given = wanted.model_dump(mode="json", exclude_none=True)
    before = {name: getattr(row, name) for name in given}
    row.sqlmodel_update(wanted.model_dump(exclude_none=True) | _as_stored(given))
    after = {name: getattr(row, name) for name in given}
    if before != after:
        row.changed_at, row.changed_by = utc_now(), caller.actor
        session.add(row)
        session.flush()
        audit.record(
            session,
            actor=caller.actor,
            act="result_policy.changed",
            subject="result_policy",
            before=before,
            after=after,
        )
    return row


def _as_stored(given: dict[str, Any]) -> dict[str, Any]:
    return {"steps": given["steps"]} if "steps" in given else {}
