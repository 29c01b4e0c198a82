"""Score a call against its campaign's scorecard, once a judge has said what the card asks."""

from collections.abc import Callable
from uuid import UUID

from services import tracing
from services.db import transaction
from services.jobs import ScoreCall
from services.scoring import evaluate, notices, opinions
from services.scoring.opinions import Judge, JudgeAway, ToAsk
from services.settings import get_settings
from workers import judging


def score_call(
    args: ScoreCall, find_judge: Callable[[], Judge | None] = judging.configured
) -> None:
    """Safe to run again: the same evaluation is never made twice, nothing is asked twice.

    No transaction stays open while the judge thinks. A judge that does not answer keeps no
    call from being scored: what it was to say is then not measurable.
    """
    judge = find_judge()
    if judge is not None:
        _ask(args.call_id, judge)
    with tracing.span("score call", call_id=str(args.call_id)), transaction() as session:
        evaluate.score_call(session, args.call_id, opinions.of_call(session, args.call_id))
        notices.look(session, args.call_id)


def _ask(call_id: UUID, judge: Judge) -> None:
    with transaction() as session:
        wanted = opinions.to_ask(session, call_id, judge.name)
    if wanted is None or _is_too_long(wanted):
        return
    for question in wanted.questions:
        if not (_may_spend() and _ask_one(wanted, question, judge)):
            return


def _is_too_long(wanted: ToAsk) -> bool:
    characters = sum(len(utterance.text) for utterance in wanted.utterances)
    return characters > get_settings().judge_max_characters


def _may_spend() -> bool:
    with transaction() as session:
        return opinions.spend(session, get_settings().judge_daily_budget)


def _ask_one(wanted: ToAsk, question: str, judge: Judge) -> bool:
    """Whether it answered; what an answer is worth, `keep` knows."""
    try:
        opinion = judge.ask(question, wanted.utterances)
    except JudgeAway:
        return False
    with transaction() as session:
        opinions.keep(session, wanted.transcript_id, judge.name, question, opinion)
    return True
