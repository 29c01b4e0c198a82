from threading import Thread
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from services.db import transaction
from services.scoring import evaluate, scorecards
from services.scoring.card import ScorecardBody
from services.scoring.conditions import Within
from services.scoring.engine import ENGINE
from services.scoring.readings import evaluations_of
from services.scoring.wording import explain
from services.tables import Call, Channel, Counter, CounterKind, Evaluation, Hit, ScorecardVersion
from services.transcripts import Doubt
from tests.factories import (
    LONG_AGO,
    make_agent,
    make_call,
    make_campaign,
    make_company,
    make_recording,
    make_scorecard,
    make_transcript,
    must_not_say,
    must_say,
    said,
)

TALK = [said("您好,请问是王先生吗", 1), said("是的", 4, Channel.CUSTOMER), said("保证收益", 6)]


def make_scorable_call(session: Session) -> Call:
    """A call whose greeting is fine and whose agent promises a return at second 6."""
    scorecard, _ = make_scorecard(session)
    campaign = make_campaign(session, scorecard_id=scorecard.id)
    call = make_call(session, campaign_id=campaign.id)
    make_transcript(session, call, TALK)
    return call


def test_a_call_gets_its_score_its_hits_and_its_proof(session: Session) -> None:
    call = make_scorable_call(session)

    evaluation = evaluate.score_call(session, call.id)

    assert evaluation is not None
    assert (call.score, call.passed, call.fatal_hits, call.version) == (0, False, 1, 2)
    hits = session.exec(select(Hit).order_by(col(Hit.start_s))).all()
    assert [(h.rule_key, h.violation, h.fatal, h.utterance, h.quote) for h in hits] == [
        ("greeting", False, False, 0, "您好"),
        ("promise", True, True, 2, "保证收益"),
    ]
    assert (hits[1].char_start, hits[1].char_end, hits[1].start_s) == (0, 4, 6)


def test_scoring_again_gives_the_same_evaluation_and_changes_nothing(session: Session) -> None:
    call = make_scorable_call(session)

    first = evaluate.score_call(session, call.id)
    version = call.version
    second = evaluate.score_call(session, call.id)

    assert first == second
    assert call.version == version
    assert len(session.exec(select(Hit)).all()) == 2


