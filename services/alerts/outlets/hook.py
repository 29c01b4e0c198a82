"""Web hooks: a POST of JSON, signed if wanted, to addresses that may be reached.

The same rules as for fetching recordings: only public addresses and those that
EARSHOT_FETCH_PRIVATE lists, no redirects, no proxy of the environment, a few seconds.
"""

from datetime import datetime
from threading import Event
from uuid import uuid4

import httpcore
import httpx
import msgspec
from standardwebhooks.webhooks import Webhook

from services.alerts.addresses import WebhookAddress
from services.alerts.messages import Message
from services.alerts.outlets.refusals import NotDelivered
from services.clock import utc_now
from services.errors import ServiceError
from services.recordings.reach import AddressNotAllowed, CheckedBackend, Limits
from services.settings import get_settings

_LONGEST_S = 15.0
_FOR_GOOD = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})
_BROKEN_OFF = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)


def post(address: WebhookAddress, message: Message) -> str:
    """Standard Webhooks: any answer of 2xx means taken. Raises NotDelivered."""
    at = utc_now()
    name = f"msg_{uuid4().hex}"
    content = msgspec.json.encode(_body(message, at))
    status = _sent(address.url, content, _headers(address, name, at, content))
    if httpx.codes.is_success(status):
        return str(status)
    raise NotDelivered(f"answered {status}", for_good=status in _FOR_GOOD)


def _sent(url: str, content: bytes, headers: dict[str, str]) -> int:
    backend = CheckedBackend(get_settings().fetch_private, Limits(_LONGEST_S, Event()))
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(), network_backend=backend
            ) as pool,
            pool.stream("POST", url, headers=[*headers.items()], content=content) as response,
        ):
            return int(response.status)
    except AddressNotAllowed as error:
        why = "not a public address, nor one that EARSHOT_FETCH_PRIVATE lists"
        raise NotDelivered(why, for_good=True) from error
    except ServiceError as error:
        raise NotDelivered("cannot be reached, or takes too long") from error
    except (*_BROKEN_OFF, httpcore.UnsupportedProtocol, OSError) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}") from error


def _headers(address: WebhookAddress, name: str, at: datetime, content: bytes) -> dict[str, str]:
    headers = {
        "Host": httpx.URL(address.url).netloc.decode("ascii"),
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
        "User-Agent": "Earshot",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
    }
    if address.secret:
        signed = Webhook(address.secret).sign(name, at, content.decode())
        headers["webhook-signature"] = signed
    return headers


def _body(message: Message, at: datetime) -> dict[str, object]:
    return {
        "type": message.event,
        "timestamp": at,
        "data": {
            "title": message.title,
            "text": message.text(),
            "link": message.link,
            "alerts": message.told,
        },
    }
