"""Whatever comes in at a hook: no crash, all of it kept, and nothing half stored."""

from typing import Any
from zlib import crc32

import pytest
from fastapi.testclient import TestClient
from httpx2 import Request
from sqlmodel import Session, select, text
from standardwebhooks.webhooks import Webhook

from services.calls.recount import recount
from services.clock import utc_now
from services.db import transaction
from services.dialers import Payload, registry
from services.dialers.delivering import key_of
from services.tables import Delivery, DeliveryState
from tests.deliveries import make_dialer
from tests.fuzz.shots import WEBHOOK_SECRET, Shot, vcon_reader
from tests.fuzz.spoiling import WHOLE_EVERY, spoilt

_KEPT_NOT = (403, 405, 413)
"""Of what is wrongly signed, or too large, nothing is kept."""
_LEFT = text(
    "SELECT (SELECT max(id) FROM event), (SELECT count(*) FROM call),"
    " (SELECT count(*) FROM recording), (SELECT count(*) FROM recording_fetch),"
    " (SELECT count(*) FROM transcript), (SELECT count(*) FROM agent_state_change)"
)


@pytest.fixture
def payloads(request: pytest.FixtureRequest) -> range:
    """Numbers of the payloads of one dialer: its share of `--payloads`."""
    share: int = request.config.getoption("--payloads") // len(registry.names())
    return range(share)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("dialer", registry.names())
def test_whatever_a_dialer_sends_is_answered_kept_and_never_half_stored(
    client: TestClient, dialer: str, payloads: range
) -> None:
    with transaction() as session:
        key = make_dialer(session, **_source(dialer))
    door = _Door(client, dialer, key)

    wrong = {number: fault for number in payloads if (fault := door.try_out(number))}

    assert wrong == {}, f"tests.fuzz.spoiling.spoilt({dialer!r}, number) gives them again"
    with transaction() as session:
        assert recount(session) == {}


class _Door:
    """The hook of one dialer, and what it has left in the database so far."""

    def __init__(self, client: TestClient, dialer: str, key: str) -> None:
        self._client = client
        self._dialer = dialer
        self._key = key
        self._last_id = 0
        self._left = self._now()

    def try_out(self, number: int) -> str | None:
        """What is wrong with the answer to a payload, or with what it left."""
        shot = spoilt(self._dialer, number)
        try:
            status = self._send(shot)
        except Exception as error:  # noqa: BLE001  (whatever breaks is what is looked for)
            return repr(error)[:300]
        if status >= 500:
            return f"answered {status}"
        with transaction() as session:
            kept = self._kept(session)
        left, self._left = self._left, self._now()
        return self._fault(number, status, shot, kept, changed=left != self._left)

    def _fault(
        self, number: int, status: int, shot: Shot, kept: Delivery | None, *, changed: bool
    ) -> str | None:
        refused = status >= 400
        if refused and number % WHOLE_EVERY == 0:
            return f"answered {status} though nothing is wrong with it"
        if refused and changed:
            return f"answered {status} and left something"
        if kept is None:
            known = status in _KEPT_NOT or self._is_known(shot)
            return None if known else f"answered {status}, kept nothing"
        if kept.body != shot.body:
            return "kept another body"
        if refused != (kept.state is DeliveryState.REFUSED):
            return f"answered {status}, and noted {kept.state}"
        if refused and not (kept.notes and kept.notes[0]["sentence"]):
            return "refused without a reason"
        return None

    def _is_known(self, shot: Shot) -> bool:
        """Whether it has an id that came before: of those the first is kept."""
        # The test's client sends bytes as if they had been Latin-1, in UTF-8.
        headers = {
            name.decode(): said.decode("latin-1").encode().decode("latin-1")
            for name, said in self._headers(shot).items()
        }
        adapter = registry.get_adapter(self._dialer)
        query = self._request(shot).url.query.decode()
        key = key_of(adapter, Payload(shot.body, headers, query=query))
        with transaction() as session:
            found = session.exec(select(Delivery.id).where(Delivery.key == key)).all()
        return key is not None and len(found) == 1

    def _kept(self, session: Session) -> Delivery | None:
        found = session.exec(select(Delivery).where(Delivery.id > self._last_id)).all()  # type: ignore[operator]
        assert len(found) < 2
        for delivery in found:
            self._last_id = delivery.id or 0
        return found[0] if found else None

    def _now(self) -> Any:
        with transaction() as session:
            return tuple(session.execute(_LEFT).one())

    def _send(self, shot: Shot) -> int:
        return self._client.send(self._request(shot)).status_code

    def _request(self, shot: Shot) -> Request:
        return self._client.build_request(
            shot.method,
            f"/api/v1/hooks/{self._dialer}",
            content=shot.body,
            headers=self._headers(shot),
            params=[(_text(name), _text(value)) for name, value in shot.query],
        )

    def _headers(self, shot: Shot) -> dict[bytes, bytes]:
        signature = _signature(shot) if self._dialer == "standard_webhooks" else {}
        said = {**shot.headers, **signature, "authorization": f"Bearer {self._key}"}
        return {
            name.encode(): text if isinstance(text, bytes) else text.encode()
            for name, text in said.items()
        }


def _text(value: str) -> str:
    """As a client could put it into an address."""
    return value.encode("utf-8", "replace").decode()


def _signature(shot: Shot) -> dict[str, str]:
    """Right for what is sent, so that the body is read."""
    now = utc_now()
    try:
        name = f"msg_{crc32(shot.body)}"
        signature = Webhook(WEBHOOK_SECRET).sign(name, now, shot.body.decode())
    except UnicodeDecodeError:
        return {}
    stamp = str(int(now.timestamp()))
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": signature}


def _source(dialer: str) -> dict[str, Any]:
    more: dict[str, dict[str, Any]] = {
        "standard_webhooks": {"secrets": {"secret": WEBHOOK_SECRET}},
        "twilio": {"settings": {"signature": "off"}},
        "vcon": {
            "secrets": {"private_key": vcon_reader().private_pem},
            "settings": {"untrusted": "use"},
        },
    }
    return {"dialer": dialer, "timezone": "Asia/Shanghai", **more.get(dialer, {})}
