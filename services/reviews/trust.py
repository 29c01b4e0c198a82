"""How far a rule can be trusted, by what people said of its hits; and rules kept off boards."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from services.activity.notices import Notice, publish
from services.clock import utc_now
from services.errors import Conflict, NotFound
from services.people import audit
from services.people.access import Caller
from services.scoring.card import ScorecardBody
from services.scoring.precision import Interval
from services.scoring.scorecards import get_scorecard
from services.settings import Settings
from services.tables import Evaluation, Hit, ScorecardVersion
from services.tables.reviewing import RuleMute


class Trust(StrEnum):
    TRUSTED = "trusted"
    """Surely right often enough."""
    NEEDS_REVIEW = "needs_review"
    """Too few of its hits were reviewed, or it is right too seldom to be trusted."""
    MUTED = "muted"
    """Surely wrong too often: its hits are marked, those of a fatal rule stay off the boards."""


class RuleUnknown(NotFound):
    """No version of this scorecard has such a rule."""


class MutedAlready(Conflict):
    """This rule is muted already."""


def trust_of(
    precision: Interval | None, reviewed: int, settings: Settings, *, fatal: bool, muted: bool
) -> Trust:
    """By both bounds of the interval, so that few hits decide nothing. Pure.

    A fatal rule is never muted by numbers alone: somebody has to say so.
    """
    if muted:
        return Trust.MUTED
    if precision is None or reviewed < settings.rule_reviewed_min:
        return Trust.NEEDS_REVIEW
    if precision.low >= settings.rule_trusted_from:
        return Trust.TRUSTED
    if precision.high < settings.rule_muted_below and not fatal:
        return Trust.MUTED
    return Trust.NEEDS_REVIEW


def asks_to_be_muted(
    precision: Interval | None, reviewed: int, settings: Settings, *, fatal: bool, muted: bool
) -> bool:
    """Whether a fatal rule is so often wrong that somebody must decide. Pure."""
    if precision is None or not fatal or muted or reviewed < settings.rule_reviewed_min:
        return False
    return precision.high < settings.rule_muted_below


def mute(
    session: Session, caller: Caller, scorecard_id: UUID, rule_key: str, *, reason: str
) -> RuleMute:
    """Keep the rule's fatal hits off the boards. Scores stay as they are.

    Raises ScorecardNotFound, RuleUnknown, MutedAlready.
    """
    get_scorecard(session, scorecard_id)
    if not _is_known(session, scorecard_id, rule_key):
        raise RuleUnknown(rule_key=rule_key)
    made = RuleMute(
        scorecard_id=scorecard_id, rule_key=rule_key, reason=reason, muted_by=caller.actor
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise MutedAlready(rule_key=rule_key) from error
    _tell_boards(session, made)
    _record(session, caller, "rule.muted", made, reason=reason)
    return made


def lift(session: Session, caller: Caller, scorecard_id: UUID, rule_key: str) -> None:
    """Show the rule's hits again. Safe to repeat. Raises ScorecardNotFound."""
    get_scorecard(session, scorecard_id)
    muted = session.exec(
        select(RuleMute).where(
            RuleMute.scorecard_id == scorecard_id,
            RuleMute.rule_key == rule_key,
            col(RuleMute.lifted_at).is_(None),
        )
    ).one_or_none()
    if muted is None:
        return
    muted.lifted_at, muted.lifted_by = utc_now(), caller.actor
    session.add(muted)
    session.flush()
    _tell_boards(session, muted)
    _record(session, caller, "rule.unmuted", muted)


def muted_rules(session: Session) -> dict[tuple[UUID, str], RuleMute]:
    """By scorecard and key of the rule."""
    now = session.exec(select(RuleMute).where(col(RuleMute.lifted_at).is_(None))).all()
    return {(each.scorecard_id, each.rule_key): each for each in now}


def _tell_boards(session: Session, muted: RuleMute) -> None:
    """Fatal hits that boards may still show."""
    hits = session.exec(
        select(Hit.id)
        .join(Evaluation, col(Evaluation.id) == Hit.evaluation_id)
        .join(ScorecardVersion, col(ScorecardVersion.id) == Evaluation.scorecard_version_id)
        .where(
            col(Hit.fatal),
            Hit.rule_key == muted.rule_key,
            Hit.created_at > utc_now() - timedelta(days=2),
            ScorecardVersion.scorecard_id == muted.scorecard_id,
        )
    ).all()
    publish(session, Notice(hits=frozenset(hits)))


def _is_known(session: Session, scorecard_id: UUID, rule_key: str) -> bool:
    versions = session.exec(
        select(ScorecardVersion.body).where(ScorecardVersion.scorecard_id == scorecard_id)
    ).all()
    bodies = map(ScorecardBody.model_validate, versions)
    return any(rule.key == rule_key for body in bodies for rule in body.rules)


def _record(session: Session, caller: Caller, act: str, muted: RuleMute, **facts: str) -> None:
    subject = f"{muted.scorecard_id}/{muted.rule_key}"
    audit.record(session, actor=caller.actor, act=act, subject=subject, **facts)
