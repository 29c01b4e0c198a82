"""Every operation and websocket, asked by every role from every place, as the table says."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import delete
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from api.app import create_api, create_app
from api.deps import SESSION_COOKIE
from services.db import transaction
from services.tables import BrokenGlass
from tests.api.access_rows import ASKERS, EMPTY, IN, Asker, Names, Row, Who, expected
from tests.api.access_table import SOCKETS, TABLE
from tests.api.access_things import THINGS
from tests.api.access_world import World
from tests.emptying import empty_database

METHODS = {"get", "post", "put", "patch", "delete"}
REFUSALS = (401, 403, 404)
READS = ("GET", "HEAD")
SCOPED = [row for row in TABLE if THINGS[row.thing].scoped]


@pytest.fixture(scope="module")
def operations() -> dict[str, tuple[str, str]]:
    """Method and path by operation id."""
    paths = create_api().openapi()["paths"]
    return {
        described["operationId"]: (method.upper(), path)
        for path, methods in paths.items()
        for method, described in methods.items()
        if method in METHODS
    }


class Door:
    """The API, and things that were made for reading already."""

    def __init__(self, client: TestClient, world: World) -> None:
        self.client = client
        self.world = world
        self._made: dict[tuple[str, Asker | None], Names] = {}

    def names(self, thing: str, asker: Asker, method: str) -> Names:
        """Of a thing for `asker`; a new one for each that may change it."""
        place = thing, asker if THINGS[thing].personal else None
        if method not in READS or place not in self._made:
            with transaction() as session:
                self._made[place] = THINGS[thing].make(session, self.world, asker)
        return self._made[place]

    def ask(
        self, row: Row, operation: tuple[str, str], names: Names, headers: dict[str, str]
    ) -> httpx2.Response:
        method, path = operation
        query = f"?{filled(row.query, names)}" if row.query else ""
        sent: dict[str, Any] = {}
        if row.content is not None:
            headers = headers | {"content-type": row.content[0]}
            sent["content"] = row.content[1]
        elif row.body is not None:
            sent["json"] = json.loads(filled(json.dumps(row.body), names))
        url = filled(path, names | dict(row.path)) + query
        return self.client.request(method, url, headers=headers, **sent)


@pytest.fixture(scope="module")
def door(server: str) -> Iterator[Door]:
    with transaction() as session:
        world = World(session)
    with TestClient(create_app(), base_url="http://testserver") as client:
        yield Door(client, world)
    empty_database()


def filled(text: str, names: Names) -> str:
    """`text` with `{...}` replaced by what `names` say; other braces stay."""
    return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), text)


def cookie(door: Door, asker: Asker) -> dict[str, str]:
    return {"cookie": f"{SESSION_COOKIE}={door.world.tokens[asker]}"}


def test_every_operation_has_a_row(operations: dict[str, tuple[str, str]]) -> None:
    rows = [row.operation for row in TABLE]
    missing = operations.keys() - set(rows)
    gone = set(rows) - operations.keys()

    assert not missing, (
        f"Nobody has said who may use {', '.join(sorted(missing))}. Add to"
        " tests/api/access_table.py a line for each, such as"
        ' Row("read_call", P.CALLS_READ, "call"): the permission it needs, the thing it is'
        " about (tests/api/access_things.py), and what those outside its scope get."
    )
    assert not gone, f"tests/api/access_table.py has rows of no operation: {sorted(gone)}"
    assert len(rows) == len(set(rows))


def test_every_websocket_has_a_row() -> None:
    paths = {route.path for route in routes_of(create_api())}
    rows = {row.operation for row in SOCKETS}

    assert paths == rows, f"SOCKETS in tests/api/access_table.py lacks {sorted(paths - rows)}"


def routes_of(app: FastAPI) -> Iterator[WebSocketRoute]:
    """Websockets of the routers that the app puts together."""
    for included in app.routes:
        router = getattr(included, "original_router", None)
        for route in router.routes if router else [included]:
            if isinstance(route, WebSocketRoute):
                yield route


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.operation)
def test_each_role_gets_what_the_table_says(
    door: Door, operations: dict[str, tuple[str, str]], row: Row
) -> None:
    operation = operations[row.operation]
    wrong = {}
    for asker in ASKERS:
        names = door.names(row.thing, asker, operation[0])
        # Who may do a thing without signing in does it so: signing out would end the session.
        signed_in = {} if row.needs is Who.ANYBODY else cookie(door, asker)
        answer = door.ask(row, operation, names, signed_in)
        wanted = expected(row, asker, scoped=THINGS[row.thing].scoped)
        if not agrees(row, answer, wanted, names):
            wrong[asker.login] = f"wanted {wanted}, got {answer.status_code} {answer.text[:200]}"

    assert not wrong


def agrees(row: Row, answer: httpx2.Response, wanted: int | str, names: Names) -> bool:
    lists = row.outside == EMPTY
    shown = not names or next(iter(names.values())) in answer.text
    if wanted == IN:
        let_in = answer.status_code < 500 and answer.status_code not in REFUSALS
        told = bool(row.lacks) and f'/{row.lacks}"' in answer.text
        return (let_in or told or row.needs is Who.ANYBODY) and (shown or not lists)
    return answer.status_code == wanted and not (lists and shown)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.operation)
def test_nobody_gets_in_without_signing_in(
    door: Door, operations: dict[str, tuple[str, str]], row: Row
) -> None:
    operation = operations[row.operation]
    names = door.names(row.thing, ASKERS[0], operation[0])

    answer = door.ask(row, operation, names, {})

    if row.needs is not Who.ANYBODY:
        assert answer.status_code == 401, answer.text


@pytest.mark.parametrize("row", SCOPED, ids=lambda row: row.operation)
def test_a_key_of_another_dialer_reaches_nothing(
    door: Door, operations: dict[str, tuple[str, str]], row: Row
) -> None:
    operation = operations[row.operation]
    names = door.names(row.thing, ASKERS[0], operation[0])

    answer = door.ask(row, operation, names, dict(door.world.other_key))

    if answer.status_code < 300:
        assert row.outside == EMPTY or row.operation.startswith("list_")
        assert next(iter(names.values())) not in answer.text
    else:
        assert answer.status_code in (*REFUSALS, 422)


@pytest.mark.parametrize("row", SOCKETS, ids=lambda row: row.operation)
def test_each_role_hears_what_the_table_says(door: Door, row: Row) -> None:
    with transaction() as session:
        # Rows above have broken the glass of some calls.
        session.exec(delete(BrokenGlass))
    wrong = {}
    for asker in ASKERS:
        names = door.names(row.thing, asker, "GET")
        heard = listen(door, filled(row.operation, names), cookie(door, asker))
        wanted = expected(row, asker, scoped=THINGS[row.thing].scoped)
        if heard != (IN if wanted == IN else 4000 + int(wanted)):
            wrong[asker.login] = f"wanted {wanted}, got {heard}"

    assert not wrong
    assert listen(door, filled(row.operation, names), {}) == 4401


def listen(door: Door, path: str, headers: dict[str, str]) -> int | str:
    """`IN`, or the code with which it was closed."""
    with door.client.websocket_connect(path, headers=headers) as socket:
        try:
            socket.receive_text()
        except WebSocketDisconnect as closed:
            return closed.code
    return IN
