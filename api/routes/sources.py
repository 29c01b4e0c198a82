"""Dialers: how they are read, how they are, and what they sent."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import CallerDep, SessionDep
from api.schemas.pages import Page
from api.schemas.sources import (
    DeliveryBodyOut,
    DeliveryOut,
    DialerOut,
    HealthOut,
    ReplayedOut,
    SilentSourceOut,
    SourceIn,
    SourceOut,
)
from services.dialers import deliveries, health, registry, replaying
from services.dialers import sources as declared
from services.dialers.deliveries import ListedDelivery
from services.dialers.health import Health
from services.dialers.replaying import Replayed
from services.hearing import sources
from services.hearing.sources import LaidOutSource
from services.paging import Paged
from services.people.access import Permission
from services.tables import DeliveryState

router = APIRouter(prefix="/api/v1", tags=["dialers"])


@router.get("/sources", operation_id="list_sources")
def list_sources(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Page[SourceOut]:
    """Dialers, how they are read and how their recordings are laid out, by name."""
    caller.require(Permission.HEARING_READ)
    page = sources.list_sources(session, caller.scope, cursor=cursor, limit=limit)
    return Page(items=[_out(each) for each in page.items], next=page.next)


@router.get("/sources/silent", operation_id="list_silent_sources")
def list_silent_sources(session: SessionDep, caller: CallerDep) -> Page[SilentSourceOut]:
    """Dialers that send nothing now though they should, by name. All on one page."""
    declared.require_all(caller)
    silent = health.silent_sources(session)
    items = [SilentSourceOut(name=name, silent_since=since) for name, since in silent.items()]
    return Page(items=items, next=None)


@router.get("/dialers", operation_id="list_dialers")
def list_dialers(caller: CallerDep) -> Page[DialerOut]:
    """Adapters, and what each must be told of one installation. All on one page."""
    caller.require(Permission.SOURCES_MANAGE)
    return Page(items=[DialerOut.of(name) for name in registry.names()], next=None)


@router.get("/sources/{source_id}", operation_id="read_source")
def read_source(session: SessionDep, caller: CallerDep, source_id: UUID) -> SourceOut:
    """One dialer."""
    caller.require(Permission.HEARING_READ)
    return _out(sources.get_source(session, caller.scope, source_id))


@router.patch("/sources/{source_id}", operation_id="change_source")
def change_source(
    session: SessionDep, caller: CallerDep, source_id: UUID, body: SourceIn
) -> SourceOut:
    """Say how a dialer is read, for what it sends from now on, and on which channel agents are.

    The channel needs `hearing:manage`, everything else `sources:manage`.
    """
    if body.agent_channel is not None:
        caller.require(Permission.HEARING_MANAGE)
        sources.set_agent_channel(session, source_id, caller, body.agent_channel)
    given = body.declared()
    if given:
        declared.declare(session, source_id, caller, given)
    return _out(sources.get_source(session, caller.scope, source_id))


@router.get(
    "/sources/{source_id}/health", response_model=HealthOut, operation_id="read_source_health"
)
def read_source_health(session: SessionDep, caller: CallerDep, source_id: UUID) -> Health:
    """How much it sends, how late, what could not be used, and whether it fell silent."""
    declared.require_all(caller)
    return health.read(session, declared.get_source(session, source_id))


@router.get(
    "/sources/{source_id}/deliveries",
    response_model=Page[DeliveryOut],
    operation_id="list_deliveries",
)
def list_deliveries(
    session: SessionDep,
    caller: CallerDep,
    source_id: UUID,
    state: Annotated[list[DeliveryState] | None, Query()] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paged[ListedDelivery]:
    """What it sent in its own format, newest first."""
    declared.require_all(caller)
    source = declared.get_source(session, source_id)
    return deliveries.list_deliveries(
        session, source.id, states=state or (), cursor=cursor, limit=limit
    )


@router.get("/deliveries/{delivery_id}", operation_id="read_delivery")
def read_delivery(session: SessionDep, caller: CallerDep, delivery_id: int) -> DeliveryBodyOut:
    """One of them whole, as it came, customers' numbers and all. Reading it is noted."""
    declared.require_all(caller)
    return DeliveryBodyOut.of(deliveries.read_delivery(session, delivery_id, caller))


@router.post(
    "/deliveries/{delivery_id}/replay", response_model=ReplayedOut, operation_id="replay_delivery"
)
def replay_delivery(session: SessionDep, caller: CallerDep, delivery_id: int) -> Replayed:
    """Translate it again, with the adapter and the settings of today. Safe to repeat."""
    declared.require_all(caller)
    return replaying.replay_for(session, caller, delivery_id)


def _out(laid_out: LaidOutSource) -> SourceOut:
    return SourceOut.model_validate(
        {
            **laid_out.source.model_dump(),
            "heard": laid_out.heard,
            "swap_suspected": laid_out.swap_suspected,
        }
    )
