"""Tables of calls and events: guessed, read, and folded."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calls.fold import FoldedCall, Heard, fold
from services.dialers import Payload, PayloadUnreadable, Setting, Told, ZoneNeeded
from services.dialers.csv import adapter
from services.dialers.csv.guessing import look_at, problems
from services.dialers.csv.mapping import Column, Field, Mapping
from services.dialers.csv.rows import Row, find_delimiter, read_rows
from services.dialers.csv.tables import ReadRow, TableReader, begin, mapping_of
from services.dialers.csv.values import Clock, duration_of, instant_of
from services.tables import CallState

SHANGHAI = Setting(zone=ZoneInfo("Asia/Shanghai"))
READ_AT = datetime(2026, 4, 1, tzinfo=UTC)
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine o'clock in Shanghai."""


def rows(text: str) -> list[Row]:
    lines = list(io.StringIO(text, newline=""))
    return list(read_rows(lines, find_delimiter(lines)))


def guessed(text: str) -> Mapping:
    return mapping_of(look_at(rows(text)), None)


def fields(text: str) -> list[str]:
    return [column.field.value for column in guessed(text).columns]


def read(text: str, mapping: Mapping | None = None, setting: Setting = SHANGHAI) -> list[ReadRow]:
    table, below = begin(iter(rows(text)), mapping)
    reader = TableReader(mapping_of(table, mapping), table.columns, setting, READ_AT)
    return [reader.read(row) for row in below]


def folded(told: Iterable[Told]) -> FoldedCall:
    return fold(Heard(e.type, e.at, ("csv", e.event_id), dict(e.data)) for e in told)


def the_call(text: str, mapping: Mapping | None = None) -> FoldedCall:
    [row] = read(text, mapping)
    assert row.faults == ()
    return folded(row.events)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "流水号,呼叫类型,坐席工号,主叫,被叫,开始时间,应答时间,结束时间,通话时长,呼叫结果,录音地址",
            "call_id direction agent caller_number customer_number started_at answered_at ended_at "
            "talk_s outcome recording_url",
        ),
        (
            "通话ID,座席,客户号码,呼叫时间,振铃时长(秒),总时长,挂机方,满意度,队列,项目名称,备注",
            "call_id agent customer_number started_at wait_s duration_s hangup_by satisfaction "
            "queue campaign extra",
        ),
        (
            "Call ID,Agent,Agent Name,Customer Phone,Start Time,Answer Time,End Time,Duration,"
            "Disposition,Recording URL",
            "call_id agent agent_name customer_number started_at answered_at ended_at duration_s "
            "outcome recording_url",
        ),
        (
            "UniqueID;Direction;Extension;From;To;Date;Time;Talk Time;Wait Time;Status;Amount",
            "call_id direction agent caller_number customer_number date time talk_s wait_s "
            "outcome amount",
        ),
    ],
    ids=["zh", "zh, of others", "en", "en, of others"],
)
def test_usual_headings_are_known(heading: str, expected: str) -> None:
    assert fields(heading + "\n") == expected.split()


def test_an_event_table_is_told_from_one_of_calls() -> None:
    events = "Event ID,Event,Time Of,Call ID,Timestamp\n1,hangup,x,c-1,2026-03-02 09:00\n"
    guess = guessed(events)
    assert guess.one_row_is == "event"
    assert [c.field for c in guess.columns if c.field is not Field.EXTRA] == [
        Field.EVENT_ID,
        Field.TYPE,
        Field.CALL_ID,
        Field.AT,
    ]
    calls = "Call ID,Type,Start Time\nc-1,Outbound,2026-03-02 09:00\n"
    assert fields(calls) == ["call_id", "direction", "started_at"]


def test_values_say_what_headings_leave_open() -> None:
    text = (
        "id,Start Time,通话时长(毫秒),结果,录音\n"
        "1,13/02/2026 09:00,80000,已成交,a.wav\n"
        "2,01/02/2026 09:00,0,空号,b.wav\n"
    )
    guess = guessed(text)
    by_name = {column.column: column for column in guess.columns}
    assert guess.date_order == "dmy"
    assert by_name["通话时长(毫秒)"].format == "ms"
    assert by_name["结果"].values == {"已成交": "sale", "空号": "wrong_number"}
    assert by_name["录音"].field is Field.RECORDING_FILE


