"""Tones, rings, music, noise and loudness, in sound that was made to hold just these."""

import numpy as np
import pytest

from services.acoustics import Acoustics, MachineSign
from services.acoustics.measure import measure
from services.recordings.sound import Sound
from services.tables import Channel
from tests.signals import (
    BOTH,
    Signal,
    Spoken,
    british_rings,
    measured,
    music,
    noise,
    quiet,
    rings,
    sound_of,
    spoken,
    tone,
)

AGENT, CUSTOMER = Channel.AGENT, Channel.CUSTOMER


def with_customer(signal: Signal, customer: Spoken = (), agent: Spoken = ()) -> Acoustics:
    """`signal` is on the customer's channel; they speak when told so."""
    return measure(sound_of(quiet(1), signal), BOTH, [agent, customer], [])


def times(spans: object) -> list[tuple[float, float]]:
    assert isinstance(spans, tuple)
    return [(span.start_s, span.end_s) for span in spans]


def near(*expected: tuple[float, float]) -> object:
    """Frames are 50 ms, and a tone's edge may lie in one more on either side."""
    return [pytest.approx(each, abs=0.11) for each in expected]


@pytest.mark.parametrize(
    ("signal", "lasts_s"),
    [
        pytest.param(rings(3, 1, 4, 450), 11, id="China"),
        pytest.param(rings(3, 2, 4, 440, 480), 14, id="North America"),
        pytest.param(rings(3, 1, 4, 425), 11, id="E.180"),
        pytest.param(rings(3, 1, 3, 440), 9, id="Finland"),
        pytest.param(british_rings(3), 7, id="United Kingdom"),
    ],
)
@pytest.mark.parametrize("hiss", [False, True])
def test_ringing_is_known_by_pitch_and_cadence(signal: Signal, lasts_s: float, hiss: bool) -> None:
    call = np.concatenate([quiet(2), signal, quiet(3)])
    found = with_customer(call + hiss * noise(len(call) / 16000, dbfs=-42))

    assert times(found.ringing) == near((2, 2 + lasts_s))
    assert (found.music, found.beeps) == ((), ())


@pytest.mark.parametrize(
    "signal",
    [
        pytest.param(rings(9, 0.35, 0.35, 450), id="busy, China"),
        pytest.param(rings(9, 0.7, 0.7, 450), id="congestion"),
        pytest.param(rings(9, 0.5, 0.5, 425), id="busy, E.180"),
        pytest.param(tone(15, 450), id="dial tone"),
        pytest.param(rings(4, 1, 4, 1000), id="another pitch"),
        pytest.param(rings(4, 1, 4, 450, 1400), id="another chord"),
        pytest.param(noise(15), id="noise"),
        pytest.param(rings(3, 1, 4, 450) + noise(11, dbfs=-20), id="drowned in noise"),
    ],
)
def test_other_tones_do_not_ring(signal: Signal) -> None:
    assert with_customer(np.concatenate([quiet(2), signal, quiet(3)])).ringing == ()


@pytest.mark.parametrize(
    ("first_word_s", "expected"), [(4.0, [(2, 3)]), (1.0, [])], ids=["before", "after"]
)
def test_one_ring_counts_when_nobody_has_spoken_yet(
    first_word_s: float, expected: list[tuple[float, float]]
) -> None:
    signal = np.concatenate([quiet(2), tone(1, 450), quiet(5)])
    found = with_customer(signal, [(first_word_s, first_word_s + 0.8)])

    assert times(found.ringing) == near(*expected)


def test_hold_music_is_found_and_is_neither_silence_nor_dead_air() -> None:
    signal = np.concatenate([quiet(10), music(30), quiet(20)])
    found = with_customer(signal, [(5, 9)], agent=[(41, 45)])

    [(start_s, end_s)] = times(found.music)
    assert (start_s, end_s) == pytest.approx((10, 40), abs=1)
    assert found.silences == found.ringing == found.beeps == ()
    assert times(found.dead_air) == [(45, 60)]
    assert found.response_delay_s is None


@pytest.mark.parametrize(
    ("signal", "customer"),
    [
        pytest.param(music(6), (), id="too short"),
        pytest.param(noise(30), (), id="noise"),
        pytest.param(tone(30, 50), (), id="hum"),
        pytest.param(tone(30, 440), (), id="a tone"),
        pytest.param(music(30, dbfs=-60), (), id="too faint"),
        pytest.param(music(30), [(0, 30)], id="speech"),
        pytest.param(quiet(30), (), id="silence"),
    ],
)
def test_what_is_no_music_is_not_taken_for_it(signal: Signal, customer: Spoken) -> None:
    assert with_customer(np.concatenate([signal, quiet(10)]), customer).music == ()


@pytest.mark.parametrize("pitch_hz", [640, 1000, 1400, 1990])
@pytest.mark.parametrize("lasts_s", [0.3, 1.0, 1.8])
def test_a_beep_is_one_short_pitch(pitch_hz: float, lasts_s: float) -> None:
    signal = np.concatenate([quiet(3), tone(lasts_s, pitch_hz), quiet(3)])

    [beep] = with_customer(signal + noise(len(signal) / 16000, dbfs=-45)).beeps

    assert beep.channel is CUSTOMER
    assert (beep.start_s, beep.end_s) == pytest.approx((3, 3 + lasts_s), abs=0.11)


