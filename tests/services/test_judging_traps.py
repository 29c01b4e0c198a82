"""Where engines go wrong: each does the right thing, and tells why."""

from datetime import UTC, datetime
from uuid import UUID

from services.acoustics import Acoustics, Why
from services.scoring.heard import Opinion, PastCall
from services.scoring.results import Finding, Truth, Unsure
from tests.judging import ask, call, said


def quotes(finding: Finding) -> list[str]:
    return [place.quote for place in finding.places]


def test_a_homophone_is_found_and_names_the_phrase() -> None:
    finding = ask(said("保证收益", homophones=True), call("A 0-3 我们包正收一的"))

    [place] = finding.places
    assert finding.truth is Truth.TRUE
    assert (place.quote, place.detail) == ("包正收一", "保证收益")


def test_what_is_spelled_as_asked_needs_no_explanation() -> None:
    finding = ask(said("保证收益", homophones=True), call("A 0-3 保证收益"))

    assert finding.places[0].detail == ""


def test_a_keyword_split_over_two_utterances_of_a_turn_is_one() -> None:
    one_turn = ask(said("保证收益"), call("A 0-2 我们保证", "A 2-4 收益"))
    two_turns = ask(said("保证收益"), call("A 0-2 我们保证", "C 2-3 嗯", "A 3-5 收益"))

    assert (one_turn.truth, quotes(one_turn)) == (Truth.TRUE, ["保证"])
    assert (two_turns.truth, two_turns.missing) == (Truth.FALSE, ("保证收益",))


def test_an_innocent_use_tells_where_it_looked_and_what_for() -> None:
    finding = ask(said("保证收益", exclusions=["不保证收益"]), call("A 0-3 我们不保证收益"))

    assert finding.truth is Truth.FALSE
    assert (finding.expected, finding.looked_from_s, finding.looked_to_s) == (("保证收益",), 0, 4)


def test_a_late_disclosure_shows_the_offer_that_waits_for_it() -> None:
    disclosure = {
        "type": "near",
        "condition": said("投资有风险"),
        "anchor": said("收益"),
        "within_s": 30,
    }

    finding = ask(disclosure, call("A 0-2 收益很高", "C 2-3 哦", "A 60-63 投资有风险"))

    assert (finding.truth, quotes(finding)) == (Truth.FALSE, ["收益"])
    assert (finding.missing, finding.looked_from_s, finding.looked_to_s) == (("投资有风险",), 2, 32)
    assert [child.type for child in finding.children] == ["said", "said"]


def test_a_step_out_of_order_is_missing_though_it_was_said() -> None:
    steps = [
        {"name": name, "condition": said(phrase)}
        for name, phrase in (("问候", "您好"), ("录音", "录音"), ("再见", "再见"))
    ]

    finding = ask(
        {"type": "sequence", "steps": steps},
        call("A 0-2 通话录音", "C 2-3 嗯", "A 3-5 您好", "C 5-6 嗯", "A 6-8 再见"),
    )

    assert (finding.truth, finding.missing) == (Truth.FALSE, ("录音",))
    assert quotes(finding) == ["您好", "再见"]
    assert finding.children[1].truth is Truth.TRUE


def test_an_optional_step_may_be_missing_but_not_out_of_place() -> None:
    steps = [
        {"name": "录音", "condition": said("录音"), "optional": True},
        {"name": "问候", "condition": said("您好")},
        {"name": "再见", "condition": said("再见")},
    ]
    flow = {"type": "sequence", "steps": steps}

    without = ask(flow, call("A 0-1 您好", "A 5-6 再见"))
    misplaced = ask(flow, call("A 0-1 您好", "A 2-3 录音", "A 5-6 再见"))
    doubtful = ask(flow, call("A 0-1 您好", "A* 2-3 录音", "A 5-6 再见"))

    assert without.truth is Truth.TRUE
    assert (misplaced.truth, misplaced.missing) == (Truth.FALSE, ("录音",))
    assert (doubtful.truth, doubtful.reason) == (Truth.UNKNOWN, Unsure.DOUBTFUL)


def test_interruptions_on_one_channel_are_not_measurable() -> None:
    mono = Acoustics(
        duration_s=60,
        speakers=(),
        silence_s=5,
        silences=None,
        dead_air=(),
        overlap_s=None,
        interruptions=None,
        talk_ratio=None,
        response_delay_s=None,
        loudness_jumps=None,
        ringing=(),
        music=(),
        answering_machine=None,
        not_measurable={"interruptions": Why.ONE_CHANNEL},
    )

    finding = ask(
        {"type": "sound", "measure": "interruptions", "value": 1},
        call("M 0-3 您好", acoustics=mono),
    )

    assert (finding.truth, finding.reason) == (Truth.UNKNOWN, Unsure.NOT_MEASURED)
    assert finding.detail == "one_channel"
    assert (finding.measured[0].name, finding.measured[0].value) == ("interruptions", None)


def test_turns_are_not_counted_where_nobody_knows_who_speaks() -> None:
    notice = said("录音", speaker="anyone", within={"first_turns": 2})

    finding = ask(notice, call("M 0-2 您好", "M 2-4 通话录音"))

    assert (finding.truth, finding.reason) == (Truth.UNKNOWN, Unsure.MIXED_CHANNEL)


