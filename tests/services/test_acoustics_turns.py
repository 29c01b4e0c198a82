"""Who speaks when, in calls that were laid out so that every number is known."""

from itertools import pairwise

import pytest

from demo.calls import Turn, read_manifest
from services.acoustics import Acoustics, RateUnit, SpeakerSound, Why
from services.acoustics.exchange import exchange_speakers
from services.acoustics.measure import measure
from services.recordings.sound import Sound
from services.tables import Channel
from services.transcripts import Doubt, Utterance
from tests.signals import BOTH, OTHER, Spoken, measured, silent, spoken
from tests.sounds import CALLS, loaded

AGENT, CUSTOMER, MIXED = Channel.AGENT, Channel.CUSTOMER, Channel.MIXED
CALL = next(call for call in read_manifest(CALLS).calls if call.file == "zh-guarantee.ogg")


def of(acoustics: Acoustics, speaker: Channel) -> SpeakerSound:
    return next(each for each in acoustics.speakers if each.channel is speaker)


def times(spans: object) -> list[tuple[float, float]]:
    assert isinstance(spans, tuple)
    return [(span.start_s, span.end_s) for span in spans]


def on_mono(speech: Spoken, said: list[Utterance]) -> Acoustics:
    return measure(silent(60, 1), [MIXED], [speech], said)


def test_speech_silence_overlap_and_ratio_add_up() -> None:
    found = measured([(1, 11), (20, 30)], [(9, 14), (40, 45)])

    assert (of(found, AGENT).speech_s, of(found, CUSTOMER).speech_s) == (20, 10)
    assert found.overlap_s == 2
    assert found.silence_s == 60 - 28
    assert found.talk_ratio == 0.667


def test_pauses_under_half_a_second_are_closed() -> None:
    found = measured([(1, 2), (2.4, 3), (3.5, 4)], [])

    assert times(of(found, AGENT).speech) == [(1, 3), (3.5, 4)]


def test_utterances_parted_by_nobody_are_one_turn() -> None:
    said = [
        spoken(AGENT, 1, 2),
        spoken(AGENT, 4, 5),
        spoken(CUSTOMER, 6, 7, "嗯"),
        spoken(AGENT, 8, 9),
    ]
    found = measured([(1, 2), (4, 5), (8, 9)], [(6, 7)], said)

    assert (of(found, AGENT).turns, of(found, CUSTOMER).turns) == (2, 1)


@pytest.mark.parametrize(
    ("starts_s", "text", "doubts", "counted"),
    [
        (8, "请您听我说", (), True),
        (8.1, "请您听我说", (), False),
        (5, "好的,嗯", (), False),
        (5, "好的 好的", (), True),
        (5, "请您听我说", (Doubt.UNLIKELY,), False),
        (10.5, "请您听我说", (), False),
    ],
    ids=["2 s", "1.9 s", "three characters", "four characters", "doubtful", "an answer"],
)
def test_an_interruption_starts_two_seconds_before_the_other_ends(
    starts_s: float, text: str, doubts: tuple[Doubt, ...], counted: bool
) -> None:
    said = [
        spoken(CUSTOMER, 1, 10),
        spoken(AGENT, starts_s, starts_s + 3, text).model_copy(update={"doubts": doubts}),
    ]
    found = measured([(starts_s, starts_s + 3)], [(1, 10)], said)

    assert found.interruptions is not None
    assert [each.channel for each in found.interruptions] == [AGENT] * counted
    assert times(found.interruptions) == [(starts_s, min(10, starts_s + 3))] * counted


def test_who_was_speaking_already_does_not_interrupt_with_the_next_sentence() -> None:
    said = [spoken(AGENT, 0, 4), spoken(CUSTOMER, 3, 9), spoken(AGENT, 4.2, 8)]
    found = measured([(0, 8)], [(3, 9)], said)

    assert found.interruptions is not None
    assert [each.channel for each in found.interruptions] == [CUSTOMER]


@pytest.mark.parametrize(
    ("answer", "doubts", "expected"),
    [
        ("好的知道", (), (0, 8)),
        ("嗯,好的", (), (0, 20)),
        ("好的知道", (Doubt.FAINT,), (0, 8)),
    ],
    ids=["a turn", "a sign of listening", "a doubtful turn"],
)
def test_a_monologue_is_broken_by_turns_only(
    answer: str, doubts: tuple[Doubt, ...], expected: tuple[float, float]
) -> None:
    said = [
        spoken(AGENT, 0, 8),
        spoken(CUSTOMER, 9, 12, answer).model_copy(update={"doubts": doubts}),
        spoken(AGENT, 13, 20),
    ]
    found = measured([(0, 8), (13, 20)], [(9, 12)], said)

    longest = of(found, AGENT).longest_monologue
    assert longest is not None
    assert (longest.start_s, longest.end_s) == expected


