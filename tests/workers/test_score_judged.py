"""Scoring calls whose card asks a judge: asked once, within a budget, never waited for in vain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlmodel import select

from services.db import transaction
from services.jobs import ScoreCall
from services.scoring.card import Rule, ScorecardBody
from services.scoring.conditions import Judged
from services.scoring.heard import Opinion
from services.scoring.opinions import JudgeAway
from services.scoring.readings import evaluations_of
from services.scoring.results import Line
from services.settings import get_settings
from services.tables import Call, Evaluation, JudgeAnswer, JudgeDay
from services.transcripts import Utterance
from tests.factories import make_call, make_campaign, make_scorecard, make_transcript, said
from tests.workers.judge_server import Reply, judge_server
from workers.jobs.score import score_call
from workers.judging import configured

PROMISES, POLITE = "Does the agent promise a return?", "Is the agent polite?"
CARD = ScorecardBody(
    rules=(
        Rule(key="promises", name="P", condition=Judged(question=PROMISES), forbids=True),
        Rule(key="polite", name="Q", condition=Judged(question=POLITE)),
    )
)


@dataclass
class FakeJudge:
    """Says what it is told to of each question; what it does not know keeps it away."""

    opinions: dict[str, Opinion | None]
    name: str = "fake/1"
    asked: list[str] = field(default_factory=list)

    def ask(self, question: str, utterances: Sequence[Utterance]) -> Opinion | None:
        assert utterances[0].text.startswith("您好")
        self.asked.append(question)
        if question not in self.opinions:
            raise JudgeAway("broken")
        return self.opinions[question]


def yes(quote: str, by: str = "fake/1") -> Opinion:
    return Opinion(answer=True, quotes=(quote,), said_by=by)


@pytest.fixture
def call_id(database: None) -> UUID:
    with transaction() as session:
        scorecard, _ = make_scorecard(session, CARD)
        campaign = make_campaign(session, scorecard_id=scorecard.id)
        call = make_call(session, campaign_id=campaign.id)
        make_transcript(session, call, [said("您好", 0), said("保本保息", 3)])
        return call.id


@pytest.fixture
def budget(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    get_settings.cache_clear()


def score(call_id: UUID, judge: FakeJudge | None) -> list[Line]:
    """The lines of the newest evaluation."""
    score_call(ScoreCall(call_id=call_id), find_judge=lambda: judge)
    with transaction() as session:
        return list(evaluations_of(session, call_id)[0].lines)


def test_opinions_decide_and_are_marked_as_such(call_id: UUID) -> None:
    judge = FakeJudge({PROMISES: yes("保本保息"), POLITE: yes("您好")})

    promises, polite = score(call_id, judge)

    assert (promises.verdict, polite.verdict) == ("failed", "passed")
    assert [place.quote for place in promises.evidence] == ["保本保息"]
    assert promises.finding is not None
    assert promises.finding.opinion
    with transaction() as session:
        assert session.get_one(Call, call_id).score == 50


def test_nothing_is_asked_twice_of_one_judge(call_id: UUID) -> None:
    judge = FakeJudge({PROMISES: yes("保本保息"), POLITE: None})
    first = score(call_id, judge)

    assert score(call_id, judge) == first

    assert judge.asked == [PROMISES, POLITE]
    with transaction() as session:
        assert len(session.exec(select(Evaluation)).all()) == 1
        assert [row.answer for row in session.exec(select(JudgeAnswer)).all()] == [True, None]
    other = FakeJudge({PROMISES: yes("您好", "fake/2"), POLITE: None}, name="fake/2")
    score(call_id, other)
    assert other.asked == [PROMISES, POLITE]


def test_a_quote_that_was_not_said_makes_nothing_true(call_id: UUID) -> None:
    judge = FakeJudge({PROMISES: yes("稳赚不赔"), POLITE: yes("您好")})

    promises, polite = score(call_id, judge)

    assert (promises.verdict, promises.reason) == ("not_measurable", "no_judge")
    assert polite.verdict == "passed"


def test_a_judge_that_is_away_keeps_no_call_from_being_scored(call_id: UUID) -> None:
    away = FakeJudge({})
    assert {line.verdict for line in score(call_id, away)} == {"not_measurable"}
    assert away.asked == [PROMISES]

    back = FakeJudge({PROMISES: Opinion(False, (), "fake/1"), POLITE: yes("您好")})
    assert [line.verdict for line in score(call_id, back)] == ["passed", "passed"]


def test_a_spent_budget_stops_asking_for_the_day(call_id: UUID, budget: pytest.MonkeyPatch) -> None:
    budget.setenv("EARSHOT_JUDGE_DAILY_BUDGET", "1")
    get_settings.cache_clear()
    judge = FakeJudge({PROMISES: yes("保本保息"), POLITE: yes("您好")})

    verdicts = [line.verdict for line in score(call_id, judge)]
    score(call_id, judge)

    assert verdicts == ["failed", "not_measurable"]
    assert judge.asked == [PROMISES]
    with transaction() as session:
        assert [day.asked for day in session.exec(select(JudgeDay)).all()] == [1]


def test_a_call_that_is_too_long_is_not_shown(call_id: UUID, budget: pytest.MonkeyPatch) -> None:
    budget.setenv("EARSHOT_JUDGE_MAX_CHARACTERS", "100")
    get_settings.cache_clear()
    with transaction() as session:
        call = session.get_one(Call, call_id)
        make_transcript(session, call, [said("您好" * 60, 0)])
    judge = FakeJudge({PROMISES: None, POLITE: None})

    assert {line.verdict for line in score(call_id, judge)} == {"not_measurable"}

    assert judge.asked == []


def test_without_a_judge_questions_are_not_measurable(call_id: UUID) -> None:
    lines = score(call_id, None)

    assert {(line.verdict, line.reason) for line in lines} == {("not_measurable", "no_judge")}
    with transaction() as session:
        assert session.get_one(Call, call_id).score is None


def test_the_judge_of_the_settings_is_asked(call_id: UUID, budget: pytest.MonkeyPatch) -> None:
    with judge_server() as server:
        server.replies = [Reply.of("yes", "保本保息"), Reply.of("no")]
        budget.setenv("EARSHOT_JUDGE_URL", server.url)
        budget.setenv("EARSHOT_JUDGE_MODEL", "m")
        get_settings.cache_clear()
        configured.cache_clear()
        try:
            score_call(ScoreCall(call_id=call_id))
        finally:
            configured.cache_clear()

    with transaction() as session:
        promises, polite = evaluations_of(session, call_id)[0].lines
    assert (promises.verdict, polite.verdict) == ("failed", "failed")
    assert len(server.requests) == 2
