"""Whether speakers are the wrong way round, by what they say."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tables import Channel
from services.transcripts import Doubt, Utterance
from services.transcripts.roles import CuesBroken, plain, read_cues, suspect_swap
from tests.factories import said

ROOT = Path(__file__).parents[2]
FRAUDS = ROOT.parent / "shared" / "data" / "zh-teleantifraud"
AGENT, CUSTOMER, MIXED = Channel.AGENT, Channel.CUSTOMER, Channel.MIXED
OTHER = {AGENT: CUSTOMER, CUSTOMER: AGENT, MIXED: MIXED}
SURE = 0.9


def calls_of(manifest: str) -> list[tuple[str, list[Utterance]]]:
    """Two-channel calls, with what was said in them on which channel."""
    calls = json.loads((ROOT / manifest).read_text())["calls"]
    return [
        (call["file"], [Utterance(**turn) for turn in call["turns"]])
        for call in calls
        if call["layout"] == "stereo" and call.get("turns")
    ]


_STORED = calls_of("demo/recordings/manifest.json") + calls_of("tests/data/calls/manifest.json")
CALLS = [(file, call) for file, call in _STORED if len(call) > 3]
CLIPS = [(file, call) for file, call in _STORED if len(call) <= 3]
"""Of a few seconds: the greeting and no more."""


def swapped(utterances: Sequence[Utterance]) -> list[Utterance]:
    return [each.model_copy(update={"channel": OTHER[each.channel]}) for each in utterances]


def likelihood(utterances: Sequence[Utterance]) -> float | None:
    found = suspect_swap(utterances, read_cues())
    return found.likelihood if found else None


@pytest.mark.parametrize(("file", "utterances"), CALLS, ids=[file for file, _ in CALLS])
def test_a_recorded_call_is_suspected_only_when_swapped(
    file: str, utterances: list[Utterance]
) -> None:
    right, wrong = likelihood(utterances), likelihood(swapped(utterances))

    assert right is not None
    assert wrong is not None
    assert right < 1 - SURE
    assert wrong > SURE


@pytest.mark.parametrize(("file", "utterances"), CLIPS, ids=[file for file, _ in CLIPS])
def test_a_greeting_alone_tells_nothing(file: str, utterances: list[Utterance]) -> None:
    assert likelihood(utterances) is None
    assert likelihood(swapped(utterances)) is None


@pytest.mark.skipif(not FRAUDS.is_dir(), reason="the shared sample data is not there")
@pytest.mark.parametrize("kind", ["normal", "fraud"])
def test_dialogues_that_nobody_made_cues_from_are_never_suspected_wrongly(kind: str) -> None:
    lines = (FRAUDS / f"{kind}_slice40.jsonl").read_text().splitlines()
    found = [likelihood(dialogue(json.loads(line))) for line in lines]
    told = [each for each in found if each is not None]

    assert len(told) >= 10
    assert not [each for each in told if each > SURE]
    assert len([each for each in told if each < 1 - SURE]) >= 0.9 * len(told)


def dialogue(row: dict[str, list[str]]) -> list[Utterance]:
    """The left one calls; they speak in turn, five characters a second."""
    utterances, at_s = [], 0.0
    for turn in range(max(len(row["left"]), len(row["right"]))):
        for channel, side in ((AGENT, "left"), (CUSTOMER, "right")):
            for text in row[side][turn : turn + 1]:
                end_s = at_s + len(text) / 5
                utterances.append(Utterance(channel=channel, start_s=at_s, end_s=end_s, text=text))
                at_s = end_s
    return utterances


def test_the_cues_that_speak_for_a_swap_are_named_strongest_first() -> None:
    found = suspect_swap(
        [
            said("喂,您好,您是哪位?", 0, AGENT),
            said("您好,我是安心理财的小李,本次通话会被录音。", 2, CUSTOMER),
            said("请问您现在方便吗", 5, CUSTOMER),
            said("你们怎么有我的电话?别再打了!", 8, AGENT),
            said("感谢您的接听,祝您生活愉快", 10, CUSTOMER),
        ],
        read_cues(),
    )

    assert found is not None
    assert found.likelihood > 0.999
    assert len(found.cues) == 5
    assert set(found.cues[:2]) == {"本次通话会被录音", "怎么有我的电话"}


def test_traditional_characters_and_punctuation_make_no_difference() -> None:
    simplified = [said("本次通话将会录音", 1), said("感谢您的接听", 50)]
    traditional = [said("本次通話,將會錄音。", 1), said("感謝 您的接聽!", 50)]

    assert likelihood(simplified) == likelihood(traditional) != None  # noqa: E711


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("您好，我是…", "您好我是"),
        ("Who's THIS?", "whos this"),
        ("用 WiFi 吗", "用wifi吗"),
        ("ＯＫ,  fine", "ok fine"),
        ("...", ""),
    ],
)
def test_patterns_see_plain_text(text: str, seen: str) -> None:
    assert plain(text) == seen


@pytest.mark.parametrize(
    "utterances",
    [
        [],
        [said("本次通话将会录音")],
        [said("多少钱", 0, CUSTOMER), said("你说吧", 3, CUSTOMER)],
        [said("今天天气不错", 0), said("是啊", 2, CUSTOMER), said("再见", 4)],
        [said("本次通话将会录音", 0, MIXED), said("感谢您的接听", 9, MIXED)],
    ],
    ids=["nothing", "one cue", "weak cues", "small talk", "nobody known"],
)
def test_too_little_tells_nothing(utterances: list[Utterance]) -> None:
    assert likelihood(utterances) is None


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        (CUSTOMER, "你们会不会录音"),
        (CUSTOMER, "我是做生意的"),
        (CUSTOMER, "你工号多少"),
        (CUSTOMER, "现在不方便"),
        (CUSTOMER, "Is this being recorded?"),
        (CUSTOMER, "I will call back from home"),
        (CUSTOMER, "I am at work"),
        (AGENT, "不需要任何手续费"),
        (AGENT, "我们不会再打给您了"),
        (AGENT, "您再考虑一下"),
        (AGENT, "If you are not interested I will not call again"),
        (AGENT, "Am I calling at a bad time, were you speaking to someone"),
        (AGENT, "May I know who I am speaking to"),
    ],
)
def test_what_only_looks_like_the_others_cue_is_none(channel: Channel, text: str) -> None:
    """Beside a cue that tells enough by itself, it would make the call doubtful."""
    sure = [said("本次通话将会录音"), said("你们怎么有我的电话", 9, CUSTOMER)]

    assert likelihood([*sure, said(text, 20, channel)]) <= likelihood(sure)  # type: ignore[operator]


def test_doubtful_text_is_no_cue() -> None:
    doubtful = said("感谢您的接听").model_copy(update={"doubts": (Doubt.KNOWN_PHRASE,)})

    assert likelihood([said("本次通话将会录音"), doubtful]) is None


def test_a_greeting_tells_only_at_the_beginning() -> None:
    early, late = ([said("本次通话将会录音", 1), said("请问是李女士吗", at_s)] for at_s in (5, 500))

    assert likelihood(early) is not None
    assert likelihood(late) is None


def test_saying_it_again_tells_no_more() -> None:
    once = [said("本次通话将会录音"), said("感谢您的接听", 9)]

    assert likelihood([*once, *once]) == likelihood(once)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([AGENT, CUSTOMER, MIXED]),
            st.sampled_from(sorted({each.text for _, call in CALLS for each in call})),
        ),
        max_size=30,
    )
)
def test_exchanging_the_speakers_makes_1_minus_p_of_p(turns: list[tuple[Channel, str]]) -> None:
    utterances = [said(text, 3 * at, channel) for at, (channel, text) in enumerate(turns)]

    p, q = likelihood(utterances), likelihood(swapped(utterances))

    assert (p is None) == (q is None)
    assert p is None or q is None or p + q == pytest.approx(1)


@given(st.lists(st.tuples(st.sampled_from(list(Channel)), st.text(max_size=40)), max_size=10))
def test_any_text_gives_a_likelihood_or_none(turns: list[tuple[Channel, str]]) -> None:
    found = likelihood([said(text, at, channel) for at, (channel, text) in enumerate(turns)])

    assert found is None or 0 <= found <= 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("least_cues = 1", "least_weight"),
        ("least_cues = ", "Invalid value"),
        (
            "least_cues = 1\nleast_weight = 1\n"
            "[[cue]]\nside = 'agent'\npattern = '('\nweight = 1.0",
            "unterminated",
        ),
        (
            "least_cues = 1\nleast_weight = 1\n"
            "[[cue]]\nside = 'mixed'\npattern = 'a'\nweight = 1.0",
            "side",
        ),
    ],
)
def test_a_broken_file_of_cues_is_refused_with_its_name(
    tmp_path: Path, content: str, complaint: str
) -> None:
    file = tmp_path / "cues.toml"
    file.write_text(content)

    with pytest.raises(CuesBroken, match=complaint) as raised:
        read_cues(file)
    assert "cues.toml" in str(raised.value)


def test_own_cues_take_the_place_of_the_built_in_ones(tmp_path: Path) -> None:
    file = tmp_path / "cues.toml"
    file.write_text(
        "least_cues = 1\nleast_weight = 1.0\n"
        "[[cue]]\nside = 'agent'\npattern = 'moin'\nweight = 2.0\n"
    )

    found = suspect_swap([said("Moin, moin!", 0, CUSTOMER)], read_cues(file))

    assert found is not None
    assert found.likelihood == pytest.approx(0.8808, abs=1e-4)
    assert found.cues == ("moin",)