def test_a_turn_in_the_midst_of_a_monologue_breaks_it() -> None:
    said = [spoken(AGENT, 0, 20), spoken(CUSTOMER, 14, 16)]
    found = measured([(0, 20)], [(14, 16)], said)

    longest = of(found, AGENT).longest_monologue
    assert longest is not None
    assert (longest.start_s, longest.end_s) == (0, 14)


def test_nobody_talks_on_through_dead_air() -> None:
    said = [spoken(AGENT, 0, 5), spoken(AGENT, 13, 20), spoken(AGENT, 27, 30)]
    found = measured([(0, 5), (13, 20), (27, 30)], [], said)

    longest = of(found, AGENT).longest_monologue
    assert longest is not None
    assert (longest.start_s, longest.end_s) == (13, 30)


def test_answers_are_timed_where_nobody_speaks_in_between() -> None:
    found = measured(
        [(3, 5), (12, 14), (23, 25), (40, 41)], [(1, 2), (10, 11.5), (20, 24), (30, 31), (33, 34)]
    )

    assert found.response_delay_s == 1.0  # of 1, 0.5 and 6 s; 23 is within the question.


def test_silences_lie_between_different_speakers() -> None:
    found = measured([(1, 5), (10, 12)], [(15, 20), (22.9, 30), (33.1, 34)])

    assert found.silences is not None
    assert times(found.silences) == [(12, 15)]


def test_dead_air_counts_from_the_first_word_to_the_end() -> None:
    found = measured([(20, 25), (33, 35)], [(42.9, 50)], duration_s=58)

    assert times(found.dead_air) == [(25, 33), (50, 58)]
    assert measured([], []).dead_air == ()


@pytest.mark.parametrize(
    ("text", "rate", "unit"),
    [
        ("我们最近推出了一款年金保险", 13 * 6, RateUnit.CHARACTERS_PER_MINUTE),
        ("我们的 VIP 产品,收益 3.5", 9 * 6, RateUnit.CHARACTERS_PER_MINUTE),
        ("Good morning, it's Ann.", 4 * 6, RateUnit.WORDS_PER_MINUTE),
    ],
)
def test_speech_rate_counts_characters_or_words(text: str, rate: float, unit: RateUnit) -> None:
    said = [
        spoken(AGENT, 0, 11, text),
        spoken(CUSTOMER, 11, 12, "好的"),
        spoken(AGENT, 20, 29, "嗯"),
    ]
    found = measured([(0, 4), (5, 11), (20, 29)], [(11, 12)], said)

    assert (of(found, AGENT).speech_rate, of(found, AGENT).rate_unit) == (rate, unit)


def test_doubtful_text_makes_nobody_fast() -> None:
    fast = spoken(AGENT, 10, 16, "快" * 200).model_copy(update={"doubts": (Doubt.TOO_FAST,)})
    found = measured([(0, 6), (10, 16)], [], [spoken(AGENT, 0, 6, "慢" * 20), fast])

    assert of(found, AGENT).speech_rate == 200


@pytest.mark.parametrize(
    ("agent", "customer", "said", "expected"),
    [
        ([], [], [], {"talk_ratio": Why.NO_SPEECH, "response_delay_s": Why.NO_SPEECH}),
        ([(0, 9)], [], [], {"talk_ratio": Why.ONE_SPEAKER, "answering_machine": Why.NO_SPEECH}),
        (
            [(0, 9)],
            [(10, 12)],
            [],
            {
                "interruptions": Why.NOT_HEARD,
                "agent.turns": Why.NOT_HEARD,
                "agent.speech_rate": Why.NOT_HEARD,
                "agent.longest_monologue": Why.NOT_HEARD,
                "response_delay_s": Why.TOO_SHORT,
            },
        ),
        (
            [(0, 4)],
            [(10, 22)],
            [spoken(AGENT, 0, 4), spoken(CUSTOMER, 10, 22)],
            {"agent.speech_rate": Why.TOO_SHORT, "agent.loudness_jumps": Why.TOO_SHORT},
        ),
    ],
    ids=["nobody", "one", "no words", "little"],
)
def test_what_cannot_be_measured_is_none_and_says_why(
    agent: Spoken, customer: Spoken, said: list[Utterance], expected: dict[str, Why]
) -> None:
    found = measure(silent(60), BOTH, [agent, customer], said)

    assert found.not_measurable.items() >= expected.items()
    for name in found.not_measurable:
        speaker, _, field = name.rpartition(".")
        owner = of(found, Channel(speaker)) if speaker else found
        assert getattr(owner, field, None) is None, name
    for name, value in found:
        assert value is not None or name in found.not_measurable


