"""Rows for tests. Each function fills in a believable value for what you leave out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from services.people import keys, organisation, users
from services.scoring import scorecards
from services.scoring.card import Effect, Rule, ScorecardBody
from services.scoring.conditions import Said, Sequence, Speaker, Step, Within
from services.tables import (
    Agent,
    Call,
    CallState,
    Campaign,
    CampaignCard,
    Channel,
    KeyScope,
    Recording,
    Role,
    Scorecard,
    ScorecardVersion,
    Source,
    Transcript,
    Unit,
    UnitKind,
    User,
)
from services.transcripts import Utterance

PASSWORD = "correct horse battery"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Company:
    """Alice is an agent, Bob leads her team, Charlie leads another, Dana is the admin."""

    unit: Unit
    bobs_team: Unit
    charlies_team: Unit
    alice: User
    bob: User
    charlie: User
    dana: User

    def user(self, name: str) -> User:
        user: User = getattr(self, name)
        return user


def make_company(session: Session) -> Company:
    company = organisation.create_unit(session, name="Earshot", kind=UnitKind.COMPANY)
    floor = make_unit(session, parent=company, name="Floor", kind=UnitKind.DEPARTMENT)
    bobs_team = make_unit(session, parent=floor, name="Bob's team")
    charlies_team = make_unit(session, parent=floor, name="Charlie's team")
    agent = make_agent(session, bobs_team, code="1001", name="Alice")
    return Company(
        unit=company,
        bobs_team=bobs_team,
        charlies_team=charlies_team,
        alice=make_user(session, bobs_team, login="alice", role=Role.AGENT, agent_id=agent.id),
        bob=make_user(session, bobs_team, login="bob", role=Role.LEAD),
        charlie=make_user(session, charlies_team, login="charlie", role=Role.LEAD),
        dana=make_user(session, company, login="dana", role=Role.ADMIN),
    )


def make_unit(session: Session, *, parent: Unit | None = None, **fields: Any) -> Unit:
    defaults: dict[str, Any] = {"name": "Team", "kind": UnitKind.TEAM}
    return organisation.create_unit(session, parent=parent, **defaults | fields)


def make_agent(session: Session, unit: Unit, **fields: Any) -> Agent:
    defaults: dict[str, Any] = {"code": uuid4().hex[:8], "name": "Agent", "since": LONG_AGO}
    return organisation.create_agent(session, unit_id=unit.id, **defaults | fields)


def make_user(session: Session, unit: Unit, **fields: Any) -> User:
    login = fields.setdefault("login", f"user-{uuid4().hex[:8]}")
    defaults: dict[str, Any] = {
        "name": login.title(),
        "role": Role.LEAD,
        "password": PASSWORD,
    }
    return users.create_user(session, unit_id=unit.id, **defaults | fields)


def make_source(session: Session, name: str = "dialer") -> Source:
    return organisation.find_or_create_source(session, name)


def make_key(session: Session, *scopes: KeyScope, source: Source | None = None) -> str:
    """The secret of a new key; of the source `dialer` unless told otherwise."""
    source = source or make_source(session)
    return keys.create_key(session, name="key", source=source, scopes=scopes, actor="test")[1]


def make_call(session: Session, **fields: Any) -> Call:
    """A call that ended after 60 seconds of talk, of nobody unless told otherwise."""
    if "source_id" not in fields:
        fields["source_id"] = make_source(session).id
    started_at = fields.setdefault("started_at", datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    defaults: dict[str, Any] = {
        "call_key": uuid4().hex,
        "state": CallState.ENDED,
        "answered_at": started_at + timedelta(seconds=5),
        "ended_at": started_at + timedelta(seconds=65),
        "talk_s": 60,
    }
    call = Call(**defaults | fields)
    session.add(call)
    session.flush()
    return call


def make_recording(session: Session, call: Call, **fields: Any) -> Recording:
    defaults: dict[str, Any] = {
        "sha256": uuid4().hex * 2,
        "size_bytes": 1,
        "codec": "pcm_s16le",
        "container": "wav",
        "sample_rate_hz": 8000,
        "channels": 2,
        "duration_s": 60,
        "agent_channel": 0,
    }
    recording = Recording(call_id=call.id, source_id=call.source_id, **defaults | fields)
    session.add(recording)
    session.flush()
    return recording


def make_transcript(
    session: Session, call: Call, utterances: list[Utterance], **fields: Any
) -> Transcript:
    if "recording_id" not in fields:
        fields["recording_id"] = make_recording(session, call).id
    transcript = Transcript(
        call_id=call.id,
        engine="test",
        model="test",
        utterances=[utterance.model_dump(mode="json") for utterance in utterances],
        **fields,
    )
    session.add(transcript)
    session.flush()
    return transcript


def said(text: str, at_s: float = 0, channel: Channel = Channel.AGENT) -> Utterance:
    """Something said in two seconds."""
    return Utterance(channel=channel, start_s=at_s, end_s=at_s + 2, text=text)


def must_say(key: str, *phrases: str, within: Within | None = None, **fields: Any) -> Rule:
    """The agent says one of `phrases`, which earns its points."""
    said = Said(phrases=phrases, within=within, speaker=fields.pop("speaker", Speaker.AGENT))
    return Rule(**{"key": key, "name": key.title(), "condition": said, **fields})


def must_not_say(
    key: str,
    *phrases: str,
    exclusions: tuple[str, ...] = (),
    within: Within | None = None,
    fatal: bool = False,
    **fields: Any,
) -> Rule:
    """The agent says none of `phrases`, or its points are deducted."""
    speaker = fields.pop("speaker", Speaker.AGENT)
    said = Said(phrases=phrases, exclusions=exclusions, within=within, speaker=speaker)
    how = {"forbids": True, "effect": Effect.DEDUCT, "fatal": "card" if fatal else None}
    return Rule(**{"key": key, "name": key.title(), "condition": said, **how, **fields})


def must_say_in_order(
    key: str,
    *steps: tuple[str, ...],
    within: Within | None = None,
    speaker: Speaker = Speaker.AGENT,
    **fields: Any,
) -> Rule:
    """The agent says one phrase of each step, one step after the other."""
    said = [Said(phrases=phrases, within=within, speaker=speaker) for phrases in steps]
    sequence = Sequence(steps=tuple(Step(name=each.phrases[0], condition=each) for each in said))
    return Rule(**{"key": key, "name": key.title(), "condition": sequence, **fields})


GREETING_AND_PROMISE = ScorecardBody(
    rules=(
        must_say("greeting", "您好", "good morning"),
        must_not_say(
            "promise",
            *("保证收益", "guarantee"),
            name="Guaranteed return",
            exclusions=("不保证收益",),
            fatal=True,
        ),
    )
)


def make_scorecard(
    session: Session,
    body: ScorecardBody = GREETING_AND_PROMISE,
    *,
    name: str = "Telesales",
    published: bool = True,
) -> tuple[Scorecard, ScorecardVersion]:
    scorecard = scorecards.create_scorecard(session, name=name, created_by="tests")
    version = scorecards.add_version(session, scorecard, body, created_by="tests")
    if published:
        scorecards.publish(session, version)
    return scorecard, version


def make_campaign(
    session: Session, *, scorecard_id: UUID | None = None, code: str = "loans"
) -> Campaign:
    campaign = organisation.create_campaign(session, code=code, name=code.title())
    if scorecard_id is not None:
        session.add(CampaignCard(campaign_id=campaign.id, scorecard_id=scorecard_id))
        session.flush()
    return campaign
