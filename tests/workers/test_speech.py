"""From seconds of speech back to seconds of the call, without claiming the silence in between."""

from itertools import pairwise

import numpy as np
import pytest

from services.recordings.sound import Sound
from services.transcripts import Word
from workers.asr.speech import in_windows, join, lay_out, runs
from workers.asr.splitting import cut, part

LATE = lay_out([(1.5, 2.5), (12.5, 13.5)], margin_s=0.4, duration_s=20)
"""Given to a model as seconds 0 to 3.6; the pause lies at 1.8."""


def test_margins_take_half_of_a_short_pause_and_end_with_the_call() -> None:
    speech = lay_out([(0.25, 1), (1.5, 2), (5, 6)], margin_s=0.5, duration_s=6.25)

    assert [(part.from_s, part.until_s) for part in speech] == [
        (0, 1.25),
        (1.25, 2.5),
        (4.5, 6.25),
    ]
    assert [part.joined_s for part in speech] == [0, 1.25, 2.5]


def test_what_is_joined_is_as_long_as_it_says() -> None:
    times = np.random.default_rng(7).uniform(0, 100, 60)
    spoken = [(start, end) for start, end in np.sort(times).reshape(-1, 2).tolist()]
    speech = lay_out(spoken, margin_s=0.4, duration_s=100)

    joined = join(Sound.of(np.zeros((1, 1_600_000), np.int16)), 0, speech)

    assert len(joined) / 16_000 == pytest.approx(speech[-1].joined_end_s, abs=1e-9)
    for before, after in pairwise(speech):
        assert before.joined_end_s == after.joined_s


def test_a_window_holds_whole_stretches_only() -> None:
    speech = lay_out([(0, 4), (5, 9), (10, 14), (20, 29)], margin_s=0, duration_s=30)

    windows = [[part.start_s for part in window] for window in in_windows(speech, 10)]

    assert windows == [[0, 5], [10], [20]]


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        pytest.param((0.4, 1.4), [(1.5, 2.5)], id="in one stretch"),
        pytest.param((0.4, 1.9), [(1.5, 2.6)], id="ends in the next margin"),
        pytest.param((0.4, 2.4), [(1.5, 2.6)], id="touches the next"),
        pytest.param((0.4, 3.2), [(1.5, 2.6), (12.4, 13.5)], id="speaks of both"),
        pytest.param((1.7, 3.2), [(12.4, 13.5)], id="begins in the margin before"),
        pytest.param((1.65, 1.78), [(2.6, 2.6)], id="in no speech at all"),
    ],
)
def test_text_is_about_speech_and_never_about_the_pause(
    joined: tuple[float, float], expected: list[tuple[float, float]]
) -> None:
    found = runs(LATE, *joined)

    assert [(round(run.start_s, 3), round(run.end_s, 3)) for run in found] == expected


def test_a_short_pause_parts_nothing() -> None:
    speech = lay_out([(1, 2), (2.75, 4)], margin_s=0.5, duration_s=5)

    [run] = runs(speech, 0.5, 3)

    assert (run.start_s, run.end_s) == (1, 3.5)
    assert run.spoken_s < 2.5


@pytest.mark.parametrize(
    ("text", "shares", "expected"),
    [
        ("喂,您好", [1, 1], ["喂,", "您好"]),
        ("是我你是哪位", [2, 4], ["是我", "你是哪位"]),
        ("好的,那我周一晚上再打给您", [3, 10], ["好的,", "那我周一晚上再打给您"]),
        ("Good morning. Who is this", [1, 1], ["Good morning.", "Who is this"]),
        ("one two three four", [1, 2], ["one two", "three four"]),
        ("喂", [1, 1], ["", "喂"]),
        ("喂,您好", [1], ["喂,您好"]),
    ],
)
def test_text_is_cut_between_words_and_best_between_phrases(
    text: str, shares: list[float], expected: list[str]
) -> None:
    found = cut(text, shares)

    assert found == expected


def test_words_with_times_part_where_the_pause_is() -> None:
    words = [
        Word(start_s=start_s, end_s=start_s + 0.3, text=text, confidence=1)
        for text, start_s in (("喂", 0.4), (",", 0.7), ("您", 2.2), ("好", 2.6))
    ]

    groups = list(part(words, LATE))

    assert [["".join(word.text for word in group), group[0].start_s] for group in groups] == [
        ["喂,", 1.5],
        ["您好", 12.5],
    ]
    assert groups[1][-1].end_s == pytest.approx(13.2)


def test_a_word_in_no_speech_goes_with_the_next_one() -> None:
    words = [
        Word(start_s=1.7, end_s=1.75, text="您", confidence=1),
        Word(start_s=2.6, end_s=3.0, text="好", confidence=1),
    ]

    [group] = part(words, LATE)

    assert [word.start_s for word in group] == [12.4, 12.9]
