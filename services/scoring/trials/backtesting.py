"""Running a backtest: as many calls as one transaction takes, until none is left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from services.clock import utc_now
from services.scoring.card import ScorecardBody
from services.scoring.engine import score
from services.scoring.heard import HeardCall
from services.scoring.judging import CompiledCard, compile_card
from services.scoring.precision import precision
from services.scoring.results import Line
from services.scoring.trials import BacktestSummary, RuleChange, calls, summing
from services.scoring.trials.calls import Known
from services.scoring.trials.comparing import (
    Compared,
    Outcome,
    changed_hits,
    outcome,
    reckon,
)
from services.scoring.trials.hearing import Hearing
from services.scoring.trials.planning import Plan, plan
from services.scoring.trials.tallying import Tally
from services.scoring.trials.verdicts import Words, count, told_of
from services.tables import Backtest, BacktestCall, ScorecardVersion, TrialState


@dataclass(frozen=True)
class Bench:
    """What a backtest needs for all its calls, made once."""

    before: ScorecardBody
    after: ScorecardBody
    old: CompiledCard
    new: CompiledCard
    judged: CompiledCard | None
    plan: Plan
    found: Collection[UUID] | None
    """Transcripts that have words of a rule that differs; None: they do not tell."""
    against_id: UUID
    tally: Tally | None
    """None when it was taken up where another worker stood."""


def begin(session: Session, backtest_id: UUID) -> Bench | None:
    """Take it up, from the start or from where it stood; None when it is over."""
    backtest = session.get_one(Backtest, backtest_id, with_for_update=True)
    if backtest.state not in (TrialState.QUEUED, TrialState.RUNNING):
        return None
    version = session.get_one(ScorecardVersion, backtest.against_id)
    before = ScorecardBody.model_validate(version.body)
    after = ScorecardBody.model_validate(backtest.body)
    chosen = plan(before, after)
    if backtest.state is TrialState.QUEUED:
        backtest.state = TrialState.RUNNING
        backtest.started_at = utc_now()
        backtest.calls_total = calls.count(session, backtest)
        backtest.summary = _empty(chosen, before, after).model_dump(mode="json")
        session.add(backtest)
    wanted = chosen.wanted
    return Bench(
        before=before,
        after=after,
        old=compile_card(before, before.packs),
        new=compile_card(after, after.packs),
        judged=compile_card(chosen.judged, chosen.judged.packs) if chosen.judged else None,
        plan=chosen,
        found=None if wanted is None else calls.transcripts_with(session, wanted),
        against_id=version.id,
        tally=Tally() if backtest.place is None else None,
    )


def advance(session: Session, backtest_id: UUID, bench: Bench) -> bool:
    """Settle the next calls; False when there are none left or it was cancelled."""
    backtest = session.get_one(Backtest, backtest_id, with_for_update=True)
    if backtest.state is not TrialState.RUNNING:
        return False
    known = calls.next_calls(session, backtest, bench.against_id)
    if not known:
        _finish(session, backtest, bench.tally)
        return False
    looked = [call for call in known if _is_looked_into(bench, call)]
    settled = _settle(session, bench, known, looked)
    if settled:
        rows = [_row(backtest.id, call_id, found) for call_id, found in settled.items()]
        session.execute(insert(BacktestCall), rows)
    if bench.tally is not None:
        _add_up(bench.tally, known, settled)
    backtest.calls_done += len(known)
    backtest.calls_scanned += len(looked)
    backtest.place = calls.place_after(known)
    backtest.summary = _counted(backtest, settled, told_of(session, settled))
    session.add(backtest)
    return True


def fail(session: Session, backtest_id: UUID, sentence: str) -> None:
    backtest = session.get_one(Backtest, backtest_id, with_for_update=True)
    backtest.state, backtest.error = TrialState.FAILED, sentence
    backtest.finished_at = utc_now()
    session.add(backtest)


def _settle(
    session: Session, bench: Bench, known: Sequence[Known], looked: Sequence[Known]
) -> dict[UUID, Compared]:
    """Of calls that differ or are hit; the others are as they were."""
    is_looked_into = {call.call_id for call in looked}
    reckoned = known if bench.plan.moves_every_score else looked
    given = calls.answers_of(session, [c.evaluation_id for c in reckoned if c.evaluation_id])
    hearing = Hearing(session, bench.new.body, looked, only_words=not _needs_more(bench, looked))
    settled: dict[UUID, Compared] = {}
    for call in reckoned:
        heard = hearing.of(call) if call.call_id in is_looked_into else None
        if call.evaluation_id is None:
            settled[call.call_id] = _scored_whole(bench, _must(heard))
            continue
        lines = _judged(bench, heard) if heard else {}
        before = _given(call)
        answers = given[call.evaluation_id]
        truths = {key: answer.truth for key, answer in answers.items()}
        compared = Compared(
            before,
            reckon(bench.after, answers, lines, bench.plan.fates),
            changed_hits(_differing(bench.plan), truths, lines),
        )
        if compared.hits or compared.before != compared.after:
            settled[call.call_id] = compared
    return settled


def _add_up(tally: Tally, known: Sequence[Known], settled: Mapping[UUID, Compared]) -> None:
    for call in known:
        compared = settled.get(call.call_id)
        if compared is not None:
            tally.add(call, compared.before, compared.after)
        else:
            same = _given(call)
            tally.add(call, same, same)


def _given(call: Known) -> Outcome:
    """What the version made of a call."""
    return Outcome(call.score, call.passed, bool(call.fatal))


def _scored_whole(bench: Bench, heard: HeardCall) -> Compared:
    """A call that the version never scored, as its score with this engine would have been."""
    before, after = score(heard, bench.old), score(heard, bench.new)
    truths = {each.rule_key: each.finding.truth for each in before.lines if each.finding}
    lines = {line.rule_key: line for line in after.lines}
    hits = changed_hits(_differing(bench.plan), truths, lines)
    return Compared(outcome(before), outcome(after), hits)


def _judged(bench: Bench, heard: HeardCall) -> dict[str, Line]:
    if bench.judged is None:
        return {}
    return {line.rule_key: line for line in score(heard, bench.judged).lines}


def _is_looked_into(bench: Bench, call: Known) -> bool:
    if call.evaluation_id is None or bench.found is None or not call.is_indexed:
        return True
    return call.transcript_id in bench.found


def _needs_more(bench: Bench, looked: Sequence[Known]) -> bool:
    """Whether facts and sound must be read: for a rule that asks, or to score a call whole."""
    return bench.plan.needs_more_than_words or any(not call.evaluation_id for call in looked)


def _differing(plan: Plan) -> dict[str, str]:
    return {key: fate for key, fate in plan.fates.items() if fate != "same"}


def _must(heard: HeardCall | None) -> HeardCall:
    assert heard is not None, "a call without an evaluation is looked into"
    return heard


def _empty(plan: Plan, before: ScorecardBody, after: ScorecardBody) -> BacktestSummary:
    names = {rule.key: rule.name for rule in (*before.rules, *after.rules)}
    rules = [
        RuleChange(
            rule_key=key, rule_name=names[key], change=fate, kept=None if fate == "same" else 0
        )
        for key, fate in plan.fates.items()
    ]
    return BacktestSummary(rules=rules)


def _counted(backtest: Backtest, settled: Mapping[UUID, Compared], words: Words) -> dict[str, Any]:
    summary = BacktestSummary.model_validate(backtest.summary)
    rules = {rule.rule_key: rule for rule in summary.rules}
    for call_id, compared in settled.items():
        for hit in compared.hits:
            rule = rules[hit.rule_key]
            setattr(rule, hit.change, (getattr(rule, hit.change) or 0) + 1)
            count(rule, call_id, hit, words)
    for rule in summary.rules:
        rule.precision = precision(rule.confirmed, rule.rejected)
    return summary.model_dump(mode="json")


def _row(backtest_id: UUID, call_id: UUID, compared: Compared) -> dict[str, Any]:
    """Of `BacktestCall`."""
    before, after = compared.before, compared.after
    return {
        "backtest_id": backtest_id,
        "call_id": call_id,
        "score_before": before.score,
        "score_after": after.score,
        "passed_before": before.passed,
        "passed_after": after.passed,
        "fatal_before": before.fatal,
        "fatal_after": after.fatal,
        "impact": compared.impact,
        "changes": [hit.model_dump(mode="json") for hit in compared.hits],
    }


def _finish(session: Session, backtest: Backtest, tally: Tally | None) -> None:
    """A worker that was silent for a while, and lost the job, may still be at it beside us."""
    summary = BacktestSummary.model_validate(backtest.summary)
    if tally is None or tally.of_all().calls != backtest.calls_done:
        found = summing.of_backtest(session, backtest)
    else:
        found = summing.of_tally(session, tally)
    summary.teams, summary.agents, summary.totals = found
    backtest.summary = summary.model_dump(mode="json")
    backtest.state, backtest.finished_at = TrialState.DONE, utc_now()
    session.add(backtest)
