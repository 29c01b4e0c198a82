"""Numbers as dialers write them: one number, one spelling; what is uncertain stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.dialers import Setting
from services.dialers.numbers import in_e164, told_of

MOBILE = "+8613800138000"


@pytest.mark.parametrize(
    "written",
    [
        "+8613800138000",
        "008613800138000",
        "8613800138000",
        "13800138000",
        "013800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 (138) 0013-8000",
        "＋８６１３８００１３８０００",
    ],
)
def test_one_chinese_number_in_every_spelling_is_one_number(written: str) -> None:
    assert in_e164(written, "CN") == MOBILE


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("01082167014", "CN", "+861082167014"),
        ("075586013388", "CN", "+8675586013388"),
        ("4008001234", "CN", "+864008001234"),
        ("0085221234567", "CN", "+85221234567"),
        ("(312) 555-1212", "US", "+13125551212"),
        ("011442079460000", "US", "+442079460000"),
        ("020 7946 0000", "GB", "+442079460000"),
    ],
)
def test_numbers_without_a_country_belong_to_the_region(
    written: str, region: str, number: str
) -> None:
    assert in_e164(written, region) == number


@pytest.mark.parametrize(
    "written",
    [
        "138****1234",
        "1388888xxxx",
        "05719213xxxx",
        "anonymous",
        "<unknown>",
        "Restricted",
        "unavailable",
        "sip:1001@pbx.example",
        "PJSIP/1001",
        "*43",
        "8001",
        "95588",
        "110",
        "-1",
        "0",
        "",
        "   ",
        "99999999999999999999",
    ],
)
def test_masked_hidden_internal_and_impossible_numbers_stay_as_they_are(written: str) -> None:
    assert in_e164(written, "CN") == written


def test_a_country_code_counts_even_where_the_plan_does_not_know_the_number() -> None:
    assert in_e164("008612345678901", "CN") == "+8612345678901"
    assert in_e164("012345678901", "CN") == "012345678901"


def test_digits_for_an_outside_line_are_taken_off_only_when_a_number_remains() -> None:
    assert in_e164("9013800138000", "CN", trunk_prefix="9") == MOBILE
    assert in_e164("9013800138000", "CN") == "9013800138000"
    assert in_e164("9138", "CN", trunk_prefix="9") == "9138"
    assert in_e164("95588", "CN", trunk_prefix="9") == "95588"


def test_the_original_is_kept_where_it_differs() -> None:
    setting = Setting(region="CN")

    assert told_of("customer_number", "013800138000", setting) == {
        "customer_number": MOBILE,
        "customer_number_original": "013800138000",
    }
    assert told_of("caller_number", MOBILE, setting) == {"caller_number": MOBILE}
    assert told_of("customer_number", "138****1234", setting) == {"customer_number": "138****1234"}
    assert told_of("customer_number", None, setting) == told_of("caller_number", "", setting) == {}


@pytest.mark.parametrize("region", ["", "XX", "cn", "ZZZ"])
def test_an_unknown_region_only_leaves_national_numbers_alone(region: str) -> None:
    assert in_e164("13800138000", region) == "13800138000"
    assert in_e164("+8613800138000", region) == MOBILE


DIALLED = st.text(alphabet="0123456789+-() *#x", max_size=24)


@given(st.one_of(st.text(max_size=30), DIALLED), st.sampled_from(["CN", "US", "GB", "IT", "XX"]))
def test_writing_a_number_again_changes_nothing_and_nothing_fails(
    written: str, region: str
) -> None:
    number = in_e164(written, region, trunk_prefix="9")

    assert in_e164(number, region, trunk_prefix="9") == number
    assert number == written or (number.startswith("+") and number[1:].isascii())


@given(DIALLED.filter(lambda text: any(mask in text for mask in "*#x")))
def test_a_mask_is_never_touched(written: str) -> None:
    assert in_e164(written, "CN") == written
