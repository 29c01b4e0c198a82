"""Who sees personal numbers as they are: by permission, and, as the centre decides, on request."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from services.calls.queries import masked
from services.clock import utc_now
from services.errors import Rejected
from services.people import audit
from services.people.access import Caller, Permission
from services.privacy.policies import policy
from services.tables import Call, Reveal, Revealed

_ACTS = {
    Revealed.CUSTOMER_NUMBER: "call.number_revealed",
    Revealed.WORDS: "call.words_revealed",
}


class ReasonNeeded(Rejected):
    """Say why you need to see it. The reason is kept in the audit log."""


def reveal(
    session: Session, caller: Caller, call: Call, what: Revealed, reason: str | None = None
) -> Reveal:
    """Let `caller` see it as it is for a while; noted each time.

    Raises NotPermitted, ReasonNeeded.
    """
    caller.require(Permission.PII_READ)
    decided = policy(session)
    why = (reason or "").strip() or None
    if decided.reason_needed and why is None:
        raise ReasonNeeded(field="reason")
    given = Reveal(
        call_id=call.id,
        actor=caller.actor,
        what=what,
        reason=why,
        until=utc_now() + timedelta(minutes=decided.reveal_minutes),
    )
    session.add(given)
    session.flush()
    facts = {"reason": why} if why else {}
    audit.record(session, actor=caller.actor, act=_ACTS[what], subject=str(call.id), **facts)
    return given


def sees(session: Session, caller: Caller, call_id: UUID, what: Revealed) -> bool:
    """Whether `caller` sees it as it is now."""
    if not caller.may(Permission.PII_READ):
        return False
    return not policy(session).reveal_needed or _is_revealed(session, caller, call_id, what)


def sees_in_lists(session: Session, caller: Caller) -> bool:
    """Likewise of customer numbers in lists, where nothing is asked for one by one."""
    return caller.may(Permission.PII_READ) and not policy(session).reveal_needed


def shown_number(number: str | None, *, plain: bool) -> str | None:
    """`138****1234`, or all of it."""
    return number if number is None or plain else masked(number)


def _is_revealed(session: Session, caller: Caller, call_id: UUID, what: Revealed) -> bool:
    found = session.exec(
        select(Reveal.id)
        .where(
            Reveal.call_id == call_id,
            Reveal.actor == caller.actor,
            Reveal.what == what,
            col(Reveal.until) > utc_now(),
        )
        .limit(1)
    ).first()
    return found is not None
