"""Things that operations are about: each knows how to make one of the own team.

To add one: write a function from `World` and `Asker` to the names that fill `{...}`, and
name it in `THINGS`. The first name is the one that lists show.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete

from services.clock import utc_now
from services.people import users
from services.people.sessions import Visitor, list_sessions, open_session
from services.scoring import evaluate
from services.scoring.readings import hits_of
from services.tables import (
    AgentIdentity,
    ApiKey,
    Backtest,
    BrokenGlass,
    BulkImport,
    Call,
    CampaignCard,
    CustomRole,
    Delivery,
    DeliveryState,
    Deputy,
    Evaluation,
    HearingPause,
    IdentityProvider,
    ImportFormat,
    Layer,
    Membership,
    OrganisationImport,
    Recording,
    RecordingFetch,
    Rescore,
    Review,
    ReviewState,
    ReviewTask,
    Role,
    Unit,
    UnmatchedRecording,
    User,
    WatchedFile,
)
from services.tables.importing import ColumnMapping
from tests.api.access_alerts import ALERT_THINGS
from tests.api.access_boards import BOARD_THINGS
from tests.api.access_figures import FIGURE_THINGS
from tests.api.access_rows import Asker, Names, Place, Thing
from tests.api.access_world import World
from tests.factories import (
    make_agent,
    make_call,
    make_campaign,
    make_recording,
    make_scorecard,
    make_source,
    make_transcript,
    make_user,
    said,
)

_AUDIO = {
    "codec": "pcm_s16le",
    "container": "wav",
    "sample_rate_hz": 8000,
    "channels": 1,
    "duration_s": 2,
}


def _call(session: Session, world: World, _: Asker) -> Names:
    return {"call_id": str(world.call_id)}


def _silent_call(session: Session, world: World, _: Asker) -> Names:
    call = make_call(
        session,
        source_id=world.source_id,
        agent_id=world.agent_id,
        unit_id=world.unit_id,
        connected=True,
    )
    return {"call_id": str(call.id)}


def _transcript(session: Session, world: World, _: Asker) -> Names:
    return {"transcript_id": str(world.transcript_id), "call_id": str(world.call_id)}


def _recording(session: Session, world: World, asker: Asker) -> Names:
    campaign = make_campaign(session, code=uuid4().hex)
    recording = _recorded(session, world, campaign.id)
    return {"recording_id": str(recording.id), "campaign_id": str(campaign.id)}


def _recorded(session: Session, world: World, campaign_id: UUID | None = None) -> Recording:
    call = make_call(
        session,
        source_id=world.source_id,
        agent_id=world.agent_id,
        unit_id=world.unit_id,
        campaign_id=campaign_id,
    )
    return make_recording(session, call)


def _fetch(session: Session, world: World, asker: Asker) -> Names:
    recording = _recorded(session, world)
    fetch = RecordingFetch(
        call_id=recording.call_id, source_id=world.source_id, url=f"https://pbx.test/{uuid4()}"
    )
    session.add(fetch)
    session.flush()
    return {"fetch_id": str(fetch.id)}


def _unmatched(session: Session, world: World, asker: Asker) -> Names:
    found = UnmatchedRecording(
        source_id=world.source_id,
        sha256=uuid4().hex * 2,
        size_bytes=1,
        audio=_AUDIO,
        file_name=f"{uuid4().hex}.wav",
        named={},
    )
    session.add(found)
    session.flush()
    return {"unmatched_id": str(found.id), "call_id": str(world.call_id)}


def _watched(session: Session, world: World, asker: Asker) -> Names:
    name = f"{uuid4().hex}.wav"
    session.add(
        WatchedFile(
            source_id=world.source_id, mark=uuid4().hex, place=f"/watched/{name}", size_bytes=1
        )
    )
    return {"file_name": name}


def _source(session: Session, world: World, asker: Asker) -> Names:
    return {"source_id": str(world.source_id)}


def _delivery(session: Session, world: World, asker: Asker) -> Names:
    delivery = Delivery(
        source_id=world.source_id,
        dialer="standard_webhooks",
        url="",
        body=b"{}",
        state=DeliveryState.REFUSED,
    )
    session.add(delivery)
    session.flush()
    return {"delivery_id": str(delivery.id), "source_id": str(world.source_id)}


def _import(session: Session, world: World, asker: Asker) -> Names:
    brought = BulkImport(
        source_id=world.source_id,
        file_name="calls.csv",
        size_bytes=1,
        sha256=uuid4().hex * 2,
        format=ImportFormat.CSV,
        created_by="somebody",
    )
    session.add(brought)
    session.flush()
    return {"import_id": str(brought.id), "source_id": str(world.source_id)}


def _mapping(session: Session, world: World, asker: Asker) -> Names:
    name = uuid4().hex
    body: dict[str, Any] = {"columns": []}
    session.add(
        ColumnMapping(name=name, source_id=world.source_id, mapping=body, updated_by="somebody")
    )
    return {"name": name, "source_id": str(world.source_id)}


def _unit(session: Session, world: World, asker: Asker) -> Names:
    return {"unit_id": str(world.unit_id), "board_id": str(world.unit_id)}


def _agent(session: Session, world: World, asker: Asker) -> Names:
    return {"agent_id": str(world.agent_id)}


def _member(session: Session, world: World, asker: Asker) -> Names:
    """An agent who will move on, and what a dialer calls them."""
    agent = make_agent(session, session.get_one(Unit, world.unit_id))
    ahead = Membership(
        agent_id=agent.id, unit_id=world.unit_id, since=datetime(2099, 1, 1, tzinfo=UTC)
    )
    identity = AgentIdentity(source_id=world.source_id, external_id=agent.code, agent_id=agent.id)
    session.add_all([ahead, identity])
    session.flush()
    return {
        "agent_id": str(agent.id),
        "membership_id": str(ahead.id),
        "identity_id": str(identity.id),
        "unit_id": str(world.unit_id),
        "source_id": str(world.source_id),
    }


def _unmatched_name(session: Session, world: World, asker: Asker) -> Names:
    identity = AgentIdentity(source_id=world.source_id, external_id=uuid4().hex)
    session.add(identity)
    session.flush()
    return {"identity_id": str(identity.id), "agent_id": str(world.agent_id)}


def _organisation_import(session: Session, world: World, asker: Asker) -> Names:
    kept = OrganisationImport(file_name="a.csv", created_by=asker.login)
    session.add(kept)
    session.flush()
    return {"import_id": str(kept.id)}


def _campaign(session: Session, world: World, asker: Asker) -> Names:
    return {"campaign_id": str(world.campaign_id)}


def _pause(session: Session, world: World, asker: Asker) -> Names:
    session.exec(delete(HearingPause))
    pause = HearingPause(campaign_id=world.campaign_id, paused_by="somebody")
    session.add(pause)
    session.flush()
    return {"pause_id": str(pause.id)}


def _scorecard(session: Session, world: World, asker: Asker) -> Names:
    return {"scorecard_id": str(world.scorecard_id), "number": "1"}


def _draft(session: Session, world: World, asker: Asker) -> Names:
    card, version = make_scorecard(session, name=uuid4().hex, published=False)
    return {"scorecard_id": str(card.id), "number": str(version.number)}


def _backtest(session: Session, world: World, asker: Asker) -> Names:
    backtest = Backtest(**_tried(world, asker), body=world.card_body, against_id=world.version_id)
    session.add(backtest)
    session.flush()
    return {"backtest_id": str(backtest.id)}


def _rescore(session: Session, world: World, asker: Asker) -> Names:
    rescore = Rescore(**_tried(world, asker), name="again", version_id=world.version_id)
    session.add(rescore)
    session.flush()
    return {"rescore_id": str(rescore.id)}


def _trial(session: Session, world: World, asker: Asker) -> Names:
    return {"own_unit_id": str(world.unit_id), "scorecard_id": str(world.scorecard_id)}


def _tried(world: World, asker: Asker) -> dict[str, Any]:
    """Of one's own: a trial belongs to who asked for it."""
    return {
        "scorecard_id": world.scorecard_id,
        "from_date": date(2026, 3, 1),
        "until_date": date(2026, 3, 31),
        "created_by": asker.login if asker.place is Place.OWN else "somebody",
    }


