"""Recordings of which nobody knows yet which call they are of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, false, true
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.calls.queries import get_visible_call, masked
from services.clock import utc_now
from services.errors import NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Scope
from services.recordings.arrangements import arranged_with
from services.recordings.attach import attach
from services.recordings.matching import Match, MatchedBy, find_match
from services.recordings.naming import Named, Reading, read_name
from services.recordings.probe import AudioFacts
from services.recordings.spool import Content, Upload
from services.tables import Recording, Source, UnmatchedRecording

_NAMED = TypeAdapter(Named)
_TRIED_FOR = timedelta(days=7)
"""Calls do not come later than that."""


class UnmatchedRecordingNotFound(NotFound):
    """There is no such unmatched recording. Somebody may have matched it already."""


@dataclass(frozen=True, slots=True)
class Found:
    """Sound in storage, and the name it had where it was found."""

    content: Upload | Content
    facts: AudioFacts
    name: str
    """Below the folder or prefix that is watched, slashes and all."""


def read(source: Source, name: str, patterns: tuple[str, ...] | None = None) -> Reading:
    """What a name says, by the source's patterns and clock. Raises FilePatternWrong."""
    zone = ZoneInfo(source.timezone) if source.timezone else None
    own = arranged_with(source).file_patterns
    return read_name(name, own if patterns is None else patterns, zone)


def file_away(session: Session, source: Source, found: Found) -> Recording | None:
    """Attach what was found to its call; None when it has to wait until its call is known.

    Safe to repeat.
    """
    named = read(source, found.name).named or Named()
    match, sure = find_match(session, source, named, found.facts.duration_s)
    if match is not None and sure:
        return _attach(session, source.id, found, named, match)
    unmatched = UnmatchedRecording(
        source_id=source.id,
        sha256=found.content.sha256,
        size_bytes=found.content.size_bytes,
        audio=found.facts.model_dump(mode="json"),
        file_name=found.name,
        named=_NAMED.dump_python(named, mode="json", exclude_none=True),
        nearest=match.model_dump(mode="json") if match else None,
    )
    values = unmatched.model_dump()
    session.execute(insert(UnmatchedRecording).values(values).on_conflict_do_nothing())
    return None


def try_again(session: Session, source: Source, *, limit: int = 500) -> int:
    """Match what waits for its call, the newest first; returns how many found theirs.

    Patterns may have changed and calls may have come since.
    """
    query = (
        select(UnmatchedRecording)
        .where(
            UnmatchedRecording.source_id == source.id,
            col(UnmatchedRecording.created_at) > utc_now() - _TRIED_FOR,
        )
        .order_by(col(UnmatchedRecording.created_at).desc(), col(UnmatchedRecording.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return sum(_try_again(session, source, each) for each in session.exec(query).all())


def list_unmatched(
    session: Session,
    scope: Scope,
    *,
    source_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[UnmatchedRecording]:
    """Newest first. Raises CursorBroken.

    They belong to no unit: only those who see everything of their source see them.
    """
    query = (
        select(UnmatchedRecording)
        .where(_visible(scope))
        .order_by(col(UnmatchedRecording.created_at).desc(), col(UnmatchedRecording.id).desc())
        .limit(limit + 1)
    )
    if source_id is not None:
        query = query.where(UnmatchedRecording.source_id == source_id)
    if cursor is not None:
        place = tuple_(col(UnmatchedRecording.created_at), col(UnmatchedRecording.id))
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = session.exec(query).all()
    return paging.cut(found, limit, lambda each: [each.created_at, each.id])


def match_by_hand(session: Session, caller: Caller, unmatched_id: UUID, call_id: UUID) -> Recording:
    """Say which call a recording is of. Raises UnmatchedRecordingNotFound, CallNotFound."""
    unmatched = _locked(session, caller, unmatched_id)
    call = get_visible_call(session, caller, call_id)
    match = Match(call_id=call.id, by=MatchedBy.HAND, confidence=1)
    recording = _take_out(session, unmatched, match)
    audit.record(
        session,
        actor=caller.actor,
        act="recording.matched",
        subject=str(recording.id),
        call_id=str(call.id),
    )
    return recording


def discard(session: Session, caller: Caller, unmatched_id: UUID) -> None:
    """Forget what is of no call; its sound goes when storage is swept.

    Raises UnmatchedRecordingNotFound.
    """
    unmatched = _locked(session, caller, unmatched_id)
    session.delete(unmatched)
    audit.record(
        session,
        actor=caller.actor,
        act="recording.discarded",
        subject=str(unmatched.id),
        source_id=str(unmatched.source_id),
        sha256=unmatched.sha256,
    )


def without_number(name: str, number: str | None) -> str:
    """A file's name with the number masked that it holds."""
    return name.replace(number, masked(number)) if number else name


def _locked(session: Session, caller: Caller, unmatched_id: UUID) -> UnmatchedRecording:
    """Raises UnmatchedRecordingNotFound."""
    query = select(UnmatchedRecording).where(
        UnmatchedRecording.id == unmatched_id, _visible(caller.scope)
    )
    unmatched = session.exec(query.with_for_update()).first()
    if unmatched is None:
        raise UnmatchedRecordingNotFound(unmatched_id=unmatched_id)
    return unmatched


def _try_again(session: Session, source: Source, unmatched: UnmatchedRecording) -> bool:
    named = read(source, unmatched.file_name).named or Named()
    facts = AudioFacts.model_validate(unmatched.audio)
    match, sure = find_match(session, source, named, facts.duration_s)
    unmatched.named = _NAMED.dump_python(named, mode="json", exclude_none=True)
    if match is not None and sure:
        _take_out(session, unmatched, match)
        return True
    unmatched.nearest = match.model_dump(mode="json") if match else None
    return False


def _take_out(session: Session, unmatched: UnmatchedRecording, match: Match) -> Recording:
    content = Content(unmatched.sha256, unmatched.size_bytes)
    facts = AudioFacts.model_validate(unmatched.audio)
    found = Found(content, facts, unmatched.file_name)
    named = _NAMED.validate_python(unmatched.named)
    recording = _attach(session, unmatched.source_id, found, named, match)
    session.delete(unmatched)
    return recording


def _attach(
    session: Session, source_id: UUID, found: Found, named: Named, match: Match
) -> Recording:
    recording, _ = attach(
        session,
        call_id=match.call_id,
        source_id=source_id,
        upload=found.content,
        facts=found.facts,
        # Everybody who sees the call sees this, but not everybody may see its number.
        file_name=without_number(found.name, named.customer_number),
        match=match.as_kept(),
    )
    return recording


def _visible(scope: Scope) -> ColumnElement[bool]:
    if not scope.sees_strays:
        return false()
    if scope.source_id is not None:
        return col(UnmatchedRecording.source_id) == scope.source_id
    return true()