def test_selling_on_after_a_refusal_is_told_from_selling_before_it() -> None:
    selling = {
        "type": "near",
        "condition": said("优惠", "考虑一下"),
        "anchor": said("不需要", speaker="customer"),
    }

    on = ask(selling, call("A 0-2 有优惠", "C 2-4 我不需要", "A 4-6 再考虑一下", "A 6-8 有优惠"))
    before = ask(selling, call("A 0-2 有优惠", "C 2-4 我不需要", "A 4-6 好的再见"))

    assert (on.truth, quotes(on)) == (Truth.TRUE, ["考虑一下", "优惠"])
    assert (before.truth, quotes(before)) == (Truth.FALSE, ["不需要"])


def test_nothing_said_after_something_can_be_asked_for() -> None:
    silent = {
        "type": "near",
        "condition": {"type": "not", "condition": said("优惠")},
        "anchor": said("不需要", speaker="customer"),
    }

    assert ask(silent, call("C 0-1 不需要", "A 2-3 好的")).truth is Truth.TRUE
    assert ask(silent, call("C 0-1 不需要", "A 2-3 有优惠")).truth is Truth.FALSE


def test_a_part_of_the_anchor_is_not_near_it() -> None:
    near = {"type": "near", "condition": said("需要"), "anchor": said("不需要")}

    assert ask(near, call("A 0-2 我不需要")).truth is Truth.FALSE
    assert ask(near, call("A 0-2 我不需要, 真的不是需要")).truth is Truth.TRUE


def test_the_first_refusal_may_be_the_doubtful_one() -> None:
    thanked = {
        "type": "near",
        "condition": said("打扰了"),
        "anchor": said("不需要", speaker="customer"),
        "occurrence": "first",
        "within_turns": 1,
    }

    after_both = ask(thanked, call("C* 0-1 不需要", "A 1-2 打扰了", "C 2-3 不需要", "A 3-4 打扰了"))
    after_one = ask(thanked, call("C* 0-1 不需要", "A 1-2 有优惠", "C 2-3 不需要", "A 3-4 打扰了"))

    assert after_both.truth is Truth.TRUE
    assert (after_one.truth, after_one.reason) == (Truth.UNKNOWN, Unsure.DOUBTFUL)


def test_a_script_line_tells_how_close_it_came() -> None:
    line = {"type": "script_line", "lines": ["本次通话将会被录音"]}

    found = ask(line, call("A 0-4 您好本次通话将会被录音请放心"))
    missed = ask(line, call("A 0-4 这个通话有人在录音的"))

    assert (quotes(found), found.places[0].detail) == (["本次通话将会被录音"], "100")
    [similarity] = missed.measured
    assert (missed.truth, similarity.name, similarity.wanted) == (Truth.FALSE, "similarity", 80)
    assert isinstance(similarity.value, float)
    assert 30 < similarity.value < 80


def test_a_word_of_the_line_alone_is_not_the_line() -> None:
    line = {"type": "script_line", "lines": ["本次通话将会被录音"]}

    assert ask(line, call("A 0-1 通话")).truth is Truth.FALSE


def test_a_script_line_said_early_counts_though_it_is_said_better_later() -> None:
    line = {
        "type": "script_line",
        "lines": ["本次通话将会被录音"],
        "within": {"first_s": 10},
        "speaker": "anyone",
    }

    finding = ask(line, call("M 0-4 本次通话呢将会被录音", "M 50-54 本次通话将会被录音"))

    assert finding.truth is Truth.TRUE


def test_clauses_in_another_order_are_the_line() -> None:
    line = {"type": "script_line", "lines": ["投资有风险，请您谨慎选择"], "similarity": 90}

    assert ask(line, call("A 0-4 请您谨慎选择哦，因为投资有风险")).truth is Truth.TRUE


def test_an_opinion_counts_only_with_words_that_were_said() -> None:
    asked = {"type": "judged", "question": "坐席是否施压？"}
    heard = call(
        "A 0-3 不买就亏大了",
        opinions={"坐席是否施压？": Opinion(True, ("不买就亏大了", "马上打钱"), "model")},
    )

    finding = ask(asked, heard)

    assert (finding.truth, finding.reason) == (Truth.UNKNOWN, Unsure.NO_JUDGE)
    assert (finding.detail, finding.opinion) == ("no_quote", True)


def test_a_place_in_an_earlier_call_tells_which_call() -> None:
    past = PastCall(
        call_id=UUID(int=7),
        started_at=datetime(2026, 11, 1, tzinfo=UTC),
        days_before=3,
        same_campaign=True,
        call=call("A 0-3 本次通话将会被录音"),
    )

    finding = ask(
        {"type": "earlier_call", "condition": said("录音")}, call("A 0-1 您好", earlier=[past])
    )

    assert finding.truth is Truth.TRUE
    assert [place.call_id for place in finding.places] == [UUID(int=7)]
    assert [place.call_id for place in finding.children[0].places] == [UUID(int=7)]
