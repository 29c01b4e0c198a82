"""Who is faintly heard on the other speaker's channel is not heard twice."""

import logging

import numpy as np
import pytest
from numpy.typing import NDArray

from demo.calls import MODEL, RecordedCall, read_manifest
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel
from tests.sounds import CALLS, heard_by, loaded
from workers.asr import Heard, Spoken
from workers.asr.echo import without_echo
from workers.asr.whisper import WhisperTranscriber

CALL = next(call for call in read_manifest(CALLS).calls if call.file == "zh-clean.ogg")
BOTH = (Channel.AGENT, Channel.CUSTOMER)
DELAY = SAMPLE_RATE_HZ // 50


def as_recorded(call: RecordedCall = CALL) -> NDArray[np.int16]:
    return next(loaded(CALLS / call.file).blocks(3600))


def with_echo(level_db: float) -> Sound:
    """The call with the agent also on the customer's channel, 20 ms later."""
    samples = as_recorded().astype(np.float64)
    samples[1, DELAY:] += samples[0, :-DELAY] * 10 ** (level_db / 20)
    return Sound.of(np.clip(samples, -32768, 32767).astype(np.int16))


def spoken_by_truth() -> list[Spoken]:
    return [
        tuple((turn.start_s, turn.end_s) for turn in CALL.turns if turn.channel == speaker)
        for speaker in BOTH
    ]


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return WhisperTranscriber(
        AsrSettings(
            model=str(MODEL),
            device="cpu",
            chunk_length_s=10,
            vad_threshold=0.25,
            word_times=False,
        )
    )


def said(heard: Heard, speaker: Channel) -> str:
    return "".join(spoken.text for spoken in heard.utterances if spoken.channel is speaker)


def test_an_echo_is_not_transcribed(
    whisper: WhisperTranscriber, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    plain = heard_by(whisper, Sound.of(as_recorded()), BOTH)
    heard = heard_by(whisper, with_echo(-23), BOTH)

    for speaker in BOTH:
        assert abs(len(said(heard, speaker)) - len(said(plain, speaker))) <= 2
    [record] = [record for record in caplog.records if "echo" in record.getMessage()]
    assert record.__dict__["seconds"] > 20


def test_an_echo_while_nobody_speaks_becomes_silence() -> None:
    sound = with_echo(-26)
    agent, customer = spoken_by_truth()

    clear = without_echo(sound, [agent, agent])

    assert np.array_equal(clear.channel(0), sound.channel(0))
    left, times = 0, 0
    for start_s, end_s in agent:
        if any(start_s < end and begin < end_s for begin, end in customer):
            continue
        piece = clear.channel(1, start_s, end_s)
        left, times = left + int(np.count_nonzero(piece)), times + len(piece)
    assert left / times < 0.1


def test_two_who_speak_are_left_alone_however_faint_one_is() -> None:
    agent, customer = spoken_by_truth()
    samples = as_recorded()
    samples[1] //= 20
    # Both at once: the customer's turns lie on the agent's.
    shifted = np.stack([samples[0], np.roll(samples[1], 3 * SAMPLE_RATE_HZ)])

    for sound in (Sound.of(samples), Sound.of(shifted)):
        assert without_echo(sound, [agent + customer, agent + customer]) is sound


def test_one_channel_has_no_echo() -> None:
    sound = Sound.of(as_recorded()[:1])

    assert without_echo(sound, [((0, 1),)]) is sound
