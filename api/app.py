"""Puts the rooms together. No logic lives here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from anyio import create_task_group
from fastapi import FastAPI
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api import description, errors, listener, pages, vigil
from api.headers import CarefulHeaders
from api.hub import Hub
from api.import_feed import ImportFeed
from api.intake import Intake
from api.origins import OriginCheck
from api.pace import Pace
from api.processes import Processes
from api.provenance import Provenance
from api.request_ids import RequestIds
from api.review_feed import ReviewFeed
from api.routes import (
    agents,
    alert_channels,
    alert_rules,
    alerts,
    appeals,
    audit,
    authoring,
    boards,
    break_glass,
    calibrations,
    calls,
    campaign_cards,
    campaign_settings,
    campaigns,
    clips,
    comparisons,
    data_requests,
    deputies,
    directories,
    goals,
    health,
    hearing,
    history,
    hooks,
    identities,
    imports,
    imports_live,
    incoming,
    inspectors,
    keys,
    mappings,
    my_page,
    notices,
    organisation,
    organisation_tables,
    own_boards,
    packs,
    privacy,
    recordings,
    replays,
    result_policy,
    results,
    retention,
    review_live,
    review_marks,
    review_tasks,
    reviews,
    roles,
    rule_precision,
    samples,
    scorecards,
    security,
    session,
    sessions,
    sign_in,
    sources,
    speakers,
    sso,
    system,
    trials,
    units,
    users,
    versions,
    wall,
    walls,
)
from api.routes.events import EventDoor
from api.tallies import Tallies
from api.traced import TELEMETRY
from services import logs, tracing
from services.loading import collect_seldom
from services.settings import get_settings


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.hub = Hub()
    app.state.intake = Intake()
    app.state.tallies = Tallies()
    app.state.import_feed = ImportFeed()
    app.state.review_feed = ReviewFeed()
    app.state.processes = Processes()
    state = app.state
    loops = (
        partial(listener.run, state.hub),
        state.hub.run,
        state.intake.run,
        state.tallies.run,
        state.import_feed.run,
        state.review_feed.run,
        state.processes.run,
        partial(vigil.run, state.processes),
    )
    async with create_task_group() as tasks:
        for loop in loops:
            tasks.start_soon(loop)
        collect_seldom()
        yield
        state.hub.drop_all()
        tasks.cancel_scope.cancel()


def create_app() -> ASGIApp:
    """What a server runs: the event door in front, where the framework costs it nothing."""
    logs.configure(get_settings())
    tracing.configure(get_settings(), "api")
    api = create_api()
    # Uvicorn's types are its own, narrower than Starlette's.
    door: Any = RequestIds(EventDoor(api, api.state))
    proxies = get_settings().trusted_proxies
    believing: Any = ProxyHeadersMiddleware(door, proxies)
    whole: ASGIApp = believing if proxies else door
    return whole


def create_api() -> FastAPI:
    app = FastAPI(
        title="Earshot",
        version="1",
        summary="Call-centre quality and activity monitor for telesales.",
        lifespan=lifespan,
        docs_url=None,
        openapi_url="/api/openapi.json",
        redoc_url=None,
        telemetry=TELEMETRY,
    )
    errors.install(app)
    for room in (
        session,
        sessions,
        security,
        sso,
        sign_in,
        directories,
        organisation,
        organisation_tables,
        units,
        agents,
        alert_channels,
        alert_rules,
        alerts,
        identities,
        history,
        calls,
        recordings,
        incoming,
        versions,
        speakers,
        sources,
        campaign_cards,
        campaign_settings,
        campaigns,
        review_tasks,
        inspectors,
        samples,
        hearing,
        hooks,
        imports_live,
        imports,
        mappings,
        boards,
        comparisons,
        goals,
        replays,
        own_boards,
        walls,
        wall,
        authoring,
        calibrations,
        scorecards,
        trials,
        packs,
        privacy,
        reviews,
        review_marks,
        review_live,
        rule_precision,
        result_policy,
        results,
        appeals,
        clips,
        my_page,
        keys,
        users,
        roles,
        deputies,
        break_glass,
        notices,
        audit,
        retention,
        data_requests,
        system,
        health,
    ):
        # As they are: `include_router` makes each of them once more, at the first request.
        app.router.routes.extend(room.router.routes)
    for router in (reviews.of_calls, results.of_reviews, rule_precision.of_corrections):
        app.router.routes.extend(router.routes)
    description.install(app)
    pages.install(app)
    app.add_middleware(OriginCheck)
    app.add_middleware(Provenance)
    app.add_middleware(Pace)
    app.add_middleware(CarefulHeaders)
    return app
