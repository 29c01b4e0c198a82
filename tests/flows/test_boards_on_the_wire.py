"""Not a byte about another team reaches a lead's board, whatever happens there."""

import socket
import threading
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.app import create_app
from services.db import transaction
from services.people import keys, organisation
from services.tables import Agent, KeyScope
from tests.api.live import served, wait_until
from tests.factories import PASSWORD, Company, make_agent, make_company

CALLS = (
    *(("call.dialed", 50), ("call.answered", 45), ("call.bridged", 44)),
    *(("call.ended", 20), ("call.disposed", 19)),
)


class Wire:
    """A websocket of which everything is kept that the server ever sent, handshake and all."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        self.heard = b""
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        while some := self._socket.recv(65536):
            self.heard += some

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._reading.join(20)
        self._socket.close()


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        return make_company(session)


def test_leads_hear_of_their_own_team_only(company: Company) -> None:
    with transaction() as session:
        cleo = make_agent(session, company.charlies_team, code="2001", name="Cleopatra")
        alice = make_agent(session, company.bobs_team, code="1002", name="Alexandra")
        source = organisation.find_or_create_source(session, "dialer")
        _, key = keys.create_key(
            session, name="k", source=source, scopes=[KeyScope.EVENTS_WRITE], actor="test"
        )

    with served(create_app()) as port:
        bob = _watch(port, "bob", company.bobs_team.id)
        charlie = _watch(port, "charlie", company.charlies_team.id)
        for agent in (alice, cleo):
            _report(port, key, agent)
        for wire, agent in ((bob, alice), (charlie, cleo)):
            done = f'"name":"{agent.name}"'.encode()
            wait_until(lambda wire=wire, done=done: wire.heard.count(done) > 1)  # type: ignore[misc]
            wait_until(lambda wire=wire: b'"connects":1' in wire.heard)  # type: ignore[misc]
        bob.close()
        charlie.close()

    for wire, own, other, team in (
        (bob, alice, cleo, company.charlies_team),
        (charlie, cleo, alice, company.bobs_team),
    ):
        assert str(own.id).encode() in wire.heard
        for secret in (str(other.id), other.name, f'"{other.code}"', str(team.id), team.name):
            assert secret.encode() not in wire.heard


def _watch(port: int, login: str, unit_id: object) -> Wire:
    answer = httpx.post(
        f"http://127.0.0.1:{port}/api/v1/session", json={"login": login, "password": PASSWORD}
    )
    assert answer.status_code == 201, answer.text
    cookie = answer.headers["set-cookie"].partition(";")[0]
    wire = Wire(port, f"/api/v1/boards/{unit_id}/live", cookie)
    wait_until(lambda: b'"snapshot"' in wire.heard)
    return wire


def _report(port: int, key: str, agent: Agent) -> None:
    for kind, seconds_ago in CALLS:
        at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        event = {
            **{"specversion": "1.0", "id": f"{agent.code}{kind}", "source": "/d", "type": kind},
            "time": at.isoformat(),
            "data": {
                **{"agent": agent.code, "call_id": f"of-{agent.code}", "direction": "outbound"},
                **({"outcome": "sale"} if kind == "call.disposed" else {}),
            },
        }
        answer = httpx.post(
            f"http://127.0.0.1:{port}/api/v1/events",
            json=event,
            headers={"Authorization": f"Bearer {key}"},
        )
        assert answer.status_code == 202, answer.text
