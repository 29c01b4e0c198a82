"""What deliveries bring of calls: sound, and somebody else's words."""

from typing import Any

import pytest
from sqlmodel import Session, select

from services import jobs
from services.calls.identity import call_id_for
from services.dialers import GivenTranscript, RecordingBytes
from services.dialers.bringing import keep_recordings, keep_transcripts
from services.jobs import ScoreCall, TranscribeRecording
from services.recordings.storage import get_storage, spool_folder
from services.scoring import evaluate
from services.tables import Recording, Transcript, TranscriptOrigin
from services.transcripts import Utterance
from tests.factories import make_call, make_campaign, make_scorecard, make_source, said
from tests.sounds import tone, two, wav

SOUND = wav(tone(1))
WORDS = (said("您好", 1), said("保证收益", 6))


def brought(*utterances: Utterance, **fields: Any) -> GivenTranscript:
    defaults: dict[str, Any] = {"call_key": "c-1", "engine": "lens", "language": "zh"}
    return GivenTranscript(utterances=utterances or WORDS, **defaults | fields)


def transcripts(session: Session) -> list[Transcript]:
    return list(session.exec(select(Transcript)))


def test_sound_that_comes_along_is_a_recording_of_its_call(session: Session) -> None:
    source = make_source(session)
    sound = wav(*two(1))

    for _ in range(2):
        assert keep_recordings(session, source, [RecordingBytes("c-1", sound, "a.wav", 1)]) == []

    [recording] = session.exec(select(Recording)).all()
    assert recording.call_id == call_id_for(source.id, "c-1")
    assert (recording.file_name, recording.agent_channel) == ("a.wav", 1)
    assert get_storage().size_bytes(recording.sha256) == len(sound)
    assert len(jobs.waiting(session, TranscribeRecording)) == 1
    assert not list(spool_folder().iterdir())


@pytest.mark.parametrize("content", [b"", b"no sound"])
def test_sound_that_cannot_be_read_is_refused_and_the_rest_is_kept(
    session: Session, content: bytes
) -> None:
    found = keep_recordings(
        session,
        make_source(session),
        [RecordingBytes("c-1", content), RecordingBytes("c-2", SOUND)],
    )

    [note] = found
    assert (note.reason, note.field, note.refuses) == ("recording-unreadable", "recording", True)
    assert len(session.exec(select(Recording)).all()) == 1


def test_words_are_kept_without_a_recording_and_scored(session: Session) -> None:
    source = make_source(session)
    scorecard, _ = make_scorecard(session)
    campaign = make_campaign(session, scorecard_id=scorecard.id)
    call_id = call_id_for(source.id, "c-1")
    make_call(session, id=call_id, call_key="c-1", campaign_id=campaign.id)

    assert keep_transcripts(session, source, [brought()]) == []

    [transcript] = transcripts(session)
    assert (transcript.origin, transcript.recording_id) == (TranscriptOrigin.GIVEN, None)
    assert (transcript.engine, transcript.language) == ("lens", "zh")
    [(_, _, payload)] = jobs.waiting(session, ScoreCall)
    evaluation = evaluate.score_call(session, ScoreCall.from_payload(payload).call_id)
    assert evaluation is not None
    assert evaluation.fatal


def test_words_belong_to_the_newest_recording_of_their_call(session: Session) -> None:
    source = make_source(session)
    keep_recordings(session, source, [RecordingBytes("c-1", SOUND)])

    keep_transcripts(session, source, [brought()])

    [recording] = session.exec(select(Recording)).all()
    assert [each.recording_id for each in transcripts(session)] == [recording.id]


def test_the_same_words_again_add_nothing_and_other_words_do(session: Session) -> None:
    source = make_source(session)
    keep_transcripts(session, source, [brought(), brought()])
    keep_recordings(session, source, [RecordingBytes("c-1", SOUND)])
    keep_transcripts(session, source, [brought()])
    assert len(transcripts(session)) == 1

    others = [
        brought(said("您好", 1)),
        brought(engine="other"),
        brought(language="en"),
        brought(call_key="c-2"),
    ]
    keep_transcripts(session, source, others)

    assert len(transcripts(session)) == 5


def test_no_words_are_no_transcript(session: Session) -> None:
    empty = GivenTranscript("c-1", "lens", None, ())

    assert keep_transcripts(session, make_source(session), [empty]) == []
    assert transcripts(session) == []


@pytest.mark.parametrize(
    "utterance",
    [
        said("a\0b"),
        said("\ud800"),
        said("backwards").model_copy(update={"end_s": -1.0}),
        said("never").model_copy(update={"end_s": float("nan")}),
        said("x" * 5_000_000),
    ],
    ids=["nul", "half a character", "backwards", "not a number", "too large"],
)
def test_words_that_cannot_be_stored_are_refused(session: Session, utterance: Utterance) -> None:
    [note] = keep_transcripts(session, make_source(session), [brought(utterance)])

    assert (note.field, note.refuses) == ("transcript", True)
    assert transcripts(session) == []