def test_titles_empty_lines_and_columns_without_a_name_do_no_harm() -> None:
    table = look_at(rows("Report of March,,\n\n,,\nCall ID,Start Time,,Call ID\n1,2,3,4\n"))
    assert table.columns == ("Call ID", "Start Time", "#3", "Call ID (2)")
    assert [row.line for row in table.rows] == [5]


def test_a_mapping_finds_its_own_heading() -> None:
    mapping = Mapping(
        columns=(
            Column(column="kennung", field=Field.CALL_ID),
            Column(column="beginn", field=Field.STARTED_AT),
        )
    )
    text = "Agent,Start Time\nkennung,beginn\nc-1,2026-03-02 09:00:00\n"
    assert the_call(text, mapping).started_at == NINE


@pytest.mark.parametrize(
    ("cells", "answered_s", "ended_s", "talk_s"),
    [
        ({"应答时间": "2026-03-02 09:00:05", "结束时间": "2026-03-02 09:01:25"}, 5, 85, 80),
        ({"总时长": "85", "通话时长": "80"}, 5, 85, 80),
        ({"等待时长": "5", "通话时长": "1分20秒"}, 5, 85, 80),
        ({"应答时间": "2026-03-02 09:00:05", "通话时长": "01:20"}, 5, 85, 80),
        ({"结束时间": "2026-03-02 09:01:25", "通话时长": "80"}, 5, 85, 80),
        ({"总时长": "30", "通话时长": "0"}, None, 30, 0),
        ({"总时长": "30", "呼叫结果": "未接"}, None, 30, 0),
        ({"总时长": "0:01:25"}, 0, 85, 85),
        ({"应答时间": "", "结束时间": "2026-03-02 09:00:30"}, None, 30, 0),
        ({}, None, 0, 0),
    ],
)
def test_durations_stand_in_for_times(
    cells: dict[str, str], answered_s: float | None, ended_s: float, talk_s: float
) -> None:
    text = ",".join(["流水号", "开始时间", *cells]) + "\n"
    text += ",".join(["c-1", "2026-03-02 09:00:00", *cells.values()]) + "\n"
    call = the_call(text)

    def after(at: datetime | None) -> float | None:
        return None if at is None else (at - NINE).total_seconds()

    assert (after(call.answered_at), after(call.ended_at)) == (answered_s, ended_s)
    assert (call.started_at, call.talk_s, call.state) == (NINE, talk_s, CallState.ENDED)
    assert call.end_estimated is (cells == {})


def test_the_beginning_is_found_from_the_end() -> None:
    text = "流水号,结束时间,总时长,通话时长\nc-1,2026-03-02 09:01:25,85,80\n"
    call = the_call(text)
    assert call.started_at == NINE
    assert call.answered_at == NINE + timedelta(seconds=5)


def test_an_inbound_call_waits_in_its_queue() -> None:
    heading = "流水号,呼叫类型,主叫,被叫,技能组,坐席,开始时间,应答时间,结束时间\n"
    answered = heading + (
        "c-1,呼入,13800138000,4008888888,售后,1001,2026-03-02 09:00:00,2026-03-02 09:00:20,"
        "2026-03-02 09:01:00\n"
    )
    given_up = (
        heading + "c-2,呼入,13800138000,4008888888,售后,,2026-03-02 09:00:00,,2026-03-02 9:01\n"
    )

    call, lost = the_call(answered), the_call(given_up)

    assert (call.wait_s, call.abandoned, call.talk_s) == (20, False, 40)
    assert call.facts["customer_number"] == "+8613800138000"
    assert [leg.agent_key for leg in call.legs] == ["1001"]
    assert (lost.wait_s, lost.abandoned) == (60, True)


