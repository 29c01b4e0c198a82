"""Making, changing and deleting clips, and sharing them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from services.calls.queries import get_visible_call
from services.calls.scores import CallNotFound
from services.errors import Forbidden, Rejected
from services.people import audit, notices
from services.people.access import Caller
from services.recordings.play import get_recording_of
from services.reviews.clips.reading import get_visible_clip, may_change, recipients
from services.tables import Clip, ClipKind, ClipShare, Recording, User

LONGEST_S = 600.0


class StretchWrong(Rejected):
    """A clip is a stretch within the recording, ten minutes at most."""


class RecipientUnknown(Rejected):
    """One of these is nobody you can share a clip with."""


class NotYourClip(Forbidden):
    """Only who made a clip changes it, or who leads the reviewers."""


def create_clip(
    session: Session,
    caller: Caller,
    *,
    call_id: UUID,
    from_s: float,
    to_s: float,
    title: str,
    kind: ClipKind,
    note: str | None = None,
    share_with: Collection[UUID] = (),
) -> Clip:
    """Raises CallNotFound, NoRecording, StretchWrong, RecipientUnknown."""
    call = get_visible_call(session, caller, call_id)
    _require_within(get_recording_of(session, call.id), from_s, to_s)
    if caller.user_id is None:
        raise NotYourClip(actor=caller.actor)
    clip = Clip(
        call_id=call.id,
        from_s=from_s,
        to_s=to_s,
        title=title.strip(),
        note=note or None,
        kind=kind,
        created_by_id=caller.user_id,
    )
    session.add(clip)
    session.flush()
    shared = _share(session, caller, clip, share_with)
    stretch = {"from_s": from_s, "to_s": to_s}
    _record(session, caller, clip, "clip.created", kind=kind, shared_with=shared, **stretch)
    return clip


def change_clip(
    session: Session,
    caller: Caller,
    clip_id: UUID,
    *,
    share_with: Collection[UUID] | None = None,
    **given: Any,
) -> Clip:
    """`given` are its title, note and kind. Raises ClipNotFound, NotYourClip, RecipientUnknown."""
    clip = _get_own(session, caller, clip_id)
    before = {name: getattr(clip, name) for name in given} | {"shared_with": _shared(session, clip)}
    for name, value in given.items():
        setattr(clip, name, value or None)
    session.add(clip)
    session.flush()
    if share_with is not None:
        _share(session, caller, clip, share_with)
    after = {name: getattr(clip, name) for name in given} | {"shared_with": _shared(session, clip)}
    if before != after:
        # Titles and notes may say what nobody else should read: only that they changed.
        told = {
            name: (before[name], after[name]) for name in ("kind", "shared_with") if name in after
        }
        _record(
            session,
            caller,
            clip,
            "clip.changed",
            changed=sorted(name for name in after if before[name] != after[name]),
            before={name: pair[0] for name, pair in told.items()},
            after={name: pair[1] for name, pair in told.items()},
        )
    return clip


def delete_clip(session: Session, caller: Caller, clip_id: UUID) -> None:
    """The call and its recording stay. Raises ClipNotFound, NotYourClip."""
    clip = _get_own(session, caller, clip_id)
    _record(session, caller, clip, "clip.deleted")
    session.exec(delete(ClipShare).where(col(ClipShare.clip_id) == clip.id))
    session.delete(clip)
    session.flush()


def sees_call_of(session: Session, caller: Caller, clip: Clip) -> bool:
    try:
        get_visible_call(session, caller, clip.call_id)
    except CallNotFound:
        return False
    return True


def _get_own(session: Session, caller: Caller, clip_id: UUID) -> Clip:
    clip = get_visible_clip(session, caller, clip_id)
    session.refresh(clip, with_for_update=True)
    if not may_change(caller, clip, sees_call=sees_call_of(session, caller, clip)):
        raise NotYourClip(clip_id=clip_id)
    return clip


def _require_within(recording: Recording, from_s: float, to_s: float) -> None:
    if from_s >= recording.duration_s:
        raise StretchWrong(field="from_s")
    if not from_s < to_s <= recording.duration_s + 1 or to_s - from_s > LONGEST_S:
        raise StretchWrong(field="to_s")


def _share(
    session: Session, caller: Caller, clip: Clip, user_ids: Collection[UUID]
) -> Sequence[str]:
    """With exactly these; those who are new are told. Raises RecipientUnknown."""
    wanted, known = set(user_ids), {UUID(each) for each in _shared(session, clip)}
    query = select(User.id).where(col(User.id).in_(wanted - known), recipients(caller))
    if set(session.exec(query).all()) != wanted - known:
        raise RecipientUnknown(field="share_with")
    gone = delete(ClipShare).where(
        col(ClipShare.clip_id) == clip.id, col(ClipShare.user_id).in_(known - wanted)
    )
    session.exec(gone)
    session.add_all(ClipShare(clip_id=clip.id, user_id=each) for each in wanted - known)
    session.flush()
    facts = {"clip_id": str(clip.id), "title": clip.title}
    if wanted - known:
        notices.notify(session, kind="clip.shared", facts=facts, user_ids=wanted - known)
    return _shared(session, clip)


def _shared(session: Session, clip: Clip) -> list[str]:
    query = select(ClipShare.user_id).where(ClipShare.clip_id == clip.id)
    return sorted(map(str, session.exec(query).all()))


def _record(session: Session, caller: Caller, clip: Clip, act: str, **facts: Any) -> None:
    audit.record(
        session,
        actor=caller.actor,
        act=act,
        subject=str(clip.id),
        call_id=str(clip.call_id),
        **facts,
    )
