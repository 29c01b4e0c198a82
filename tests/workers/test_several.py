"""Several recordings heard in one inference: each stands or falls by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlmodel import col, select

from services.db import transaction
from services.hearing import tries
from services.jobs import TranscribeRecording
from services.recordings.sound import Sound
from services.recordings.storage import get_storage
from services.tables import RecordingState, Transcript
from tests.sounds import attached, reread, two, wav
from workers.asr import Heard, Progress, Task
from workers.asr.fake import FakeTranscriber
from workers.jobs.progress import reporter
from workers.jobs.transcribe import transcribe_recordings


@dataclass
class Counts(FakeTranscriber):
    """Remembers how many recordings it was given at once."""

    asked: list[int] = field(default_factory=list)

    def transcribe(self, tasks: Sequence[Task], on_progress: Progress) -> list[Heard]:
        self.asked.append(len(tasks))
        return super().transcribe(tasks, on_progress)


def hear(transcriber: FakeTranscriber, *recording_ids: UUID) -> None:
    args = [TranscribeRecording(recording_id=each) for each in recording_ids]
    transcribe_recordings(args, transcriber)


def test_several_are_heard_in_one_inference_and_kept_one_by_one(database: None) -> None:
    ids = [attached(uuid4(), wav(*two(seconds))) for seconds in (1, 2, 3)]
    transcriber = Counts()

    hear(transcriber, *ids)

    assert transcriber.asked == [3]
    assert [reread(each).state for each in ids] == [RecordingState.TRANSCRIBED] * 3
    with transaction() as session:
        kept = session.exec(select(col(Transcript.recording_id))).all()
    assert sorted(map(str, kept)) == sorted(map(str, ids))


def test_lost_sound_costs_the_others_nothing(database: None) -> None:
    lost, good, other = (attached(uuid4(), wav(*two(seconds))) for seconds in (1, 2, 3))
    get_storage().delete(reread(lost).sha256)
    transcriber = Counts()

    hear(transcriber, lost, good, other)

    assert transcriber.asked == [2]
    assert reread(lost).state is RecordingState.SET_ASIDE
    assert [reread(each).state for each in (good, other)] == [RecordingState.TRANSCRIBED] * 2


def test_what_a_model_chokes_on_fails_alone_and_is_tried_again(database: None) -> None:
    def choke(sound: Sound) -> None:
        if sound.duration_s == 1:
            raise ValueError("cannot swallow this")

    poison, good = attached(uuid4(), wav(*two(1))), attached(uuid4(), wav(*two(2)))
    transcriber = Counts(behave=choke)

    hear(transcriber, poison, good)

    assert transcriber.asked == [2, 1, 1]
    assert reread(good).state is RecordingState.TRANSCRIBED
    recording = reread(poison)
    assert (recording.state, recording.attempts) == (RecordingState.WAITING, 1)
    assert recording.error == "ValueError: cannot swallow this"


def test_what_is_done_already_is_left_out(database: None) -> None:
    done, waits = attached(uuid4(), wav(*two(1))), attached(uuid4(), wav(*two(2)))
    hear(FakeTranscriber(), done)
    transcriber = Counts()

    hear(transcriber, done, waits)

    assert [duration_s for duration_s, _ in transcriber.heard] == [2.0]


def test_one_try_that_is_over_does_not_stop_the_others(database: None) -> None:
    ids = [attached(uuid4(), wav(*two(seconds))) for seconds in (1, 2)]
    with transaction() as session:
        attempts = [tries.begin(session, each) for each in ids]
    assert attempts[0] is not None
    assert attempts[1] is not None
    with transaction() as session:
        tries.give_back(session, ids[0])
    report = reporter([each for each in attempts if each], every_s=0)

    report(0, 0.5)
    report(1, 0.25)

    assert reread(ids[1]).progress == 0.25
