"""Speakers that were the wrong way round, put right by a person."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import jobs
from services.acoustics import Acoustics
from services.acoustics.exchange import exchange_speakers
from services.errors import Conflict
from services.hearing.versions import RecordingIsBeingHeard
from services.jobs import ScoreCall
from services.people import audit
from services.people.access import Caller
from services.privacy.keeping import look_through
from services.recordings.waveform import Waveform
from services.tables import (
    Call,
    Channel,
    Measurement,
    Recording,
    RecordingState,
    Transcript,
    TranscriptOrigin,
)
from services.transcripts import LeftOut, Utterance
from services.transcripts.index import index
from services.transcripts.reading import get_transcript, newest_transcript

_OTHER = {
    Channel.AGENT: Channel.CUSTOMER,
    Channel.CUSTOMER: Channel.AGENT,
    Channel.MIXED: Channel.MIXED,
}


class SpeakersUnknown(Conflict):
    """Both speakers are on one channel, and nobody told them apart. There is nothing to swap."""


class TranscriptNotNewest(Conflict):
    """There is a newer transcript of this call. Look at that one first."""


def swap_speakers(session: Session, call: Call, transcript_id: UUID, caller: Caller) -> Transcript:
    """Make a new transcript with agent and customer exchanged, and have the call scored by it.

    `transcript_id` must be the newest, so asking twice swaps once. The recording remembers:
    heard again, it keeps its speakers as they now are. Raises TranscriptNotOfCall,
    TranscriptNotNewest, SpeakersUnknown, RecordingIsBeingHeard.
    """
    transcript = _locked(session, get_transcript(session, call.id, transcript_id))
    recording = _settled_recording(session, transcript)
    swapped = _exchanged(transcript, caller)
    session.add(swapped)
    session.flush()
    index(session, swapped)
    look_through(session, swapped)
    _keep_measures(session, transcript, swapped)
    if recording is not None and swapped.agent_channel is not None:
        _turn_round(recording, swapped.agent_channel, caller)
    jobs.enqueue(session, ScoreCall(call_id=call.id))
    audit.record(
        session,
        actor=caller.actor,
        act="transcript.speakers_swapped",
        subject=str(transcript.id),
        call_id=str(call.id),
        agent_channel=swapped.agent_channel,
    )
    return swapped


def _locked(session: Session, transcript: Transcript) -> Transcript:
    """Held until the transaction ends: of two who swap it, the second finds it outdated."""
    session.refresh(transcript, with_for_update=True)
    newest = newest_transcript(session, transcript.call_id)
    if newest is None or newest.id != transcript.id:
        raise TranscriptNotNewest(field="transcript_id", transcript_id=transcript.id)
    said = {said["channel"] for said in transcript.utterances}
    if transcript.agent_channel is None and said <= {Channel.MIXED}:
        raise SpeakersUnknown(transcript_id=transcript.id)
    return transcript


def _settled_recording(session: Session, transcript: Transcript) -> Recording | None:
    """The recording, held likewise; None where there are but words."""
    if transcript.recording_id is None:
        return None
    recording = session.get_one(Recording, transcript.recording_id, with_for_update=True)
    if recording.state is RecordingState.TRANSCRIBING:
        raise RecordingIsBeingHeard(recording_id=recording.id)
    return recording


def _exchanged(transcript: Transcript, caller: Caller) -> Transcript:
    made_by: dict[str, Any] = transcript.model_dump(
        include={"recording_id", "call_id", "engine", "model", "revision", "parameters", "language"}
    )
    left_out = [LeftOut.model_validate(text) for text in transcript.left_out]
    agent_channel = transcript.agent_channel
    return Transcript(
        **made_by,
        origin=TranscriptOrigin.SWAPPED,
        origin_id=transcript.id,
        asked_by=caller.actor,
        agent_channel=None if agent_channel is None else 1 - agent_channel,
        utterances=[said.model_dump(mode="json") for said in _by_others(transcript)],
        left_out=[
            text.model_copy(update={"channel": _OTHER[text.channel]}).model_dump(mode="json")
            for text in left_out
        ],
    )


def _by_others(transcript: Transcript) -> list[Utterance]:
    """Its utterances, each said by the other; the agent first where two begin at once."""
    said = [Utterance.model_validate(each) for each in transcript.utterances]
    turned = [each.model_copy(update={"channel": _OTHER[each.channel]}) for each in said]
    return sorted(turned, key=lambda each: (each.start_s, each.end_s, each.channel))


def _keep_measures(session: Session, transcript: Transcript, swapped: Transcript) -> None:
    measured = session.get(Measurement, transcript.id)
    if measured is None:
        return
    utterances = [Utterance.model_validate(each) for each in swapped.utterances]
    acoustics = exchange_speakers(Acoustics.model_validate(measured.body), utterances)
    body = acoustics.model_dump(mode="json")
    session.add(Measurement(transcript_id=swapped.id, call_id=swapped.call_id, body=body))


def _turn_round(recording: Recording, agent_channel: int, caller: Caller) -> None:
    """Note where the agent is; a waveform has the agent first."""
    if recording.waveform is not None and recording.agent_channel != agent_channel:
        waveform = Waveform.model_validate(recording.waveform)
        turned = waveform.model_copy(update={"channels": waveform.channels[::-1]})
        recording.waveform = turned.model_dump(mode="json")
    recording.agent_channel = agent_channel
    recording.agent_channel_by = caller.actor
