"""Several calls in one inference: nobody's text, language or hot words change another's."""

import numpy as np
import pytest

from demo.calls import MODEL
from services.recordings.sound import Sound
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import Doubt, Hints
from tests.sounds import CALLS, heard_by, loaded, task_of
from workers.asr import Heard, Signs, Task
from workers.asr.inference import Segment
from workers.asr.languages import Languages
from workers.asr.speech import lay_out
from workers.asr.tokens import phrases, that_fit
from workers.asr.utterances import told
from workers.asr.whisper import WhisperTranscriber
from workers.asr.windows import Window, in_rounds, windows_of

BOTH = (Channel.AGENT, Channel.CUSTOMER)
CHINESE, ENGLISH = CALLS / "zh-clean.ogg", CALLS / "en-clean.ogg"


def settings(**fields: object) -> AsrSettings:
    return AsrSettings.model_validate(
        {
            "model": str(MODEL),
            "device": "cpu",
            "chunk_length_s": 10,
            "vad_threshold": 0.25,
            "word_times": False,
            **fields,
        }
    )


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return WhisperTranscriber(settings())


def texts(heard: Heard) -> list[tuple[str, str, str | None]]:
    return [(said.channel, said.text, said.language) for said in heard.utterances]


def silent() -> Task:
    return Task(Sound.of(np.zeros((2, 16_000), np.int16)), BOTH, ((), ()))


def test_calls_heard_together_say_what_they_say_alone(whisper: WhisperTranscriber) -> None:
    sounds = [loaded(file) for file in (CHINESE, ENGLISH)]
    alone = [heard_by(whisper, sound, BOTH) for sound in sounds]
    told_of: list[tuple[int, float]] = []

    together = whisper.transcribe(
        [silent(), *(task_of(sound, BOTH, whisper) for sound in sounds)],
        lambda number, done: told_of.append((number, done)),
    )

    assert together[0] == Heard((), None)
    assert [texts(heard) for heard in together[1:]] == [texts(heard) for heard in alone]
    assert [heard.language for heard in together] == [None, "zh", "en"]
    for number in (1, 2):
        shares = [done for each, done in told_of if each == number]
        assert shares == sorted(shares)
        assert shares[-1] == 1


@pytest.mark.parametrize("batch_size", [1, 3, 64])
def test_the_size_of_a_batch_changes_no_text(whisper: WhisperTranscriber, batch_size: int) -> None:
    other = WhisperTranscriber(settings(batch_size=batch_size, cpu_streams=1, cpu_threads=1))
    sound = loaded(ENGLISH)

    assert texts(heard_by(other, sound, BOTH)) == texts(heard_by(whisper, sound, BOTH))


def test_hot_words_are_for_the_call_they_belong_to(whisper: WhisperTranscriber) -> None:
    plain = task_of(loaded(CHINESE), BOTH, whisper)
    hinted = Task(plain.sound, BOTH, plain.speech, Hints(hot_words=("稳盈理财", "VIP")))
    [alone] = whisper.transcribe([plain], lambda *_: None)

    first, second = whisper.transcribe([hinted, plain], lambda *_: None)

    assert texts(second) == texts(alone)
    assert second.parameters == {}
    assert first.parameters == {"hot_words": ["稳盈理财", "VIP"]}


def test_more_hot_words_than_fit_leave_room_for_text(whisper: WhisperTranscriber) -> None:
    plain = task_of(loaded(ENGLISH), BOTH, whisper)
    many = tuple(f"product number {number}" for number in range(500))

    [heard] = whisper.transcribe(
        [Task(plain.sound, BOTH, plain.speech, Hints(hot_words=many))], lambda *_: None
    )

    used = heard.parameters["hot_words"]
    assert 1 < len(used) < 100
    assert tuple(used) == many[: len(used)]


def test_the_language_that_is_given_is_used_and_an_unknown_one_is_found_out(
    whisper: WhisperTranscriber,
) -> None:
    plain = task_of(loaded(ENGLISH), BOTH, whisper)

    def languages(wanted: str | None) -> set[str | None]:
        task = Task(plain.sound, BOTH, plain.speech, Hints(language=wanted))
        [heard] = whisper.transcribe([task], lambda *_: None)
        return {said.language for said in heard.utterances}

    assert languages("zh") == {"zh"}
    assert languages(None) == languages("yue") == {"en"}