def _key(session: Session, world: World, asker: Asker) -> Names:
    source = make_source(session, "keyed")
    key = ApiKey(
        name="key", source_id=source.id, secret_hash=uuid4().hex, hint="ek_12345", scopes=[]
    )
    session.add(key)
    session.flush()
    return {"key_id": str(key.id)}


def _signed_in_user(session: Session, world: World, _: Asker) -> Names:
    user = make_user(session, session.get_one(Unit, world.unit_id))
    open_session(session, user, Visitor("192.0.2.1"))
    return {"user_id": str(user.id)}


def _provider(session: Session, _: World, __: Asker) -> Names:
    provider = IdentityProvider(
        key=f"p{uuid4().hex[:8]}",
        name="Provider",
        issuer="http://127.0.0.1:9",
        client_id="earshot",
        scopes=["openid"],
    )
    session.add(provider)
    session.flush()
    return {"provider_id": str(provider.id)}


def _open_session(session: Session, _: World, asker: Asker) -> Names:
    user = users.get_user(session, asker.login)
    open_session(session, user, Visitor("192.0.2.1"))
    session.flush()
    newest = list_sessions(session, user.id).items[0]
    return {"session_id": str(newest.id)}


def _user(session: Session, world: World, asker: Asker) -> Names:
    user = User(login=uuid4().hex, name="Somebody", role=Role.LEAD, unit_id=world.unit_id)
    session.add(user)
    session.flush()
    return {"user_id": str(user.id)}


def _role(session: Session, world: World, asker: Asker) -> Names:
    name = uuid4().hex
    role = CustomRole(
        name_zh=name, name_en=name, based_on=Role.LEAD, permissions=[], created_by="somebody"
    )
    session.add(role)
    session.flush()
    return {"role_id": str(role.id)}


