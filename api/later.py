"""Routes of modules that take long to load, and that few installations ever ask for."""

import threading
from collections.abc import Iterable, Iterator
from importlib import import_module

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Later(BaseRoute):
    """All that is below a path; whoever asks first for something there waits for the modules.

    They are loaded beside what else the process does.
    """

    def __init__(self, path: str, *modules: str) -> None:
        self._below = f"{path}/"
        self._modules = modules
        self._lock = threading.Lock()
        self._router: APIRouter | None = None
        self.routes: list[BaseRoute] = [self]

    def router(self) -> APIRouter:
        """Loaded, if it was not."""
        with self._lock:
            if self._router is None:
                rooms = [import_module(name).router for name in self._modules]
                self._router = APIRouter(routes=[each for room in rooms for each in room.routes])
            return self._router

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        inside = scope["type"] == "http" and scope["path"].startswith(self._below)
        return (Match.FULL if inside else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._router is None:
            await run_in_threadpool(self.router)
        await self.router()(scope, receive, send)


def whole(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """All of them, also those that would be loaded later."""
    for route in routes:
        if isinstance(route, Later):
            yield from route.router().routes
        else:
            yield route
