"""A company whose calls are scored, and the people who review them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from services.clock import utc_now
from services.people import organisation
from services.tables import (
    Agent,
    Call,
    Evaluation,
    Hit,
    Layer,
    ReviewTask,
    Role,
    ScorecardVersion,
    Unit,
    User,
)
from tests.factories import (
    make_agent,
    make_call,
    make_campaign,
    make_company,
    make_scorecard,
    make_source,
    make_transcript,
    make_user,
)


class Desk:
    """Iris and Ivan review, Quinn leads them; Alice and Carol call, in two teams."""

    def __init__(self, session: Session) -> None:
        self.company = make_company(session)
        self.source = make_source(session)
        card, self.version = make_scorecard(session)
        self.campaign = make_campaign(session, scorecard_id=card.id)
        self.alice = session.get_one(Agent, self.company.alice.agent_id)
        self.carol = make_agent(session, self.company.charlies_team, code="2001", name="Carol")
        self.iris = self.reviewer(session, "iris", self.company.unit)
        self.ivan = self.reviewer(session, "ivan", self.company.unit)
        self.quinn = self.reviewer(session, "quinn", self.company.unit, Role.QA_LEAD)

    def reviewer(
        self, session: Session, login: str, unit: Unit, role: Role = Role.INSPECTOR
    ) -> User:
        return make_user(session, unit, login=login, role=role)

    def call(self, session: Session, agent: Agent | None = None, **facts: Any) -> Call:
        """A call that ended an hour ago and was scored; Alice's unless told otherwise."""
        agent = agent or self.alice
        hits = facts.pop("hits", ())
        language = facts.pop("language", "zh")
        defaults: dict[str, Any] = {
            "source_id": self.source.id,
            "agent_id": agent.id,
            "unit_id": self._team(agent).id,
            "campaign_id": self.campaign.id,
            "started_at": utc_now() - timedelta(hours=1),
            "score": 80.0,
            "passed": True,
        }
        call = make_call(session, **defaults | facts)
        transcript = make_transcript(session, call, [], language=language)
        score(session, call, transcript.id, self.version, hits)
        return call

    def task(self, session: Session, call: Call | None = None, **facts: Any) -> ReviewTask:
        """Something that waits, because of an event."""
        call = call or self.call(session)
        defaults: dict[str, Any] = {"layer": Layer.EVENT, "created_by": "system"}
        task = ReviewTask(**{"call_id": call.id} | defaults | facts)
        session.add(task)
        session.flush()
        return task

    def _team(self, agent: Agent) -> Unit:
        ours = agent.id == self.company.alice.agent_id
        return self.company.bobs_team if ours else self.company.charlies_team


def score(
    session: Session,
    call: Call,
    transcript_id: UUID,
    version: ScorecardVersion,
    hits: tuple[Mapping[str, Any], ...] = (),
    at: datetime | None = None,
) -> Evaluation:
    """Of `call`, with `hits` of which only what matters is told."""
    evaluation = Evaluation(
        call_id=call.id,
        transcript_id=transcript_id,
        scorecard_version_id=version.id,
        engine="test",
        inputs=uuid4().hex,
        score=call.score,
        passed=call.passed,
        fatal=any(hit.get("fatal") for hit in hits),
        lines=[],
        created_at=at or utc_now(),
    )
    session.add(evaluation)
    session.flush()
    call.evaluation_id = evaluation.id
    session.add(call)
    place: dict[str, Any] = {
        "utterance": 0,
        "char_start": 0,
        "char_end": 1,
        "start_s": 1,
        "end_s": 2,
        "quote": "x",
    }
    defaults: dict[str, Any] = {"rule_key": "promise", "rule_name": "Promise"}
    defaults |= {"violation": True, "fatal": False}
    ids: dict[str, Any] = {"evaluation_id": evaluation.id, "call_id": call.id}
    session.add_all(Hit(**ids, **place, **defaults | dict(hit)) for hit in hits)
    session.flush()
    return evaluation


def add_agents(session: Session, unit: Unit, count: int) -> list[Agent]:
    return [
        organisation.create_agent(
            session,
            code=f"bulk-{number:03}",
            name=f"Agent {number:03}",
            unit_id=unit.id,
            since=utc_now() - timedelta(days=400),
        )
        for number in range(count)
    ]