def test_what_no_field_knows_is_kept_under_its_heading() -> None:
    text = (
        '流水号,开始时间,备注,reason,币种,成交金额\nc-1,2026-03-02 09:00:00,好,why,人民币,"1,280"\n'
    )
    mapping = guessed(text)
    columns = [
        column.model_copy(update={"field": Field.EXTRA}) if column.column == "reason" else column
        for column in mapping.columns
    ]
    call = the_call(text, mapping.model_copy(update={"columns": tuple(columns)}))
    assert call.extra == {"备注": "好", "reason (column)": "why"}
    assert (call.facts["amount"], call.facts["currency"]) == (1280, "CNY")


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"客户号码": "1.38001E+10"}, "客户号码", "unreadable"),
        ({"结束时间": "2026-03-02 08:00:00"}, None, "order"),
        ({"通话时长": "-3"}, "通话时长", "unreadable"),
        ({"呼叫类型": "内部"}, "呼叫类型", "unreadable"),
        ({"开始时间": "03/04/2026 09:00"}, "开始时间", "unreadable"),
        ({"开始时间": ""}, "开始时间", "missing"),
        ({"流水号": "x" * 201}, "流水号", "unreadable"),
        ({"币种": "dollars"}, "币种", "unreadable"),
        ({"备注": "\udc80"}, "备注", "unreadable"),
    ],
)
def test_a_row_says_which_of_its_cells_is_wrong(
    cells: dict[str, str], column: str | None, reason: str
) -> None:
    whole = {"流水号": "c-1", "开始时间": "2026-03-02 09:00:00", **cells}
    [row] = read(",".join(whole) + "\n" + ",".join(whole.values()) + "\n")
    assert row.events == ()
    assert [(fault.column, fault.reason) for fault in row.faults] == [(column, reason)]


def test_rows_with_more_cells_than_the_heading_are_refused() -> None:
    [short, long] = read("流水号,开始时间,备注\nc-1,2026-03-02 09:00:00\nc-2,2026-03-02 9:00,a,b\n")
    assert (short.faults, long.faults[0].reason) == ((), "columns")


def test_an_open_quotation_mark_costs_one_row() -> None:
    text = '流水号,开始时间,备注\nc-1,2026-03-02 09:00:00,"oh\n' + "".join(
        f"c-{n},2026-03-02 09:00:00,x\n" for n in range(2, 80)
    )
    found = read(text)
    assert [row.line for row in found if row.faults] == [2]
    assert sum(bool(row.events) for row in found) == 78


@pytest.mark.parametrize(
    ("written", "form", "order"),
    [
        ("2026-03-02 14:05:06", None, None),
        ("2026/3/2 14:05:06", None, None),
        ("2026年3月2日 14时05分06秒", None, None),
        ("2026年3月2日 下午2:05:06", None, None),
        ("3/2/2026 2:05:06 PM", None, "mdy"),
        ("02.03.2026 14:05:06", None, "dmy"),
        ("2/3/26 14:05:06", None, "dmy"),
        ("20260302140506", None, None),
        ("2026-03-02T06:05:06Z", None, None),
        ("2026-03-02T07:05:06+01:00", None, None),
        ("1772431506", None, None),
        ("1772431506000", None, None),
        ("46083.58687500", None, None),
        ("02|03|2026 14-05-06", "%d|%m|%Y %H-%M-%S", None),
    ],
)
def test_times_as_they_are_written(written: str, form: str | None, order: str | None) -> None:
    at = instant_of(written, form, Clock(ZoneInfo("Asia/Shanghai"), order), "at")
    assert at == datetime(2026, 3, 2, 6, 5, 6, tzinfo=UTC)


def test_times_that_cannot_be_told_are_refused() -> None:
    clock = Clock(None, None)
    with pytest.raises(ZoneNeeded):
        instant_of("2026-03-02 09:00:00", None, clock, "at")
    for wrong in ("soon", "2026-02-30", "9:00", "99999999999999999", "nan", "1e400", "1600-02-03"):
        with pytest.raises(PayloadUnreadable):
            instant_of(wrong, None, Clock(ZoneInfo("UTC"), None), "at")
    assert instant_of("-", None, clock, "at") is None
    assert instant_of("1970-01-01 00:00:00", None, clock, "at") is None


