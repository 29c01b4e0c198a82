"""One changed rule tried on 100,000 stored calls, against scoring each of them whole.

Calls are copies of a few hundred that differ, with the evaluations that the version gave
them, so that they can be made by the database. Scoring whole is measured on some of them
and reckoned up: reading the call, scoring it by the draft, nothing stored.
"""

import random
import time
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from demo.making.sentences import draw_sentence
from services import db
from services.db import transaction
from services.jobs import RunBacktest
from services.people import organisation
from services.people.access import Caller, Permission, Scope
from services.scoring import evaluate, scorecards
from services.scoring.card import ScorecardBody
from services.scoring.engine import score
from services.scoring.gathering import heard_call
from services.scoring.judging import compile_card
from services.scoring.trials import BacktestReading, BacktestWanted, asking, reading
from services.tables import (
    Backtest,
    Call,
    CallState,
    CampaignCard,
    Channel,
    Scorecard,
    Transcript,
    UnitKind,
)
from services.transcripts import Utterance
from services.transcripts.index import index
from services.transcripts.reading import newest_transcript
from tests.bench import frame
from workers.jobs.trials import run_backtest

GOAL = 20.0
MOST_S = 10.0
CALLS = 100_000
DIFFERENT = 500
UTTERANCES = 40
WHOLE = 400
"""Calls that are scored whole, to know what one takes."""
_SAYS_IT = 0.03
"""Share of calls in which the phrase is said that the draft adds."""
_FORMER = "绝对赚钱"
_ADDED = "稳赚不赔"
LINES = ("您好", "录音", "风险", "再见", "为您介绍", "请问", "方便", "谢谢")
DAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


