"""Chat robots of DingTalk, Feishu (Lark) and WeCom.

By hand, though Apprise knows them: these services answer 200 to what they refuse, and say
so in the body. Apprise 2.2 looks at the status alone, so a refused alert would pass for sent;
and it cannot sign for Feishu.

DingTalk: https://open.dingtalk.com/document/orgapp/custom-robot-access
Feishu: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
WeCom: https://developer.work.weixin.qq.com/document/path/91770
"""

import base64
import hmac
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import httpx

from services.alerts.addresses import DingTalkAddress, FeishuAddress, WeComAddress
from services.alerts.messages import Message
from services.alerts.outlets.refusals import NotDelivered, plain

_TIMEOUT_S = 15.0
_DINGTALK_BYTES = 18_000
_FEISHU_BYTES = 18_000
_WECOM_BYTES = 2_000
"""Of text; WeCom takes 2,048 bytes, the others some 20,000 of a whole request."""

_PACE = {130101: 600.0, 90030: 600.0, 45009: 60.0, 11232: 60.0, 9499: 0.0}
"""Codes of refusals that pass, and how long to wait: DingTalk shuts out for ten minutes."""

OpenClient = Callable[[], httpx.Client]


def open_client() -> httpx.Client:
    """As HTTPS_PROXY and its kin say, and never to where an answer points."""
    return httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False)


def dingtalk(
    address: DingTalkAddress, message: Message, open_client: OpenClient = open_client
) -> str:
    """Raises NotDelivered."""
    params: dict[str, str] = {}
    if address.secret:
        stamp = str(round(time.time() * 1000))
        params = {"timestamp": stamp, "sign": dingtalk_sign(stamp, address.secret)}
    body = {
        "msgtype": "text",
        "text": {"content": f"{message.title}\n{message.text(_DINGTALK_BYTES)}"},
        "at": {"isAtAll": False},
    }
    return _post(open_client, address.url, body, code="errcode", said="errmsg", params=params)


def feishu(address: FeishuAddress, message: Message, open_client: OpenClient = open_client) -> str:
    """Raises NotDelivered."""
    body: dict[str, Any] = {
        "msg_type": "text",
        "content": {"text": f"{message.title}\n{message.text(_FEISHU_BYTES)}"},
    }
    if address.secret:
        stamp = str(int(time.time()))
        body |= {"timestamp": stamp, "sign": feishu_sign(stamp, address.secret)}
    return _post(open_client, address.url, body, code="code", said="msg")


def wecom(address: WeComAddress, message: Message, open_client: OpenClient = open_client) -> str:
    """Raises NotDelivered."""
    room = _WECOM_BYTES - len(message.title.encode()) - 1
    body = {
        "msgtype": "text",
        "text": {"content": f"{message.title}\n{message.text(room)}"},
    }
    return _post(open_client, address.url, body, code="errcode", said="errmsg")


def dingtalk_sign(stamp_ms: str, secret: str) -> str:
    """HMAC of time and secret, by the secret. Pure."""
    signed = hmac.new(secret.encode(), f"{stamp_ms}\n{secret}".encode(), sha256)
    return base64.b64encode(signed.digest()).decode()


def feishu_sign(stamp_s: str, secret: str) -> str:
    """HMAC of nothing, by time and secret: theirs is the other way round. Pure."""
    signed = hmac.new(f"{stamp_s}\n{secret}".encode(), b"", sha256)
    return base64.b64encode(signed.digest()).decode()


def _post(
    open_client: OpenClient,
    url: str,
    body: dict[str, Any],
    *,
    code: str,
    said: str,
    params: dict[str, str] | None = None,
) -> str:
    try:
        with open_client() as client:
            whole = httpx.URL(url).copy_merge_params(params or {})
            response = client.post(whole, json=body)
    except httpx.HTTPError as error:
        raise NotDelivered(f"no answer: {type(error).__name__} {error}") from error
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise NotDelivered("429: too many messages", again_after_s=60)
    if response.status_code != httpx.codes.OK:
        raise NotDelivered(f"{response.status_code}: {response.text}")
    return _read(response, code, said)


def _read(response: httpx.Response, code: str, said: str) -> str:
    """What it says of itself: only code 0 means that the message is in the chat."""
    try:
        answer = response.json()
        number = int(answer[code])
    except (ValueError, TypeError, KeyError) as error:
        raise NotDelivered(f"not the answer of this service: {response.text}") from error
    words = str(answer.get(said, ""))
    if number == 0:
        return plain(words or "ok")
    if number in _PACE:
        raise NotDelivered(f"{number}: {words}", again_after_s=_PACE[number])
    raise NotDelivered(f"{number}: {words}", for_good=True)
