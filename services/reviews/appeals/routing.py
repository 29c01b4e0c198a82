"""Who decides a step of an appeal, and which step comes next."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, exists, false, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, cast, col, select

from services.people.access import Caller, Permission
from services.people.standing import standing_of
from services.reviews.result_policies import Step, steps_of
from services.tables import Appeal, AppealState, Call, CallAgent, Review, Role, User


def people_of(session: Session, role: Role, call: Call, number: int | None) -> list[User]:
    """Active users of a role who see the call, made none of its results up to `number`,
    and had no part in the call itself."""
    barred = _reviewers(session, call.id, number)
    agents = _agents(session, call)
    users = session.exec(
        select(User).where(User.role == role, col(User.active)).order_by(col(User.id))
    ).all()
    return [
        user
        for user in users
        if user.id not in barred and user.agent_id not in agents and _decides(session, user, call)
    ]


def steps_with_people(
    session: Session, steps: Sequence[Step], call: Call, number: int
) -> list[Step]:
    """Those that somebody is there for; all of them where nobody is at all."""
    staffed = [step for step in steps if people_of(session, step.role, call, number)]
    return staffed or list(steps)


def next_step(session: Session, appeal: Appeal) -> int | None:
    """The next one that somebody is there for; None at the last."""
    call = session.get_one(Call, appeal.call_id)
    number = session.get_one(Review, appeal.review_id).number
    steps = steps_of(appeal.steps)
    for index in range(appeal.step + 1, len(steps)):
        if people_of(session, steps[index].role, call, number):
            return index
    return None


def decidable(session: Session, caller: Caller) -> ColumnElement[bool]:
    """Whether `caller` decides an appeal now: a condition on `Appeal` joined with `Call`."""
    if not caller.may(Permission.APPEALS_DECIDE) or caller.user_id is None:
        return false()
    user = session.get_one(User, caller.user_id)
    appealed, made = aliased(Review), aliased(Review)
    own = exists(
        select(made.id)
        .join(appealed, col(appealed.call_id) == col(made.call_id))
        .where(
            appealed.id == Appeal.review_id,
            made.reviewer_id == user.id,
            col(made.number) <= appealed.number,
        )
    )
    conditions: list[ColumnElement[bool]] = [
        col(Appeal.state) == AppealState.OPEN,
        caller.scope.calls_where(),
        col(Appeal.filed_by_id) != user.id,
        ~own,
    ]
    if user.agent_id is not None:
        conditions.append(col(Call.agent_id).is_distinct_from(user.agent_id))
        passed_on = select(CallAgent.call_id).where(CallAgent.agent_id == user.agent_id)
        conditions.append(col(Appeal.call_id).not_in(passed_on))
    return and_(*conditions, _of_roles(roles_of(session, user)))


def roles_of(session: Session, user: User) -> frozenset[Role]:
    """One's own, and those of whom one stands in for with leave to decide appeals."""
    lent = [
        session.get_one(User, each.user_id).role
        for each in standing_of(session, user).deputising
        if Permission.APPEALS_DECIDE in each.permissions
    ]
    return frozenset({user.role, *lent})


def _of_roles(roles: Collection[Role]) -> ColumnElement[bool]:
    """An administrator decides any step: a centre may have nobody else for it."""
    role: Any = func.jsonb_extract_path_text(
        col(Appeal.steps), cast(col(Appeal.step), String), "role"
    )
    ways = [role == each.value for each in sorted(roles)]
    if Role.ADMIN in roles:
        ways.append(role.is_not(None))
    return or_(*ways)


def _decides(session: Session, user: User, call: Call) -> bool:
    standing = standing_of(session, user)
    if Permission.APPEALS_DECIDE not in standing.permissions:
        return False
    return standing.scope.without_glass().sees_call(call)


def _reviewers(session: Session, call_id: UUID, number: int | None) -> frozenset[UUID]:
    query = select(Review.reviewer_id).where(
        Review.call_id == call_id, col(Review.number) <= (number or 0)
    )
    return frozenset(session.exec(query).all())


def _agents(session: Session, call: Call) -> frozenset[UUID]:
    earlier = session.exec(select(CallAgent.agent_id).where(CallAgent.call_id == call.id)).all()
    return frozenset(filter(None, [call.agent_id, *earlier]))