def measure() -> frame.Result:
    with frame.home():
        with transaction() as session:
            card, template_ids = _centre(session)
        _copy(CALLS // DIFFERENT, template_ids)
        whole_s = _whole_s(template_ids) * CALLS
        told = _backtest(card)
    figures = {
        "calls": told.calls_done,
        "calls_looked_into": told.calls_scanned,
        "new_hits": next(r.new for r in told.summary.rules if r.rule_key == "promise"),
        "seconds": told.seconds,
        "whole_s": round(whole_s, 1),
        "whole_measured_on": WHOLE,
    }
    assert told.seconds
    ratio = whole_s / told.seconds
    return frame.Result("backtest", ratio, GOAL, True, figures, {"seconds": MOST_S})


def _body(*promises: str) -> ScorecardBody:
    rules = [
        {"key": f"line_{n}", "name": f"{n}", "condition": {"type": "said", "phrases": [phrase]}}
        for n, phrase in enumerate(
            ["您好", "录音", "风险", "再见", "为您介绍", "请问", "方便", "谢谢"]
        )
    ]
    promise = {
        "key": "promise",
        "name": "promise",
        "forbids": True,
        "effect": "deduct",
        "condition": {"type": "said", "phrases": promises},
    }
    return ScorecardBody.model_validate({"rules": [*rules, promise]})


def _centre(session: Session) -> tuple[UUID, list[UUID]]:
    """A card, and calls that differ, scored with it; some say what the draft adds."""
    dice = random.Random(7)
    company = organisation.create_unit(session, name="Bench", kind=UnitKind.COMPANY)
    team = organisation.create_unit(session, name="Team", kind=UnitKind.TEAM, parent=company)
    source = organisation.find_or_create_source(session, "bench")
    campaign = organisation.create_campaign(session, code="bench", name="Bench")
    card = _card(session)
    session.add(CampaignCard(campaign_id=campaign.id, scorecard_id=card.id))
    ids = []
    for number in range(DIFFERENT):
        began = DAY + timedelta(minutes=number)
        call = Call(
            source_id=source.id,
            call_key=str(number),
            state=CallState.ENDED,
            campaign_id=campaign.id,
            unit_id=team.id,
            started_at=began,
            ended_at=began + timedelta(minutes=2),
        )
        session.add(call)
        session.flush()
        said = _talk(dice, says_it=number < DIFFERENT * _SAYS_IT)
        transcript = Transcript(
            call_id=call.id,
            engine="bench",
            model="bench",
            utterances=[each.model_dump(mode="json") for each in said],
        )
        session.add(transcript)
        session.flush()
        index(session, transcript)
        evaluate.score_call(session, call.id)
        ids.append(call.id)
    return card.id, ids


def _card(session: Session) -> Scorecard:
    card = scorecards.create_scorecard(session, name="Bench", created_by="bench")
    version = scorecards.add_version(session, card, _body(_FORMER), created_by="bench")
    scorecards.publish(session, version)
    return card


def _talk(dice: random.Random, *, says_it: bool) -> list[Utterance]:
    said = []
    for number in range(UTTERANCES):
        agent = number % 2 == 0
        text = draw_sentence(dice, "zh", "agent" if agent else "customer")
        if says_it and number == UTTERANCES // 2:
            text += _ADDED
        channel = Channel.AGENT if agent else Channel.CUSTOMER
        said.append(
            Utterance(channel=channel, start_s=number * 3, end_s=number * 3 + 2.5, text=text)
        )
    return said


# An index is made over a hundred thousand rows far faster than row by row.
_COPY: tuple[LiteralString, ...] = (
    "DROP INDEX ix_transcript_tokens_tokens",
    "CREATE TEMP TABLE copies AS SELECT c.id AS old, gen_random_uuid() AS call_id,"
    " t.id AS old_transcript, gen_random_uuid() AS transcript_id, n"
    " FROM call c JOIN transcript t ON t.call_id = c.id, generate_series(2, %(copies)s) AS n",
    "INSERT INTO call SELECT (jsonb_populate_record(call, jsonb_build_object('id', call_id,"
    " 'call_key', call_key || '-' || n, 'started_at', started_at + n * interval '1 hour'))).*"
    " FROM copies JOIN call ON call.id = copies.old",
    "INSERT INTO transcript SELECT (jsonb_populate_record(t, jsonb_build_object("
    "'id', transcript_id, 'call_id', copies.call_id))).*"
    " FROM copies JOIN transcript t ON t.id = old_transcript",
    "INSERT INTO transcript_tokens SELECT copies.transcript_id, tokens"
    " FROM copies JOIN transcript_tokens k ON k.transcript_id = old_transcript",
    "INSERT INTO evaluation SELECT (jsonb_populate_record(e, jsonb_build_object("
    "'id', gen_random_uuid(), 'call_id', copies.call_id, 'transcript_id', copies.transcript_id"
    "))).* FROM copies JOIN evaluation e ON e.transcript_id = old_transcript",
    "CREATE INDEX ix_transcript_tokens_tokens ON transcript_tokens USING gin (tokens)",
    "ANALYZE",
)


def _copy(copies: int, template_ids: list[UUID]) -> None:
    assert len(template_ids) == DIFFERENT
    with transaction() as session:
        for sql in _COPY:
            db.run(session, sql, {"copies": copies} if "%(copies)s" in sql else {})


def _whole_s(call_ids: list[UUID]) -> float:
    """Seconds that one call takes to be read and scored whole by the draft."""
    draft = _body(_FORMER, _ADDED)
    card = compile_card(draft, {})
    begun = time.monotonic()
    for call_id in call_ids[:WHOLE]:
        with transaction() as session:
            call = session.get_one(Call, call_id)
            transcript = newest_transcript(session, call_id)
            assert transcript is not None
            score(heard_call(session, call, transcript, draft), card)
    return (time.monotonic() - begun) / WHOLE


def _backtest(card_id: UUID) -> BacktestReading:
    caller = Caller(
        kind="user",
        name="bench",
        actor="bench",
        permissions=frozenset(Permission),
        scope=Scope(),
    )
    wanted = BacktestWanted(
        scorecard_id=card_id,
        body=_body(_FORMER, _ADDED),
        from_date=DAY.date(),
        until_date=DAY.date() + timedelta(days=30),
    )
    with transaction() as session:
        backtest_id = asking.start_backtest(session, wanted, caller).id
    run_backtest(RunBacktest(backtest_id=backtest_id))
    with transaction() as session:
        return reading.read_backtest(session, session.get_one(Backtest, backtest_id))