@pytest.mark.parametrize(
    ("written", "form", "seconds"),
    [
        ("80", None, 80),
        ("80.5", None, 80.5),
        ("01:20", None, 80),
        ("0:01:20", None, 80),
        ("00：01：20", None, 80),
        ("1分20秒", None, 80),
        ("1小时1分", None, 3660),
        ("1h 2m 3s", None, 3723),
        ("80秒", None, 80),
        ("80000", "ms", 80),
        ("1.5", "min", 90),
        ("0.5", "days", 43_200),
        ("1,280", None, 1280),
    ],
)
def test_durations_as_they_are_written(written: str, form: str | None, seconds: float) -> None:
    assert duration_of(written, form, "s") == seconds


def test_a_mapping_says_itself_what_is_wrong_with_it() -> None:
    def wrong(*columns: tuple[str, Field], **options: Any) -> list[tuple[str, str | None]]:
        mapping = Mapping(
            columns=tuple(Column(column=name, field=field) for name, field in columns), **options
        )
        found = problems(mapping, ["a", "b"])
        return [(each.reason, each.field) for each in found if each.refuses]

    assert wrong(("a", Field.CALL_ID)) == [("missing", "started_at")]
    assert wrong(("a", Field.STARTED_AT), ("b", Field.STARTED_AT)) == [("twice", "started_at")]
    assert wrong(("a", Field.STARTED_AT), ("c", Field.AGENT)) == [("unknown_column", "c")]
    assert wrong(("a", Field.TIME)) == [("missing", "started_at"), ("missing", "date")]
    assert wrong(("a", Field.STARTED_AT), ("b", Field.TYPE)) == [("misplaced", "type")]
    assert wrong(("a", Field.AT), one_row_is="event") == [
        ("missing", "type"),
        ("missing", "call_id"),
    ]
    assert wrong(("a", Field.ENDED_AT), ("b", Field.DURATION_S)) == []


CALLS = [
    [f"c-{n}", "呼出", f"100{n % 3}", f"2026-03-02 09:0{n}:00", str(20 * n), word]
    for n, word in enumerate(["成交", "未接", "拒绝", "关机", "忙"])
]


def calls_of(found: Sequence[Sequence[str]]) -> dict[str, FoldedCall]:
    heading = ["流水号", "呼叫类型", "坐席", "开始时间", "总时长", "呼叫结果"]
    text = "\n".join(",".join(cells) for cells in [heading, *found]) + "\n"
    told: dict[str, list[Told]] = {}
    for row in read(text, guessed("\n".join(",".join(c) for c in [heading, *CALLS]) + "\n")):
        for event in row.events:
            told.setdefault(event.data["call_id"], []).append(event)
    return {key: folded(events) for key, events in told.items()}


@settings(max_examples=40)
@given(st.permutations(CALLS), st.lists(st.sampled_from(CALLS), max_size=6))
def test_order_and_repetition_of_rows_do_not_matter(
    shuffled: list[list[str]], again: list[list[str]]
) -> None:
    assert calls_of([*shuffled, *again]) == calls_of(CALLS)


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2026-03-02 09:00:00", "1e999", "-1", "下午", '="1"', "1.3E+9", "呼出", "\0"]),
)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            ["流水号", "开始时间", "结束时间", "通话时长", "事件", "日期", "时间", "x", ""]
        ),
        max_size=5,
    ),
    st.lists(st.lists(CELLS, max_size=6), max_size=4),
)
def test_no_table_is_more_than_refused(heading: list[str], cells: list[list[str]]) -> None:
    text = io.StringIO()
    for line in [heading, *cells]:
        text.write(",".join(line) + "\n")
    body = text.getvalue().encode("utf-8", "replace")
    try:
        said = adapter.translate(Payload(body=body, received_at=READ_AT), SHANGHAI)
    except (PayloadUnreadable, ZoneNeeded):
        return
    assert all(event.at.tzinfo is not None for event in said.events)
