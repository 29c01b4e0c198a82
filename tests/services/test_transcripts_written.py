"""What numbers in a call mean: labelled sentences, and what holds for any text."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from services.tables import Channel
from services.transcripts import EntityKind, Utterance
from services.transcripts.written import iter_entities, with_entities

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "written" / "cases.jsonl")
    .read_text()
    .splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_labelled_sentence_is_understood(case: dict[str, Any]) -> None:
    text = case["text"]

    found = [
        {
            "kind": entity.kind.value,
            "said": text[entity.char_start : entity.char_end],
            "written": entity.written,
            "value": entity.value,
        }
        for entity in iter_entities(text, case["language"])
    ]

    assert found == case["entities"]


def only(text: str, language: str | None = "zh") -> tuple[EntityKind, str]:
    """Kind and value of the one thing in `text`, which is all of it."""
    [entity] = iter_entities(text, language)
    assert text[entity.char_start : entity.char_end] == text
    return entity.kind, entity.value


def test_the_text_stays_as_it_was_said() -> None:
    said = Utterance(
        channel=Channel.AGENT, start_s=0, end_s=1, text="一共三千五百元", language="zh"
    )

    kept = with_entities(said)

    assert kept.text == said.text
    assert [entity.written for entity in kept.entities] == ["3,500元"]


@given(st.integers(min_value=11, max_value=10**12 - 1))
def test_a_number_said_in_full_has_its_value(number: int) -> None:
    said = an2cn(number, "low")

    assert only(said) == (EntityKind.NUMBER, str(number))
    assert only(said.replace("二百", "两百").replace("二千", "两千"))[1] == str(number)


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from("百千万亿"))
def test_the_last_unit_may_be_left_out(first: int, second: int, unit: str) -> None:
    size = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[unit]
    said = f"{an2cn(first, 'low')}{unit}{an2cn(second, 'low')}"

    assert only(f"{said}元")[1] == str(first * size + second * size // 10)


@given(st.integers(1, 10**6), st.integers(0, 99))
def test_money_has_its_value(yuan: int, cents: int) -> None:
    decimals = f"点{an2cn(f'{cents:02}', 'direct')}" if cents else ""
    kind, value = only(f"{an2cn(yuan, 'low')}{decimals}元")

    assert kind is EntityKind.AMOUNT
    assert Decimal(value) == Decimal(yuan) + Decimal(cents) / 100


@given(st.dates())
def test_a_date_has_its_value(day: Any) -> None:
    if not 1900 <= day.year < 2100:
        return
    year = an2cn(str(day.year), "direct")
    said = f"{year}年{an2cn(day.month, 'low')}月{an2cn(day.day, 'low')}号"

    assert only(said) == (EntityKind.DATE, day.isoformat())
    assert only(f"{day:%Y-%m-%d}") == (EntityKind.DATE, day.isoformat())


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", ",", " ", "，"]))
def test_a_telephone_number_may_be_read_in_groups(number: str, between: str) -> None:
    groups = number[:3], number[3:7], number[7:]
    spoken = an2cn(number, "direct").replace("一", "幺")

    assert only(between.join(groups)) == (EntityKind.PHONE, number)
    said = between.join((spoken[:3], spoken[3:7], spoken[7:]))
    assert only(said) == (EntityKind.PHONE, number)


@given(st.from_regex(r"62[0-9]{14}", fullmatch=True))
def test_a_card_needs_its_check_digit(digits: str) -> None:
    check = luhn.calc_check_digit(digits)
    wrong = str((int(check) + 1) % 10)

    assert only(f"{digits}{check}") == (EntityKind.CARD, f"{digits}{check}")
    assert only(f"{digits}{wrong}") == (EntityKind.NUMBER, f"{digits}{wrong}")


@pytest.mark.parametrize(
    "text",
    [
        "1" * 5000,
        "一" * 5000,
        "one " * 2000,
        "1" * 5000 + "元",
        "3." + "1" * 5000,
        "1" * 5000 + "点五",
    ],
    ids=lambda text: text[:4],
)
def test_a_model_that_hangs_says_no_number(text: str) -> None:
    assert list(iter_entities(text, "zh")) == []


pieces = st.sampled_from(
    [
        *"零一二三四五六七八九十百千万亿点年月日号元块毛分半幺两第周几多个,， .:-/%$¥+3x",
        *(
            "1" * 25,
            "零" * 25,
            "one " * 25,
            "百分之",
            "上午",
            "下午",
            "一刻",
            "13800138000",
            "2026",
            "3.5",
            "one",
            "twenty ",
            " oh ",
        ),
        *(" hundred ", "double ", "May ", "third ", " dollars", " percent", " pm", "half past "),
        *("□", "叉", "🙂", "İ", "ﬀ", "萬", "㎡", "\n", "A"),
    ]
)


@given(
    st.one_of(st.lists(pieces, max_size=14).map("".join), st.text(max_size=30)),
    st.sampled_from([None, "zh", "en", "de"]),
)
def test_what_is_found_lies_in_the_text_and_in_order(text: str, language: str | None) -> None:
    last = 0
    for entity in iter_entities(text, language):
        assert last <= entity.char_start < entity.char_end <= len(text)
        assert entity.value
        assert entity.written
        last = entity.char_end