def _deputy(session: Session, world: World, asker: Asker) -> Names:
    away = UUID(_user(session, world, asker)["user_id"])
    deputy = Deputy(
        user_id=away,
        deputy_id=world.user_ids[asker] if asker.sees_own else away,
        permissions=[],
        from_at=utc_now() + timedelta(days=1),
        until_at=utc_now() + timedelta(days=2),
        created_by="somebody",
    )
    session.add(deputy)
    session.flush()
    return {"deputy_id": str(deputy.id)}


def _broken_glass(session: Session, world: World, asker: Asker) -> Names:
    whose = UUID(_user(session, world, asker)["user_id"])
    glass = BrokenGlass(
        user_id=world.user_ids[asker] if asker.sees_own else whose,
        reason="a complaint came in",
        until_at=utc_now() + timedelta(hours=1),
    )
    session.add(glass)
    session.flush()
    return {"glass_id": str(glass.id)}


def _covered_agent(session: Session, world: World, asker: Asker) -> Names:
    """One with a call that could be reviewed."""
    _scored_call(session, world, asker)
    return {"agent_id": str(world.agent_id)}


def _scored_call(session: Session, world: World, asker: Asker) -> Names:
    # Rows before this one may have taken its card from the campaign.
    session.exec(delete(CampaignCard).where(col(CampaignCard.campaign_id) == world.campaign_id))
    session.add(CampaignCard(campaign_id=world.campaign_id, scorecard_id=world.scorecard_id))
    session.flush()
    call = make_call(
        session,
        source_id=world.source_id,
        agent_id=world.agent_id,
        unit_id=world.unit_id,
        campaign_id=world.campaign_id,
    )
    make_transcript(session, call, [said("您好")])
    evaluate.score_call(session, call.id)
    return {"call_id": str(call.id)}


def _review_task(session: Session, world: World, asker: Asker) -> Names:
    call_id = _scored_call(session, world, asker)["call_id"]
    task = ReviewTask(call_id=UUID(call_id), layer=Layer.EVENT, created_by="tests")
    session.add(task)
    session.flush()
    return {"task_id": str(task.id), "call_id": call_id}


def _review(session: Session, world: World, asker: Asker) -> Names:
    """A draft of the one who asks."""
    return _reviewed(session, world, asker, world.user_ids[asker], ReviewState.DRAFT)


def _finished_review(session: Session, world: World, asker: Asker) -> Names:
    somebody = world.user_ids[Asker(Role.ADMIN, Place.ALL)]
    return _reviewed(session, world, asker, somebody, ReviewState.FINAL)


def _reviewed(
    session: Session, world: World, asker: Asker, reviewer_id: UUID, state: ReviewState
) -> Names:
    call_id = _scored_call(session, world, asker)["call_id"]
    call = session.get_one(Call, UUID(call_id), populate_existing=True)
    assert call.evaluation_id is not None
    evaluation = session.get_one(Evaluation, call.evaluation_id)
    review = Review(
        call_id=call.id,
        reviewer_id=reviewer_id,
        evaluation_id=evaluation.id,
        transcript_id=evaluation.transcript_id,
        state=state,
        finalised_at=utc_now() if state is ReviewState.FINAL else None,
        number=1 if state is ReviewState.FINAL else None,
    )
    session.add(review)
    session.flush()
    [hit] = hits_of(session, [evaluation.id])
    return {"review_id": str(review.id), "call_id": call_id, "hit_id": str(hit.id)}


THINGS = (
    ALERT_THINGS
    | BOARD_THINGS
    | FIGURE_THINGS
    | {
        "any call": Thing(_call, scoped=False),
        "user": Thing(_user),
        "role": Thing(_role, scoped=False),
        "deputy": Thing(_deputy, personal=True),
        "broken glass": Thing(_broken_glass, personal=True),
        "nothing": Thing(lambda *_: {}, scoped=False),
        "call": Thing(_call),
        "silent call": Thing(_silent_call),
        "transcript": Thing(_transcript),
        "recording": Thing(_recording),
        "fetch": Thing(_fetch),
        "unmatched recording": Thing(_unmatched),
        "watched file": Thing(_watched),
        "source": Thing(_source, scoped=False),
        "delivery": Thing(_delivery),
        "import": Thing(_import),
        "mapping": Thing(_mapping),
        "unit": Thing(_unit),
        "agent": Thing(_agent),
        "covered agent": Thing(_covered_agent),
        "member": Thing(_member),
        "unmatched name": Thing(_unmatched_name),
        "organisation import": Thing(_organisation_import, scoped=False),
        "campaign": Thing(_campaign, scoped=False),
        "pause": Thing(_pause),
        "scorecard": Thing(_scorecard, scoped=False),
        "draft": Thing(_draft, scoped=False),
        "trial": Thing(_trial),
        "backtest": Thing(_backtest, personal=True),
        "rescore": Thing(_rescore, personal=True),
        "scored call": Thing(_scored_call),
        "review task": Thing(_review_task),
        "review": Thing(_review, personal=True),
        "finished review": Thing(_finished_review),
        "key": Thing(_key, scoped=False),
        "provider": Thing(_provider, scoped=False),
        "signed-in user": Thing(_signed_in_user, scoped=False),
        "open session": Thing(_open_session, scoped=False, personal=True),
    }
)