def test_one_channel_tells_nothing_of_two_people() -> None:
    found = on_mono([(0, 10), (14, 30)], [spoken(MIXED, 0, 10), spoken(MIXED, 14, 30)])

    [mixed] = found.speakers
    assert (mixed.channel, mixed.speech_s, found.silence_s) == (MIXED, 26, 34)
    assert mixed.speech_rate is not None
    nothing = {name for name, why in found.not_measurable.items() if why is Why.ONE_CHANNEL}
    assert nothing == {
        "silences",
        "overlap_s",
        "interruptions",
        "talk_ratio",
        "response_delay_s",
        "loudness_jumps",
        "mixed.turns",
        "mixed.longest_monologue",
    }


def test_voices_told_apart_on_one_channel_are_measured_except_for_overlap() -> None:
    said = [
        spoken(AGENT, 0, 9),
        spoken(MIXED, 9.5, 10, "嗯"),
        spoken(CUSTOMER, 11, 15),
        spoken(AGENT, 20, 25),
    ]
    found = on_mono([(0, 10), (11, 15.2), (19.8, 25)], said)

    assert times(of(found, AGENT).speech) == [(0, 10), (19.8, 25)]
    assert times(of(found, CUSTOMER).speech) == [(11, 15.2)]
    assert found.silences is not None
    assert times(found.silences) == [(15.2, 19.8)]
    assert (found.talk_ratio, found.response_delay_s) == (0.784, 4.6)
    assert found.not_measurable["overlap_s"] is Why.ONE_CHANNEL
    assert found.not_measurable["interruptions"] is Why.ONE_CHANNEL


def test_exchanging_speakers_is_as_if_the_channels_had_been_the_right_way_round() -> None:
    sound = loaded(CALLS / CALL.file)
    other_way = Sound((sound.parts[1], sound.parts[0]))
    turns = [(Channel(turn.channel), turn) for turn in CALL.turns]
    agent, customer = ([(t.start_s, t.end_s) for who, t in turns if who is each] for each in BOTH)
    said = [spoken(who, t.start_s, t.end_s, t.text) for who, t in turns]
    exchanged = [spoken(OTHER[who], t.start_s, t.end_s, t.text) for who, t in turns]

    wrong = measure(other_way, BOTH, [customer, agent], exchanged)
    right = measure(sound, BOTH, [agent, customer], said)

    assert exchange_speakers(wrong, said) == right
    assert exchange_speakers(right, exchanged) == wrong


def test_a_recorded_call_is_measured_as_it_was_made() -> None:
    """Against sums over the manifest's turns, written here in another way."""
    turns: dict[str, list[Turn]] = {
        speaker: [turn for turn in CALL.turns if turn.channel == speaker] for speaker in BOTH
    }
    agent, customer = ([(turn.start_s, turn.end_s) for turn in turns[speaker]] for speaker in BOTH)
    said = [spoken(Channel(t.channel), t.start_s, t.end_s, t.text) for t in CALL.turns]
    found = measured(agent, customer, said, duration_s=CALL.duration_s)

    at = {
        speaker: {
            ms
            for turn in turns[speaker]
            for ms in range(round(turn.start_s * 1000), round(turn.end_s * 1000))
        }
        for speaker in BOTH
    }
    closed_s = sum(
        gap
        for mine in (agent, customer)
        for before, after in pairwise(mine)
        if (gap := round(after[0] - before[1], 3)) < 0.5
    )
    spoken_s = of(found, AGENT).speech_s + of(found, CUSTOMER).speech_s
    assert spoken_s == pytest.approx(len(at[AGENT]) / 1000 + len(at[CUSTOMER]) / 1000 + closed_s)
    assert found.overlap_s == pytest.approx(len(at[AGENT] & at[CUSTOMER]) / 1000)
    assert found.interruptions == ()
    assert of(found, CUSTOMER).turns == 9
    longest = of(found, AGENT).longest_monologue
    assert longest is not None
    # The customer's 多少钱 at 19.1 s has three characters, 能不能退款 at 24.6 s five.
    assert (longest.start_s, longest.end_s) == (8.57, 24.07)
