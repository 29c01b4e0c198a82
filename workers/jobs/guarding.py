"""Look for what is personal in calls, and put tones over it. Each step is its own transaction."""

import logging
from uuid import UUID

from sqlmodel import Session

from services.db import transaction
from services.errors import NotFound
from services.jobs import BeepRecording, GuardCalls
from services.privacy import beeping, keeping, originals
from services.privacy.beeping import Plan, SoundNotHeardYet
from services.recordings.probe import RecordingUnreadable
from services.recordings.storage import get_storage
from services.scoring import notices
from services.tables import BeepedSound, Recording

log = logging.getLogger(__name__)


def beep_recording(args: BeepRecording) -> None:
    """Safe to run again. No transaction stays open while sound is made."""
    with transaction() as session:
        plan = _plan(session, args.recording_id)
    if plan is None:
        return
    try:
        waveform = beeping.make(plan)
    except (NotFound, RecordingUnreadable) as error:
        log.warning("no tones put in", extra={"recording": str(args.recording_id)}, exc_info=error)
        return
    with transaction() as session:
        beeping.keep(session, plan, waveform)


def guard_calls(_: GuardCalls) -> None:
    """Look through what nobody has, and let originals go that are not kept. Safe to run again."""
    more = True
    while more:
        with transaction() as session:
            more = keeping.look_through_some(session) > 0
    more = True
    while more:
        with transaction() as session:
            more = notices.look_for_some(session) > 0
    _replace_originals()


def _replace_originals() -> None:
    more = True
    while more:
        with transaction() as session:
            due = originals.due(session)
        for recording_id in due:
            with transaction() as session:
                left = originals.replace(session, recording_id)
            originals.remove(get_storage(), left)
        more = bool(due)


def _plan(session: Session, recording_id: UUID) -> Plan | None:
    """None where there is nothing to be made."""
    recording = session.get(Recording, recording_id)
    made = session.get(BeepedSound, recording_id)
    if recording is None or (made and made.sha256 == recording.sha256):
        return None
    try:
        plan = beeping.plan_for(session, recording)
    except SoundNotHeardYet:
        return None
    return plan if plan and not (made and made.digest == plan.digest) else None
