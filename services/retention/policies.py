"""The rules in force, and those before them."""

from sqlmodel import Session, col, select

from services.errors import Conflict
from services.paging import Paged, cut, decode
from services.people import audit
from services.people.access import Caller, Permission
from services.retention.rules import STORED, RetentionRule, check
from services.tables import RetentionPolicy


class PolicyChanged(Conflict):
    """Somebody saved other rules meanwhile. Look at them, then save again."""


def find_policy(session: Session, number: int | None = None) -> RetentionPolicy | None:
    """The one in force, or a former one; None while nobody has saved any."""
    query = select(RetentionPolicy).order_by(col(RetentionPolicy.number).desc()).limit(1)
    if number is not None:
        query = query.where(RetentionPolicy.number == number)
    return session.exec(query).first()


def rules_of(policy: RetentionPolicy) -> tuple[RetentionRule, ...]:
    return STORED.validate_python(policy.rules)


def list_policies(
    session: Session, *, cursor: str | None = None, limit: int = 20
) -> Paged[RetentionPolicy]:
    """Newest first. Raises CursorBroken."""
    query = select(RetentionPolicy).order_by(col(RetentionPolicy.number).desc()).limit(limit + 1)
    if cursor is not None:
        [last] = decode(cursor, int)
        query = query.where(col(RetentionPolicy.number) < last)
    return cut(session.exec(query).all(), limit, lambda policy: [policy.number])


def save_policy(
    session: Session, caller: Caller, rules: tuple[RetentionRule, ...], *, after: int
) -> RetentionPolicy:
    """Put `rules` in force in place of those of number `after`, 0 for none.

    Raises NotPermitted, RulesUnusable, PolicyChanged.
    """
    caller.require(Permission.RETENTION_MANAGE)
    check(rules)
    # Two who save at once: the second is told.
    session.connection().exec_driver_sql("LOCK TABLE retention_policy IN EXCLUSIVE MODE")
    before = find_policy(session)
    if (before.number if before else 0) != after:
        raise PolicyChanged(field="after")
    stored = [rule.model_dump(mode="json") for rule in rules]
    policy = RetentionPolicy(number=after + 1, rules=stored, created_by=caller.actor)
    session.add(policy)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act="retention.changed",
        subject=f"policy {policy.number}",
        before={"rules": before.rules if before else []},
        after={"rules": stored},
    )
    return policy