def test_scoring_at_once_gives_one_evaluation(database: None) -> None:
    with transaction() as session:
        call_id = make_scorable_call(session).id

    def score() -> None:
        with transaction() as session:
            evaluate.score_call(session, call_id)

    workers = [Thread(target=score) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with transaction() as session:
        assert len(session.exec(select(Evaluation)).all()) == 1
        assert session.get_one(Call, call_id).version == 2


def test_nothing_is_scored_while_something_is_missing(session: Session) -> None:
    scorecard, draft = make_scorecard(session, published=False)
    campaign = make_campaign(session, scorecard_id=scorecard.id)
    unheard = make_call(session, campaign_id=campaign.id)
    uncampaigned = make_call(session)
    without_scorecard = make_call(session, campaign_id=make_campaign(session, code="x").id)
    unpublished = make_call(session, campaign_id=campaign.id)
    for call in (uncampaigned, without_scorecard, unpublished):
        make_transcript(session, call, TALK)

    for call in (unheard, uncampaigned, without_scorecard, unpublished):
        assert evaluate.score_call(session, call.id) is None
    assert evaluate.score_call(session, draft.id) is None

    scorecards.publish(session, draft)
    assert evaluate.score_call(session, unpublished.id) is not None


def test_a_new_version_adds_an_evaluation_and_keeps_the_old_one(session: Session) -> None:
    call = make_scorable_call(session)
    first = evaluate.score_call(session, call.id)
    assert first is not None
    version = session.get_one(ScorecardVersion, first.scorecard_version_id)
    lenient = ScorecardBody(rules=(must_say("greeting", "您好"),))
    scorecard = scorecards.get_scorecard(session, version.scorecard_id)
    newer = scorecards.add_version(session, scorecard, lenient, created_by="tests")
    scorecards.publish(session, newer)

    second = evaluate.score_call(session, call.id)

    assert second is not None
    assert (call.score, call.passed, call.fatal_hits) == (100, True, 0)
    readings = evaluations_of(session, call.id)
    assert {(r.scorecard_version, r.score, r.fatal) for r in readings} == {
        (2, 100, False),
        (1, 0, True),
    }

    scorecards.retire(session, newer, actor="tests")
    assert evaluate.score_call(session, call.id) == first
    assert (call.score, call.fatal_hits) == (0, 1)


def test_the_newest_transcript_counts(session: Session) -> None:
    call = make_scorable_call(session)
    evaluate.score_call(session, call.id)
    make_transcript(session, call, TALK[:2])

    evaluate.score_call(session, call.id)

    assert (call.score, call.fatal_hits) == (100, 0)
    assert len(evaluations_of(session, call.id)) == 2


def test_the_end_of_a_call_is_the_end_of_its_recording(session: Session) -> None:
    closing = must_say("closing", "再见", within=Within(last_s=5))
    scorecard, _ = make_scorecard(session, ScorecardBody(rules=(closing,)))
    campaign = make_campaign(session, scorecard_id=scorecard.id)
    for duration_s, expected in [(20, 0), (12, 100)]:
        call = make_call(session, campaign_id=campaign.id)
        recording = make_recording(session, call, duration_s=duration_s)
        make_transcript(session, call, [said("再见", 8)], recording_id=recording.id)

        evaluate.score_call(session, call.id)

        assert call.score == expected


def test_a_fatal_notice_that_was_not_said_counts_without_a_place(session: Session) -> None:
    notice = must_say("notice", "录音", fatal="card")
    scorecard, _ = make_scorecard(session, ScorecardBody(rules=(notice,)))
    call = make_call(session, campaign_id=make_campaign(session, scorecard_id=scorecard.id).id)
    make_transcript(session, call, TALK)

    evaluate.score_call(session, call.id)

    assert (call.score, call.fatal_hits) == (0, 1)
    assert session.exec(select(Hit)).all() == []


def test_what_cannot_be_measured_makes_no_hit(session: Session) -> None:
    promise = must_not_say("promise", "保证收益", fatal=True)
    scorecard, _ = make_scorecard(session, ScorecardBody(rules=(promise,)))
    call = make_call(session, campaign_id=make_campaign(session, scorecard_id=scorecard.id).id)
    make_transcript(session, call, [said("保证收益", 1, Channel.MIXED)])

    evaluate.score_call(session, call.id)

    assert (call.score, call.fatal_hits) == (100, 0)
    assert session.exec(select(Hit)).all() == []
    [reading] = evaluations_of(session, call.id)
    [line] = reading.lines
    assert (line.verdict, line.evidence[0].quote) == ("not_measurable", "保证收益")


def test_nothing_is_deducted_for_a_doubtful_promise(session: Session) -> None:
    scorecard, _ = make_scorecard(session)
    call = make_call(session, campaign_id=make_campaign(session, scorecard_id=scorecard.id).id)
    faint = said("保证收益", 6).model_copy(update={"doubts": (Doubt.FAINT,)})
    make_transcript(session, call, [said("您好", 1), faint])

    evaluate.score_call(session, call.id)

    assert (call.score, call.passed, call.fatal_hits) == (100, True, 0)
    assert [hit.rule_key for hit in session.exec(select(Hit))] == ["greeting"]
    [reading] = evaluations_of(session, call.id)
    assert [(line.verdict, line.reason) for line in reading.lines] == [
        ("passed", None),
        ("not_measurable", "doubtful"),
    ]


def test_evaluations_of_an_earlier_engine_can_be_read_and_stay(session: Session) -> None:
    call = make_scorable_call(session)
    earlier = evaluate.score_call(session, call.id)
    assert earlier is not None
    earlier.engine = "phrases-1"
    earlier.lines = [former_line(line) for line in earlier.lines]
    session.add(earlier)
    session.flush()

    evaluate.score_call(session, call.id)

    readings = {reading.engine: reading for reading in evaluations_of(session, call.id)}
    assert set(readings) == {"phrases-1", ENGINE}
    for before, now in zip(readings["phrases-1"].lines, readings[ENGINE].lines, strict=True):
        assert (before.verdict, before.forbids, before.fatal) == (
            *(now.verdict, now.forbids),
            now.fatal,
        )
        assert before.evidence == now.evidence
        told, told_now = explain(before)["zh-CN"], explain(now)["zh-CN"]
        assert told_now.split("（")[0].removeprefix("坐席") in told


def former_line(line: dict[str, Any]) -> dict[str, Any]:
    """As engines stored it before there were conditions."""
    kept = ("rule_key", "rule_name", "verdict", "weight", "earned", "deducted")
    place = ("utterance", "char_start", "char_end", "start_s", "end_s", "quote")
    return {
        **{name: line[name] for name in kept},
        "rule_type": "must_not_say" if line["forbids"] else "must_say",
        "fatal": line["fatal"] == "card",
        "looked_from_s": 0.0,
        "looked_to_s": 60.0,
        "expected": line["finding"]["expected"],
        "evidence": [{name: each[name] for name in place} for each in line["evidence"]],
    }


def test_readings_come_newest_first_with_hits_by_time(session: Session) -> None:
    call = make_scorable_call(session)
    evaluate.score_call(session, call.id)

    [reading] = evaluations_of(session, call.id)

    assert (reading.scorecard_name, reading.scorecard_version) == ("Telesales", 1)
    assert [line.rule_key for line in reading.lines] == ["greeting", "promise"]
    assert [hit.rule_key for hit in reading.hits] == ["greeting", "promise"]


def test_a_score_reaches_the_counters_of_the_agent_once(session: Session) -> None:
    company = make_company(session)
    agent = make_agent(session, company.bobs_team, name="Ann")
    call = make_scorable_call(session)
    call.agent_id, call.unit_id = agent.id, company.bobs_team.id
    call.legs = [
        {
            "agent_key": "1",
            "agent_id": str(agent.id),
            "unit_id": str(company.bobs_team.id),
            "from_at": LONG_AGO.isoformat(),
            "to_at": None,
        }
    ]
    session.add(call)
    session.flush()

    evaluate.score_call(session, call.id)
    evaluate.score_call(session, call.id)

    sums = session.exec(
        select(func.sum(Counter.scored), func.sum(Counter.fatal_hits)).where(
            Counter.kind == CounterKind.AGENT, Counter.key == agent.id
        )
    ).one()
    assert sums == (1, 1)
