"""Text out of sound, with the demo's own small model: the whole real path, offline."""

import unicodedata
from collections.abc import Sequence
from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlmodel import select

from demo.calls import MODEL, RecordedCall, Turn, read_manifest
from services.db import transaction
from services.jobs import ScoreCall
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel, RecordingState, Transcript
from services.transcripts import Hints, Utterance
from tests.sounds import CALLS, attached, heard_by, loaded, reread, task_of
from workers.asr import Heard
from workers.asr.whisper import WhisperTranscriber
from workers.asr.words import spread_evenly
from workers.drain import run_waiting

HELD_OUT = [call for call in read_manifest(CALLS).calls if call.seed < 9200]
STEREO = [call for call in HELD_OUT if call.layout == "stereo"]
BOTH = (Channel.AGENT, Channel.CUSTOMER)


def settings(*, word_times: bool) -> AsrSettings:
    return AsrSettings(
        model=str(MODEL), device="cpu", chunk_length_s=10, vad_threshold=0.25, word_times=word_times
    )


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return WhisperTranscriber(settings(word_times=False))


def plain(text: str) -> str:
    """Letters, digits and characters alone."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def errors(expected: str, heard: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(heard) + 1))
    for line, wanted in enumerate(expected, 1):
        before, row[0] = row[0], line
        for place, got in enumerate(heard, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (wanted != got)),
            )
    return row[-1]


def said_by(heard: Heard, speaker: Channel) -> str:
    return plain("".join(said.text for said in heard.utterances if said.channel is speaker))


def hear(whisper: WhisperTranscriber, call: RecordedCall) -> Heard:
    return heard_by(whisper, loaded(CALLS / call.file), BOTH)


@pytest.mark.parametrize("call", STEREO, ids=lambda call: call.file)
def test_each_speaker_is_heard_with_few_errors(
    whisper: WhisperTranscriber, call: RecordedCall
) -> None:
    heard = hear(whisper, call)

    wrong = total = 0
    for speaker in BOTH:
        expected = plain(call.said_by(speaker.value))
        wrong += errors(expected, said_by(heard, speaker))
        total += len(expected)
    assert wrong / total < 0.10
    assert heard.language == call.language


@pytest.mark.parametrize("word_times", [True, False])
def test_words_spell_their_utterance_and_lie_within_the_call(word_times: bool) -> None:
    whisper = WhisperTranscriber(settings(word_times=word_times))
    call = STEREO[0]
    heard = hear(whisper, call)

    assert [said.start_s for said in heard.utterances] == sorted(
        said.start_s for said in heard.utterances
    )
    for said in heard.utterances:
        assert said.text.strip() == said.text != ""
        assert 0 <= said.start_s <= said.end_s <= call.duration_s + 0.1
        assert "".join(word.text for word in said.words) == said.text
        starts = [word.start_s for word in said.words]
        assert starts == sorted(starts)
        assert all(type(number) is float for number in starts)


def test_turns_begin_when_they_were_spoken(whisper: WhisperTranscriber) -> None:
    call = STEREO[0]
    heard = {plain(said.text): said.start_s for said in hear(whisper, call).utterances}

    found = [(turn, heard[plain(turn.text)]) for turn in call.turns if plain(turn.text) in heard]

    assert len(found) > len(call.turns) / 2
    late = [abs(start_s - turn.start_s) for turn, start_s in found]
    assert sorted(late)[len(late) // 2] < 0.3


def spread_out(call: RecordedCall, pause_s: float) -> tuple[Sound, tuple[Turn, ...]]:
    """The same call with everybody silent for `pause_s` after each turn."""
    samples = next(loaded(CALLS / call.file).blocks(3600))
    silence = np.random.default_rng(3).normal(0, 20, (2, int(pause_s * SAMPLE_RATE_HZ)))
    pieces: list[NDArray[np.int16]] = []
    turns: list[Turn] = []
    at_s = 0.0
    for turn in (turn for turn in call.turns if turn.channel == "customer"):
        spoken = samples[:, int(turn.start_s * SAMPLE_RATE_HZ) : int(turn.end_s * SAMPLE_RATE_HZ)]
        pieces += [silence.astype(np.int16), spoken]
        at_s += pause_s
        end_s = at_s + spoken.shape[1] / SAMPLE_RATE_HZ
        turns.append(turn.model_copy(update={"start_s": at_s, "end_s": end_s}))
        at_s = end_s
    sound = np.concatenate(pieces, axis=1)
    sound[0] = 0
    return Sound.of(sound), tuple(turns)


def off_by_s(said: Utterance, turns: Sequence[Turn]) -> float:
    """From where an utterance begins to where a turn of the same speaker really does."""
    own = [turn for turn in turns if turn.channel == said.channel]
    return min(abs(turn.start_s - said.start_s) for turn in own)


def silent_s(said: Utterance, turns: Sequence[Turn]) -> float:
    """How much of an utterance its speaker did not speak."""
    own = [turn for turn in turns if turn.channel == said.channel]
    spoken = (min(said.end_s, turn.end_s) - max(said.start_s, turn.start_s) for turn in own)
    return said.end_s - said.start_s - sum(max(0.0, overlap_s) for overlap_s in spoken)


@pytest.mark.parametrize("word_times", [True, False])
def test_utterances_begin_with_speech_and_hold_no_silence(word_times: bool) -> None:
    whisper = WhisperTranscriber(settings(word_times=word_times))
    found = []
    for call in STEREO:
        calls = [(loaded(CALLS / call.file), call.turns), spread_out(call, 8)]
        for sound, turns in calls:
            heard = heard_by(whisper, sound, BOTH).utterances
            found += [(off_by_s(said, turns), silent_s(said, turns)) for said in heard]

    late = [off_s for off_s, _ in found if off_s > 0.7]
    assert len(late) / len(found) <= 0.05
    assert max(silence_s for _, silence_s in found) <= 1


def test_silence_and_noise_say_nothing(whisper: WhisperTranscriber) -> None:
    noise = np.random.default_rng(1).normal(0, 50, (2, 16000 * 3)).astype(np.int16)

    for samples in (noise, np.zeros((2, 16000), np.int16), np.ones((2, 10), np.int16)):
        assert heard_by(whisper, Sound.of(samples), BOTH) == Heard((), None)


def test_hot_words_can_be_kept_from_a_model_that_never_learnt_from_them(
    whisper: WhisperTranscriber,
) -> None:
    unprompted = WhisperTranscriber(
        settings(word_times=False).model_copy(update={"prompt_hot_words": False})
    )
    sound = loaded(CALLS / STEREO[0].file)
    expecting = task_of(sound, BOTH, unprompted, hints=Hints(hot_words=("安心宝",)))

    [heard] = unprompted.transcribe([expecting], lambda *_: None)

    assert heard == heard_by(whisper, sound, BOTH)


def test_a_recording_in_is_text_out(database: None, whisper: WhisperTranscriber) -> None:
    call = next(call for call in HELD_OUT if call.layout == "twice_mono")
    recording_id = attached(uuid4(), (CALLS / call.file).read_bytes())
    queued: list[ScoreCall] = []

    run_waiting(whisper, queued.append)

    recording = reread(recording_id)
    assert recording.state is RecordingState.TRANSCRIBED
    assert recording.agent_channel is None
    assert [args.call_id for args in queued] == [recording.call_id]
    with transaction() as session:
        transcript = session.exec(select(Transcript)).one()
    heard = plain("".join(said["text"] for said in transcript.utterances))
    expected = plain("".join(turn.text for turn in call.turns))
    assert {said["channel"] for said in transcript.utterances} == {"mixed"}
    assert errors(expected, heard) / len(expected) < 0.15
    assert transcript.language == "zh"
    assert (transcript.engine, transcript.model) == ("whisper", "model")


def test_words_without_times_share_the_time_by_length() -> None:
    chinese = spread_evenly("保证 ok", 10, 12, 0.5)

    assert [(word.text, word.start_s, word.end_s) for word in chinese] == [
        ("保", 10.0, 10.4),
        ("证", 10.4, 10.8),
        (" ok", 10.8, 12.0),
    ]
    assert spread_evenly("", 0, 1, 1) == ()
