"""The packs that are shipped do what they say, each by itself."""

from functools import cache

import pytest
from pydantic import ValidationError

from services.scoring.card import Pack, Rule, ScorecardBody
from services.scoring.conditions import Said
from services.scoring.heard import HeardCall
from services.scoring.judging import CompiledCard, Talk, compile_card, judge
from services.scoring.packs import Category, WordPack, shipped
from services.scoring.results import Truth
from services.transcripts import spelling
from tests.factories import said

FORBIDDEN = {
    Category.ABSOLUTE_CLAIMS,
    Category.GUARANTEED_RETURNS,
    Category.ABUSE,
    Category.PRESSURE,
    Category.PRIVACY,
    Category.COMPETITORS,
    Category.OFF_PLATFORM,
}
KEYS = sorted(shipped())


@cache
def card(key: str, *, excluding: bool = True) -> CompiledCard:
    words = shipped()[key].words
    pack = words if excluding else Pack(phrases=words.phrases)
    rule = Rule(key="rule", name="Rule", condition=Said(packs=(key,)))
    return compile_card(ScorecardBody(rules=(rule,)), {key: pack})


def finds(key: str, text: str, *, excluding: bool = True) -> bool:
    ready = card(key, excluding=excluding)
    [condition] = ready.conditions.values()
    call = HeardCall(duration_s=2, utterances=(said(text),))
    return judge(condition, Talk(call, ready)).truth is Truth.TRUE


def test_every_category_has_a_pack_in_both_languages() -> None:
    covered = {(pack.category, pack.language) for pack in shipped().values()}
    wanted = {(each, language) for each in Category for language in ("zh", "en")}
    assert wanted - covered == {(Category.OTHER, "zh"), (Category.OTHER, "en")}


@pytest.mark.parametrize("key", KEYS)
def test_a_pack_is_named_after_its_language_and_worth_having(key: str) -> None:
    pack = shipped()[key]
    assert key.endswith(f"_{pack.language}")
    assert len(pack.phrases) >= 20
    assert (pack.category in FORBIDDEN) <= bool(pack.exclusions)


@pytest.mark.parametrize("key", KEYS)
def test_no_two_phrases_are_one_and_the_same_when_spoken(key: str) -> None:
    pack = shipped()[key]
    for phrases in (pack.phrases, pack.exclusions):
        spelt = [spelling.normalize(phrase) for phrase in phrases]
        assert sorted(each for each in set(spelt) if spelt.count(each) > 1) == []


@pytest.mark.parametrize("key", KEYS)
def test_every_phrase_is_found_by_its_own_pack(key: str) -> None:
    assert [phrase for phrase in shipped()[key].phrases if not finds(key, phrase)] == []


@pytest.mark.parametrize("key", KEYS)
def test_every_exclusion_excludes_something_and_leaves_nothing(key: str) -> None:
    exclusions = shipped()[key].exclusions
    assert [each for each in exclusions if finds(key, each)] == []
    assert [each for each in exclusions if not finds(key, each, excluding=False)] == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("guaranteed_returns_zh", "这款产品稳赚不赔,您放心"),
        ("guaranteed_returns_zh", "年化百分之五,保本保息的"),
        ("guaranteed_returns_en", "Sir, it's risk-free, you can't lose money."),
        ("absolute_claims_zh", "我们是全国第一的平台"),
        ("refusals_zh", "不用了谢谢,我在开车"),
        ("refusals_en", "I'm good, thanks. Not interested."),
        ("complaints_zh", "你再这样我就打12315了"),
        ("complaints_en", "Let me speak to your manager!"),
        ("do_not_call_zh", "以后别再打了,烦死了"),
        ("do_not_call_en", "Take me off your list, please."),
        ("off_platform_payment_zh", "你直接转我微信就行"),
        ("privacy_probing_zh", "把验证码报一下"),
        ("recording_notice_zh", "为保证服务质量,本次通话将被录音"),
        ("recording_notice_en", "Just so you know, this call may be monitored or recorded."),
        ("disclosure_loans_zh", "年化利率是百分之七点二,提前还款没有违约金"),
    ],
)
def test_what_people_say_is_found(key: str, text: str) -> None:
    assert finds(key, text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("guaranteed_returns_zh", "投资有风险,我们不承诺保本保收益"),
        ("guaranteed_returns_zh", "请问这个有没有风险"),
        ("guaranteed_returns_zh", "您之前投保过医疗险吗"),
        ("guaranteed_returns_zh", "给您发红包过期了"),
        ("guaranteed_returns_en", "We cannot guarantee returns, and nothing is risk free."),
        ("absolute_claims_zh", "您看最佳联系时间是几点"),
        ("privacy_probing_zh", "请不要把验证码告诉任何人"),
        ("abuse_zh", "小心骗子,谨防上当"),
        ("abuse_zh", "我妈妈的保险到期了"),
        ("competitors_zh", "平安保险与您同行"),
        ("pressure_en", "You don't have to decide today, take your time."),
        ("refusals_en", "There is no interest until January."),
    ],
)
def test_what_is_innocent_is_not_found(key: str, text: str) -> None:
    assert not finds(key, text)


def test_a_phrase_that_is_listed_twice_is_refused() -> None:
    pack = shipped()["greeting_en"].model_dump()
    with pytest.raises(ValidationError, match="hello is listed twice"):
        WordPack.model_validate(pack | {"phrases": ["hello", "hi", "hello"]})
