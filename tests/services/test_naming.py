"""What the names of files say of calls."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.recordings.naming import (
    NAME_MAX,
    PRESETS,
    FilePatternWrong,
    Named,
    read_name,
    require_patterns,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2025, 3, 27, 1, 25, 17, tzinfo=UTC)


def named(name: str, *patterns: str, zone: ZoneInfo | None = SHANGHAI) -> Named | None:
    return read_name(name, patterns, zone).named


def why(name: str, *patterns: str, zone: ZoneInfo | None = SHANGHAI) -> list[str]:
    reading = read_name(name, patterns, zone)
    assert reading.named is None
    return [reason for _, reason in reading.misfits]


@pytest.mark.parametrize(
    ("preset", "name", "expected"),
    [
        (
            "freepbx",
            "2025/03/27/force-0821123456-3201-20250327-092517-1743042317.12206.wav",
            Named("1743042317.12206", "3201", "0821123456", AT),
        ),
        (
            "freepbx",
            "q-400-13800138000-20250327-092517-1743042317.12206.WAV",
            Named("1743042317.12206", None, "13800138000", AT),
        ),
        (
            "freepbx",
            "internal-3201-3202-20250327-092517-1743042317.9.wav",
            Named("1743042317.9", None, None, AT),
        ),
        ("mixmonitor", "1743042317.12206.WAV", Named("1743042317.12206")),
        ("mixmonitor", "pbx1-1743042317.12206", Named("pbx1-1743042317.12206")),
        (
            "vicidial",
            "20250327-092517_7275551212-all.mp3",
            Named(None, None, "7275551212", AT),
        ),
        ("vicidial", "20250327-092517_7275551212.wav", Named(None, None, "7275551212", AT)),
        (
            "amazon_connect",
            "connect/shop/CallRecordings/2025/03/27/0b1c-22_20250327T01:25_UTC.wav",
            Named("0b1c-22", None, None, AT.replace(second=0)),
        ),
    ],
)
def test_presets_read_names_as_dialers_write_them(preset: str, name: str, expected: Named) -> None:
    assert named(name, preset) == expected


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("{agent}/{call_id}", "monitor/8002/c-1.wav", Named("c-1", "8002")),
        ("{any}_{call_id}", "a_b_c", Named("b_c")),
        ("rec {call_id} (1)", "rec c.1 (1).mp3", Named("c.1")),
        ("{started_at:%s}-{agent}", "1743038717-x.ogg", Named(agent="x", started_at=AT)),
        (
            "{started_at:%Y-%m-%dT%H.%M.%S%z}_{agent}",
            "2025-03-27T09.25.17+0800_8002.wav",
            Named(agent="8002", started_at=AT),
        ),
        ("{customer_number}_{call_id}", "+8613800138000_1.wav", Named("1", None, "+8613800138000")),
        ("通话{call_id}", "通话一.wav", Named("一")),
        (".*{call_id}", ".*x", Named("x")),
    ],
)
def test_patterns_mean_what_they_say(pattern: str, name: str, expected: Named) -> None:
    assert named(name, pattern) == expected


def test_the_first_pattern_that_fits_decides() -> None:
    reading = read_name("8002_c-1.wav", ["x-{call_id}", "{agent}_{call_id}", "{call_id}"], None)

    assert (reading.pattern, reading.named) == ("{agent}_{call_id}", Named("c-1", "8002"))
    assert reading.misfits == (("x-{call_id}", "It does not begin with x-."),)


def test_it_is_said_how_far_a_name_fits() -> None:
    pattern = "{agent}_{started_at:%Y%m%d}_{customer_number}"

    assert why("8002-c.wav", pattern) == ['"8002-c" has no _ after {agent}.']
    assert why("8002_2025.wav", pattern) == [
        '"8002_2025" has no {started_at:%Y%m%d} after {agent}_.'
    ]
    assert why("8002_20250327_c.wav", pattern) == [
        '"8002_20250327_c" has no {customer_number} after {agent}_{started_at:%Y%m%d}_.'
    ]
    assert why("8002_20250327_1380013x.wav", pattern) == [
        '"8002_20250327_1380013x" goes on after what the pattern ends with.'
    ]
    assert why("8002_20251327_13800138000.wav", pattern) == ['"20251327" is no time.']
    assert why("8002_00010101_13800138000.wav", pattern) == ['"00010101" is no time.']


def test_local_times_need_a_zone_and_others_do_not() -> None:
    name = "20250327-092517_7275551212.wav"

    assert "not known of which zone" in why(name, "vicidial", zone=None)[1]
    assert named("a_20250327T01:25_UTC.wav", "amazon_connect", zone=None) is not None


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "1 to 200"),
        ("x" * 201, "1 to 200"),
        ("{", 'a "{"'),
        ("{call_id}}", 'a "}"'),
        ("{who}", "no field {who}"),
        ("{call_id:x}", "no field {call_id:x}"),
        ("recording", "no field that says anything"),
        ("{any}", "no field that says anything"),
        ("{call_id}-{call_id}", "{call_id} twice"),
        ("{started_at}", "needs a year"),
        ("{started_at:%H%M}", "needs a year"),
        ("{started_at:%Y%j}", "%j is not known"),
        ("{started_at:%Y%}", "% is not known"),
    ],
)
def test_what_is_no_pattern_is_said(pattern: str, said: str) -> None:
    with pytest.raises(FilePatternWrong) as refused:
        require_patterns([pattern])

    assert refused.value.field == "patterns"
    assert said in refused.value.facts["detail"]


def test_there_are_not_endlessly_many_patterns() -> None:
    with pytest.raises(FilePatternWrong):
        require_patterns(["{call_id}"] * 21)


def test_presets_are_patterns() -> None:
    require_patterns(list(PRESETS))
    for patterns in PRESETS.values():
        require_patterns(patterns)


def test_time_is_in_proportion_to_the_name_whatever_the_pattern() -> None:
    """A backtracking matcher would still be at it tomorrow."""
    pattern = "{any}a" * 30 + "{call_id}b"
    require_patterns([pattern])

    assert why("a" * NAME_MAX, pattern)
    assert "longer" in why("a" * (NAME_MAX + 1), pattern)[0]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_pattern_and_any_name_get_an_answer(pattern: str, name: str) -> None:
    try:
        reading = read_name(name, [pattern], SHANGHAI)
    except FilePatternWrong:
        return
    assert (reading.named is None) == bool(reading.misfits)


fields = st.sampled_from(
    ["{call_id}", "{agent}", "{customer_number}", "{started_at:%Y%m%d%H%M%S}", "{any}"]
)


@given(
    st.lists(fields | st.sampled_from("-_.ab/[]\\"), max_size=8), st.text("ab-_0129/.", max_size=40)
)
def test_what_is_read_stands_in_the_name(parts: list[str], name: str) -> None:
    try:
        found = named(name, "".join(parts))
    except FilePatternWrong:
        return
    if found is not None:
        for value in (found.call_id, found.agent, found.customer_number):
            assert value is None or value in name
