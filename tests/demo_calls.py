"""Calls of the demo company with the words that were really said, without a speech model."""

from datetime import timedelta

from sqlmodel import Session, select

from demo import company
from demo.calls import RECORDINGS, RecordedCall, read_manifest
from services.clock import utc_now
from services.people import organisation
from services.scoring.evaluate import score_call
from services.tables import Agent, Campaign, Channel, Membership
from services.transcripts import Utterance
from tests.factories import make_call, make_transcript

CALLS = [call for call in read_manifest(RECORDINGS).calls if call.campaign == "wealth"]


def be_heard(session: Session, recorded: RecordedCall, agent: Agent) -> None:
    """A call that has just ended, with the words that were really said, scored."""
    [campaign_id] = session.exec(select(Campaign.id).where(Campaign.code == recorded.campaign))
    [team] = session.exec(select(Membership.unit_id).where(Membership.agent_id == agent.id))
    call = make_call(
        session,
        source_id=organisation.find_or_create_source(session, company.SOURCE).id,
        agent_id=agent.id,
        unit_id=team,
        campaign_id=campaign_id,
        started_at=utc_now() - timedelta(seconds=1),
        ended_at=utc_now(),
        talk_s=recorded.duration_s,
    )
    said = [
        Utterance(channel=Channel(turn.channel), **turn.model_dump(exclude={"channel"}))
        for turn in recorded.turns
    ]
    make_transcript(session, call, said, language=recorded.language)
    assert score_call(session, call.id)