@pytest.mark.parametrize(
    "signal",
    [
        pytest.param(tone(0.3, 770, 1336), id="a key"),
        pytest.param(tone(0.05, 1000), id="a click"),
        pytest.param(tone(3, 1000), id="too long"),
        pytest.param(tone(1, 450), id="a ring"),
        pytest.param(tone(1, 1000, dbfs=-60), id="too faint"),
        pytest.param(np.concatenate([tone(0.3, hz) for hz in (660, 780, 880)]), id="a melody"),
        pytest.param(noise(1), id="noise"),
    ],
)
def test_what_is_no_beep_is_not_taken_for_it(signal: Signal) -> None:
    assert with_customer(np.concatenate([quiet(3), signal, quiet(3)])).beeps == ()


@pytest.mark.parametrize("dbfs", [0, -20, -45])
def test_loudness_is_told_below_a_sine_at_full_scale(dbfs: float) -> None:
    signal = np.concatenate([noise(5, dbfs=-70), tone(20, 300, dbfs=dbfs), noise(5, dbfs=-70)])
    found = with_customer(signal, [(5, 25)])

    assert found.speakers[1].loudness_dbfs == pytest.approx(dbfs, abs=0.1)
    assert found.speakers[0].loudness_dbfs is None


def test_digital_silence_that_is_called_speech_has_a_floor() -> None:
    assert with_customer(quiet(20), [(0, 20)]).speakers[1].loudness_dbfs == -96


@pytest.mark.parametrize(
    ("rise_db", "lasts_s", "jumps"), [(12, 4, 1), (9, 3, 1), (6, 4, 0), (12, 1, 0)]
)
def test_a_raised_voice_is_a_jump(rise_db: float, lasts_s: float, jumps: int) -> None:
    usual = noise(20, dbfs=-30)
    signal = np.concatenate([usual, noise(lasts_s, dbfs=-30 + rise_db), usual])
    found = with_customer(signal, [(0, len(signal) / 16000)])

    assert found.loudness_jumps is not None
    assert [jump.channel for jump in found.loudness_jumps] == [CUSTOMER] * jumps
    for jump in found.loudness_jumps:
        assert (jump.start_s, jump.end_s) == pytest.approx((20, 20 + lasts_s), abs=1)
        assert 8 <= jump.rise_db <= rise_db + 0.5


GREETING = "您好,我现在无法接听您的电话,请在哔声后留言"


@pytest.mark.parametrize(
    ("customer", "agent", "text", "beep", "expected", "likelihood"),
    [
        ([(1, 9)], [], GREETING, True, {"phrase", "beep", "long_opening"}, 0.98),
        ([(1, 4)], [(10, 12)], "Please leave a message", True, {"phrase", "beep"}, 0.96),
        ([(1, 4)], [(4, 6)], "The person is not available.", False, {"phrase"}, 0.9),
        ([(1, 8)], [(10, 12)], "喂", True, {"beep", "long_opening"}, 0.8),
        ([(1, 8)], [(3, 9)], "喂", False, set(), 0),
        ([(1, 2)], [(2.5, 9)], "喂,你好", False, set(), 0),
    ],
    ids=["mailbox", "answered it", "network", "no words", "interrupted", "a person"],
)
def test_a_machine_is_known_by_its_signs(
    customer: Spoken,
    agent: Spoken,
    text: str,
    beep: bool,
    expected: set[str],
    likelihood: float,
) -> None:
    end_s = customer[-1][1]
    signal = np.concatenate([quiet(end_s + 0.5), beep * tone(0.5, 1000), quiet(5)])
    said = [spoken(CUSTOMER, 1, end_s, text)]
    found = measure(sound_of(quiet(1), signal), BOTH, [agent, customer], said)

    assert set(found.machine_signs) == {MachineSign(sign) for sign in expected}
    assert found.answering_machine == likelihood


def test_an_agent_who_speaks_of_messages_is_no_machine() -> None:
    said = [spoken(AGENT, 1, 4, "我给您留言了"), spoken(CUSTOMER, 5, 6, "好的")]
    found = measured([(1, 4)], [(5, 6)], said)

    assert found.answering_machine == 0


def test_sound_shorter_than_a_frame_is_measured_too() -> None:
    found = measure(Sound.of(np.ones((2, 100), np.int16)), BOTH, [[], []], [])

    assert (found.duration_s, found.silence_s) == (0.006, 0.006)


@pytest.mark.parametrize(
    ("before", "begins_s"),
    [
        pytest.param(noise(0.3, dbfs=-25), 4.7, id="as loud"),
        pytest.param(noise(2, dbfs=-25), 4.5, id="long before"),
        pytest.param(noise(0.3, dbfs=-40), 5, id="much fainter"),
        pytest.param(tone(0.3, 450), 5, id="ringing"),
    ],
)
def test_speech_begins_with_its_sound(before: Signal, begins_s: float) -> None:
    """Voice activity is found from 5 s on."""
    quiet_before = quiet(5 - len(before) / 16000)
    signal = np.concatenate([quiet_before, before, noise(3, dbfs=-20), quiet(5)])
    found = with_customer(signal + noise(len(signal) / 16000, dbfs=-60), [(5, 8)])

    [(start_s, end_s)] = times(found.speakers[1].speech)
    assert (start_s, end_s) == pytest.approx((begins_s, 8), abs=0.06)
