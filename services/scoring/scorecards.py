"""Scorecards and their versions: drafted, published, retired, never rewritten."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import BigInteger, literal
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select, tuple_

from services import paging
from services.clock import utc_now
from services.errors import Conflict, NotFound
from services.paging import Paged
from services.people import audit
from services.scoring.card import ScorecardBody
from services.scoring.judging import compile_card
from services.scoring.packs import keeping
from services.scoring.waiting import queue_never_scored
from services.tables import Scorecard, ScorecardVersion, VersionState


class ScorecardNotFound(NotFound):
    """There is no such scorecard."""


class VersionNotFound(NotFound):
    """This scorecard has no such version."""


class ScorecardNameTaken(Conflict):
    """Another scorecard already has this name."""


class DraftChanged(Conflict):
    """Somebody else has changed this draft since you read it. Read it again."""


class VersionIsPublished(Conflict):
    """This version has been published and never changes. Make a new version instead."""


class VersionIsNotPublished(Conflict):
    """Only a published version can be retired."""


class VersionIsRetired(Conflict):
    """This version has been retired. Make a new version instead."""


class ScorecardOverview(BaseModel):
    """A scorecard and where its versions stand."""

    id: UUID
    name: str
    created_at: datetime
    published_version: int | None
    """The newest published one, which calls are scored with."""
    latest_version: int | None
    """The newest of any state."""


def create_scorecard(session: Session, *, name: str, created_by: str) -> Scorecard:
    """Raises ScorecardNameTaken."""
    scorecard = Scorecard(name=name)
    try:
        with session.begin_nested():
            session.add(scorecard)
    except IntegrityError as error:
        raise ScorecardNameTaken(field="name", name=name) from error
    _note(session, created_by, "scorecard.created", scorecard.id, name=name)
    return scorecard


def get_scorecard(session: Session, scorecard_id: UUID) -> Scorecard:
    """Raises ScorecardNotFound."""
    scorecard = session.get(Scorecard, scorecard_id)
    if scorecard is None:
        raise ScorecardNotFound(scorecard_id=scorecard_id)
    return scorecard


def get_scorecard_named(session: Session, name: str) -> Scorecard:
    """Raises ScorecardNotFound, which knows those there are."""
    scorecard = session.exec(select(Scorecard).where(Scorecard.name == name)).one_or_none()
    if scorecard is None:
        known = session.exec(select(Scorecard.name).order_by(col(Scorecard.name)).limit(20)).all()
        raise ScorecardNotFound(name=name, known=", ".join(known) or "none")
    return scorecard


def add_version(
    session: Session, scorecard: Scorecard, body: ScorecardBody, *, created_by: str
) -> ScorecardVersion:
    """Add the next version, as a draft."""
    # The lock keeps two people who save at once from both making number 3.
    session.refresh(scorecard, with_for_update=True)
    newest = session.exec(
        select(func.max(ScorecardVersion.number)).where(
            ScorecardVersion.scorecard_id == scorecard.id
        )
    ).one()
    version = ScorecardVersion(
        scorecard_id=scorecard.id,
        number=(newest or 0) + 1,
        body=body.model_dump(mode="json"),
        created_by=created_by,
    )
    session.add(version)
    session.flush()
    _note(session, created_by, "scorecard.drafted", scorecard.id, number=version.number)
    return version


def get_version(session: Session, scorecard_id: UUID, number: int) -> ScorecardVersion:
    """Raises ScorecardNotFound or VersionNotFound."""
    get_scorecard(session, scorecard_id)
    version = session.exec(
        select(ScorecardVersion).where(
            ScorecardVersion.scorecard_id == scorecard_id, ScorecardVersion.number == number
        )
    ).one_or_none()
    if version is None:
        raise VersionNotFound(scorecard_id=scorecard_id, number=number)
    return version


def digest(body: ScorecardBody) -> str:
    """Of two bodies the same where they say the same, whatever order they were stored in."""
    said = json.dumps(body.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def edit_draft(
    session: Session,
    version: ScorecardVersion,
    body: ScorecardBody,
    *,
    actor: str,
    was: str | None = None,
) -> ScorecardVersion:
    """`was` is the digest of the body that was changed; without it any is written over.

    Raises VersionIsPublished, VersionIsRetired, DraftChanged.
    """
    session.refresh(version, with_for_update=True)
    _require_draft(version, was)
    version.body = body.model_dump(mode="json")
    session.add(version)
    session.flush()
    _note(session, actor, "scorecard.edited", version.scorecard_id, number=version.number)
    return version


def publish(
    session: Session, version: ScorecardVersion, *, actor: str | None = None, was: str | None = None
) -> ScorecardVersion:
    """From now on calls are scored with it, and it never changes. Safe to repeat.

    `was` is the digest of the draft that was read; without it any is published. It keeps
    the words of its word packs as they stand now. Calls that were heard while nothing was
    published are scored with it too; scores that there are stay.
    Raises VersionIsRetired, DraftChanged, WordPackUnknown, CardNotUsable.
    """
    session.get(Scorecard, version.scorecard_id, with_for_update={"key_share": True})
    session.refresh(version, with_for_update=True)
    if version.state is VersionState.PUBLISHED:
        return version
    _require_draft(version, was)
    is_only_one = published_version(session, version.scorecard_id) is None
    body = keeping.filled(session, ScorecardBody.model_validate(version.body))
    compile_card(body, {})
    version.body = body.model_dump(mode="json")
    version.state = VersionState.PUBLISHED
    version.published_at = utc_now()
    session.add(version)
    session.flush()
    if is_only_one:
        queue_never_scored(session, version.scorecard_id)
    who = actor or version.created_by
    _note(session, who, "scorecard.published", version.scorecard_id, number=version.number)
    return version


def retire(session: Session, version: ScorecardVersion, *, actor: str) -> ScorecardVersion:
    """Stop scoring with it; evaluations made with it stay. Safe to repeat.

    Raises VersionIsNotPublished.
    """
    session.refresh(version, with_for_update=True)
    if version.state is VersionState.RETIRED:
        return version
    if version.state is not VersionState.PUBLISHED:
        raise VersionIsNotPublished(version_id=version.id)
    version.state = VersionState.RETIRED
    session.add(version)
    session.flush()
    _note(session, actor, "scorecard.retired", version.scorecard_id, number=version.number)
    return version


def published_version(session: Session, scorecard_id: UUID) -> ScorecardVersion | None:
    """The newest published version; None while there is only a draft."""
    return session.exec(
        select(ScorecardVersion)
        .where(
            ScorecardVersion.scorecard_id == scorecard_id,
            ScorecardVersion.state == VersionState.PUBLISHED,
        )
        .order_by(col(ScorecardVersion.number).desc())
        .limit(1)
    ).first()


def get_overview(session: Session, scorecard_id: UUID) -> ScorecardOverview:
    """Raises ScorecardNotFound."""
    get_scorecard(session, scorecard_id)
    return _overviews(session, [scorecard_id])[0]


def list_scorecards(
    session: Session, *, cursor: str | None = None, limit: int = 100
) -> Paged[ScorecardOverview]:
    """By name. Raises CursorBroken."""
    query = select(Scorecard.id).order_by(col(Scorecard.name), col(Scorecard.id)).limit(limit + 1)
    if cursor is not None:
        query = query.where(
            tuple_(col(Scorecard.name), col(Scorecard.id))
            > tuple_(*paging.decode(cursor, str, UUID))
        )
    found = _overviews(session, session.exec(query).all())
    return paging.cut(found, limit, lambda scorecard: [scorecard.name, scorecard.id])


def list_versions(
    session: Session,
    scorecard_id: UUID,
    *,
    drafts: bool = True,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ScorecardVersion]:
    """Newest first. Raises ScorecardNotFound or CursorBroken."""
    get_scorecard(session, scorecard_id)
    query = (
        select(ScorecardVersion)
        .where(ScorecardVersion.scorecard_id == scorecard_id)
        .order_by(col(ScorecardVersion.number).desc())
        .limit(limit + 1)
    )
    if not drafts:
        query = query.where(ScorecardVersion.state != VersionState.DRAFT)
    if cursor is not None:
        [last_number] = paging.decode(cursor, int)
        query = query.where(col(ScorecardVersion.number) < literal(last_number, BigInteger))
    return paging.cut(session.exec(query).all(), limit, lambda version: [version.number])


def _require_draft(version: ScorecardVersion, was: str | None) -> None:
    match version.state:
        case VersionState.PUBLISHED:
            raise VersionIsPublished(version_id=version.id)
        case VersionState.RETIRED:
            raise VersionIsRetired(version_id=version.id)
        case VersionState.DRAFT:
            if was not in (None, digest(ScorecardBody.model_validate(version.body))):
                raise DraftChanged(field="was", version_id=version.id)


def _overviews(session: Session, ids: Sequence[UUID]) -> list[ScorecardOverview]:
    """By name, like the lists they appear in."""
    number = col(ScorecardVersion.number)
    published = col(ScorecardVersion.state) == VersionState.PUBLISHED
    found = session.exec(
        select(Scorecard, func.max(number).filter(published), func.max(number))
        .outerjoin(ScorecardVersion, col(ScorecardVersion.scorecard_id) == Scorecard.id)
        .where(col(Scorecard.id).in_(ids))
        .group_by(col(Scorecard.id))
        .order_by(col(Scorecard.name), col(Scorecard.id))
    )
    return [
        ScorecardOverview(
            id=scorecard.id,
            name=scorecard.name,
            created_at=scorecard.created_at,
            published_version=newest_published,
            latest_version=newest,
        )
        for scorecard, newest_published, newest in found
    ]


def _note(session: Session, actor: str, act: str, scorecard_id: UUID, **facts: Any) -> None:
    audit.record(session, actor=actor, act=act, subject=str(scorecard_id), **facts)
