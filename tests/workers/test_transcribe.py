"""From a queued recording to a stored transcript, with a transcriber that is told what to hear."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from services import jobs
from services.db import transaction
from services.hearing import tries
from services.hearing.tries import Hearing
from services.jobs import ScoreCall
from services.recordings.sound import Sound
from services.recordings.storage import get_storage
from services.recordings.waveform import Waveform
from services.tables import Channel, RecordingState, Transcript
from services.transcripts import MadeBy, Utterance
from tests.factories import make_source
from tests.sounds import attached, reread, tone, two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

SAID = (
    Utterance(channel=Channel.CUSTOMER, start_s=2.0, end_s=3.0, text="是我", language="zh"),
    Utterance(
        channel=Channel.AGENT, start_s=0.5, end_s=1.5, text="您好,请问是李女士吗", language="zh"
    ),
)


class Scores:
    """Remembers which calls were to be scored."""

    def __init__(self) -> None:
        self.calls: list[UUID] = []

    def __call__(self, args: ScoreCall) -> None:
        self.calls.append(args.call_id)


def transcripts_of(recording_id: UUID) -> Sequence[Transcript]:
    with transaction() as session:
        query = select(Transcript).where(Transcript.recording_id == recording_id)
        return session.exec(query).all()


def do_not_wait() -> None:
    """Let retries run now."""
    with transaction() as session:
        jobs.hurry(session)


def test_a_recording_becomes_a_transcript_and_its_call_is_scored(database: None) -> None:
    call_id = uuid4()
    recording_id = attached(call_id, wav(*two(4)))
    transcriber, scores = FakeTranscriber(SAID), Scores()

    assert run_waiting(transcriber, scores) == 3, "heard, scored, looked through for what to mask"

    recording = reread(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.TRANSCRIBED, 1)
    assert recording.progress == 1
    assert recording.transcribed_at is not None
    assert recording.agent_channel == 0
    [transcript] = transcripts_of(recording_id)
    assert (transcript.engine, transcript.language) == ("fake", "zh")
    assert [said["text"] for said in transcript.utterances] == ["您好,请问是李女士吗", "是我"]
    waveform = Waveform.model_validate(recording.waveform)
    assert waveform.speakers == [Channel.AGENT, Channel.CUSTOMER]
    assert len(waveform.channels[0]) == 160
    assert transcriber.heard == [(4.0, (Channel.AGENT, Channel.CUSTOMER))]
    assert scores.calls == [call_id]


def test_the_source_says_which_channel_is_the_agent(database: None) -> None:
    with transaction() as session:
        make_source(session).agent_channel = 1
    recording_id = attached(uuid4(), wav(*two(1)))
    transcriber = FakeTranscriber()

    run_waiting(transcriber, Scores())

    assert reread(recording_id).agent_channel == 1
    assert transcriber.heard == [(1.0, (Channel.CUSTOMER, Channel.AGENT))]


@pytest.mark.parametrize("channels", [[tone(1)], [tone(1), tone(1)]], ids=["mono", "twice mono"])
def test_who_speaks_on_one_channel_is_not_known(database: None, channels: list[object]) -> None:
    recording_id = attached(uuid4(), wav(*channels))  # type: ignore[arg-type]
    transcriber = FakeTranscriber()

    run_waiting(transcriber, Scores())

    assert reread(recording_id).agent_channel is None
    assert transcriber.heard == [(1.0, (Channel.MIXED,))]


def test_what_browsers_cannot_play_gets_a_rendition(database: None) -> None:
    played, not_played = (
        attached(uuid4(), wav(*two(1), codec=codec)) for codec in ("pcm_s16le", "pcm_alaw")
    )

    run_waiting(FakeTranscriber(), Scores())

    assert Waveform.model_validate(reread(played).waveform).rendition is None
    rendition = Waveform.model_validate(reread(not_played).waveform).rendition
    assert rendition is not None
    assert get_storage().size_bytes(rendition.sha256) == rendition.size_bytes


def test_a_poison_recording_is_set_aside_after_three_tries_and_holds_nobody_up(
    database: None,
) -> None:
    def choke(sound: Sound) -> None:
        if sound.duration_s == 1:
            raise ValueError("cannot swallow this")

    poison, good = attached(uuid4(), wav(tone(1))), attached(uuid4(), wav(tone(2)))
    transcriber = FakeTranscriber(behave=choke)
    for _ in range(5):
        run_waiting(transcriber, Scores())
        do_not_wait()

    assert reread(good).state is RecordingState.TRANSCRIBED
    recording = reread(poison)
    assert (recording.state, recording.attempts) == (RecordingState.SET_ASIDE, 3)
    assert recording.error == "ValueError: cannot swallow this"
    assert [duration_s for duration_s, _ in transcriber.heard].count(1.0) == 3
    assert run_waiting(transcriber, Scores()) == 0


def test_tries_wait_longer_each_time(database: None) -> None:
    def choke(_: Sound) -> None:
        raise ValueError

    recording_id = attached(uuid4(), wav(tone(1)))
    run_waiting(FakeTranscriber(behave=choke), Scores())

    assert reread(recording_id).state is RecordingState.WAITING
    assert run_waiting(FakeTranscriber(), Scores()) == 0


def test_lost_sound_is_set_aside_at_once_with_a_sentence(database: None) -> None:
    recording_id = attached(uuid4(), wav(tone(1)))
    get_storage().delete(reread(recording_id).sha256)

    run_waiting(FakeTranscriber(), Scores())

    recording = reread(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.SET_ASIDE, 1)
    assert recording.error == "The sound of this recording is no longer in storage."


def test_a_job_that_comes_again_changes_nothing(database: None) -> None:
    recording_id = attached(uuid4(), wav(tone(1)))
    run_waiting(FakeTranscriber(), Scores())

    with transaction() as session:
        assert tries.begin(session, recording_id) is None

    assert len(transcripts_of(recording_id)) == 1


def test_a_recording_that_kills_its_workers_is_set_aside(database: None) -> None:
    """A killed worker says nothing: only the counted tries tell."""
    recording_id = attached(uuid4(), wav(tone(1)))
    for _ in range(4):
        with transaction() as session:
            tries.begin(session, recording_id)

    recording = reread(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.SET_ASIDE, 3)
    assert recording.error_kind == tries.DIED.kind


def test_a_try_taken_for_dead_keeps_nothing_when_it_comes_back(database: None) -> None:
    recording_id = attached(uuid4(), wav(tone(1)))
    with transaction() as session:
        first = tries.begin(session, recording_id)
    with transaction() as session:
        second = tries.begin(session, recording_id)
    assert first is not None
    assert second is not None

    for attempt in (first, second):
        with transaction() as session:
            hearing = Hearing(
                made_by=MadeBy(engine="fake", model=f"try {attempt.number}"),
                language=None,
                utterances=(),
                left_out=(),
                agent_channel=None,
                swap=None,
                acoustics=None,
            )
            waveform = Waveform(duration_s=1, channels=[], speakers=[])
            tries.finish(session, attempt, hearing, waveform)

    assert [transcript.model for transcript in transcripts_of(recording_id)] == ["try 2"]


def test_a_stopping_worker_gives_its_try_back(database: None) -> None:
    recording_id = attached(uuid4(), wav(tone(1)))
    with transaction() as session:
        tries.begin(session, recording_id)
    with transaction() as session:
        tries.give_back(session, recording_id)

    recording = reread(recording_id)
    assert (recording.state, recording.attempts) == (RecordingState.WAITING, 0)
    run_waiting(FakeTranscriber(), Scores())
    assert reread(recording_id).attempts == 1