def test_each_channel_has_its_language(whisper: WhisperTranscriber) -> None:
    agent, customer = (next(loaded(file).blocks(30)) for file in (CHINESE, ENGLISH))
    agent[1] = customer[1]

    heard = heard_by(whisper, Sound.of(agent), BOTH)

    spoken = {(said.channel, said.language) for said in heard.utterances}
    assert spoken == {(Channel.AGENT, "zh"), (Channel.CUSTOMER, "en")}


def test_a_voice_keeps_its_language_until_a_piece_surely_is_in_another() -> None:
    languages = Languages()
    languages.note("agent", {"zh": 0.9, "en": 0.1}, 20)
    languages.note("customer", {"zh": 0.3, "en": 0.7}, 20)

    assert languages.choose("agent", {"zh": 0.4, "en": 0.6}, 10) == "zh"
    assert languages.choose("agent", {"zh": 0.02, "en": 0.98}, 10) == "en"
    assert languages.choose("agent", {"zh": 0.02, "en": 0.98}, 0.5) == "zh"
    assert languages.choose("customer", {"zh": 0.6, "en": 0.4}, 10) == "en"


def test_batches_are_even_and_of_one_set_of_hot_words() -> None:
    spoken = tuple((start, start + 8.0) for start in range(0, 90, 10))
    sound = Sound.of(np.zeros((1, 100 * 16_000), np.int16))
    tasks = [
        Task(sound, (Channel.MIXED,), (spoken,), Hints(hot_words=words))
        for words in ((), ("VIP",), ())
    ]
    windows = [
        window
        for number, task in enumerate(tasks)
        for window in windows_of(number, task, margin_s=0, longest_s=10)
    ]

    rounds = list(in_rounds(windows, 8, 2))

    batches = [batch for each in rounds for batch in each]
    assert [len(each) for each in rounds] == [2, 2, 2]
    assert sorted(len(batch) for batch in batches) == [4, 4, 4, 5, 5, 5]
    assert {len({window.task.hints for window in batch}) for batch in batches} == {1}
    assert sorted(map(id, windows)) == sorted(id(window) for batch in batches for window in batch)


def test_text_lies_between_its_times_and_none_of_it_is_lost() -> None:
    tokens = [1020, 5, 6, 1070, 1070, 7, 1120, 8]

    found = [
        (round(each.start_s, 2), round(each.end_s, 2), each.tokens)
        for each in phrases(tokens, first_time=1000, duration_s=9)
    ]

    assert found == [(0.4, 1.4, [5, 6]), (1.4, 2.4, [7]), (2.4, 9, [8])]
    assert list(phrases([1000, 1050], first_time=1000, duration_s=9)) == []


def test_hot_words_are_kept_whole() -> None:
    def encode(text: str) -> list[int]:
        return [ord(letter) for letter in text]

    assert that_fit(("one", "two", "three"), encode, 9) == ("one", "two")
    assert that_fit(("one",), encode, 3) == ()


def test_what_a_model_writes_past_the_end_is_left_out_and_kept_for_those_who_ask() -> None:
    [speech] = [lay_out([(5.0, 8.0)], margin_s=0.4, duration_s=20)]
    task = Task(silent().sound, (Channel.AGENT,), (((5.0, 8.0),),))
    window = Window(0, task, 0, speech)
    real = Segment("Good morning.", 0.4, 3.4, (), "en", Signs(avg_logprob=-0.1))
    invented = Segment("Thanks for watching.", 3.9, 9.0, (), "en", Signs(avg_logprob=-0.2))

    said, left_out = told([real, invented], window)

    assert [(utterance.text, utterance.start_s) for utterance, _ in said] == [
        ("Good morning.", 5.0)
    ]
    [text] = left_out
    assert (text.text, text.start_s, text.doubts) == (
        "Thanks for watching.",
        8.0,
        (Doubt.NO_SPEECH,),
    )


def test_a_transcript_can_be_made_again_from_what_it_says_of_itself(
    whisper: WhisperTranscriber,
) -> None:
    made_by = whisper.made_by

    assert (made_by.engine, made_by.model) == ("whisper", "model")
    assert made_by.revision is not None
    assert len(made_by.revision) == 12
    assert made_by.parameters["compute_type"] == "int8"
    assert {"device", "beam_size", "batch_size", "chunk_length_s", "vad_threshold"} <= set(
        made_by.parameters
    )
