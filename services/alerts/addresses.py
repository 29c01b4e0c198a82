"""Where a channel sends to: what each service gives out, as people paste it. Holds secrets."""

import re
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from services.tables import ChannelKind

Secret = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[!-~]+$")]
Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9]([A-Za-z0-9.:-]*)$")]
MailBox = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[^\s@,;:<>\"\\]+@[A-Za-z0-9.-]+$")
]
_MAX_URL = 2000

MOST_PER_MINUTE: dict[ChannelKind, int] = {
    ChannelKind.DINGTALK: 20,
    ChannelKind.FEISHU: 100,
    ChannelKind.WECOM: 20,
    ChannelKind.SLACK: 60,
    ChannelKind.TEAMS: 60,
    ChannelKind.MAIL: 60,
    ChannelKind.WEBHOOK: 600,
}
"""What each service takes in a minute, see docs/alerts.md; of mail and web hooks our own bound."""


def _like(pattern: str, example: str) -> AfterValidator:
    known = re.compile(pattern)

    def check(url: str) -> str:
        if len(url) > _MAX_URL or not known.fullmatch(url):
            raise ValueError(f"not an address of this service; it looks like {example}")
        return url

    return AfterValidator(check)


def _web(url: str) -> str:
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or len(url) > _MAX_URL or not url.isascii() or not url.isprintable():
        raise ValueError("an address that begins with https:// or http://")
    return url


_DINGTALK = r"https://oapi\.dingtalk\.com/robot/send\?access_token=[A-Za-z0-9]+"
_FEISHU = r"https://open\.(feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/[A-Za-z0-9_-]+"
_WECOM = r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=[A-Za-z0-9_-]+"
_SLACK = r"https://hooks\.slack\.com/services/[A-Za-z0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]+"
_TEAMS = (
    r"https://[a-z0-9.-]+\.(logic\.azure\.(com|us|cn)|powerplatform\.(com|us|cn))(:443)?"
    r"(/powerautomate/automations/direct(/cu/[0-9]+)?)?/workflows/[A-Za-z0-9_-]+"
    r"/triggers/manual/paths/invoke/?\?[!-~]+"
)


class _Address(BaseModel):
    # What is wrong may be a secret: errors do not repeat it.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DingTalkAddress(_Address):
    kind: Literal["dingtalk"] = "dingtalk"
    url: Annotated[str, _like(_DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=...")]
    secret: Secret | None = None
    """Of a robot that asks for signatures (加签)."""


class FeishuAddress(_Address):
    kind: Literal["feishu"] = "feishu"
    url: Annotated[str, _like(_FEISHU, "https://open.feishu.cn/open-apis/bot/v2/hook/...")]
    """Of Feishu or Lark."""
    secret: Secret | None = None
    """Of a robot that checks signatures (签名校验)."""


class WeComAddress(_Address):
    kind: Literal["wecom"] = "wecom"
    url: Annotated[str, _like(_WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=...")]


class SlackAddress(_Address):
    kind: Literal["slack"] = "slack"
    url: Annotated[str, _like(_SLACK, "https://hooks.slack.com/services/T.../B.../...")]


class TeamsAddress(_Address):
    kind: Literal["teams"] = "teams"
    url: Annotated[str, _like(_TEAMS, "https://....logic.azure.com/workflows/.../invoke?...")]
    """Of the workflow "Post to a channel when a webhook request is received"."""


class MailAddress(_Address):
    kind: Literal["mail"] = "mail"
    host: Host
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Annotated[str, StringConstraints(max_length=254, pattern=r"^[!-~]+$")] | None = None
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    sender: MailBox
    to: Annotated[tuple[MailBox, ...], Field(min_length=1, max_length=50)]


class WebhookAddress(_Address):
    kind: Literal["webhook"] = "webhook"
    url: Annotated[str, AfterValidator(_web)]
    secret: Annotated[str, StringConstraints(pattern=r"^whsec_[A-Za-z0-9+/=]{32,100}$")] | None = (
        None
    )
    """Then messages are signed as Standard Webhooks says; it begins with `whsec_`."""


Address: TypeAlias = Annotated[
    DingTalkAddress
    | FeishuAddress
    | WeComAddress
    | SlackAddress
    | TeamsAddress
    | MailAddress
    | WebhookAddress,
    Field(discriminator="kind"),
]
_ADDRESS: TypeAdapter[Any] = TypeAdapter(Address, config=ConfigDict(hide_input_in_errors=True))


def written(address: Address) -> str:
    """As `AlertChannel.address` holds it."""
    return address.model_dump_json()


def read(stored: str) -> Address:
    found: Address = _ADDRESS.validate_json(stored)
    return found


def shown(address: Address) -> str:
    """What people may see of it: the host, or who gets the mail."""
    if isinstance(address, MailAddress):
        more = f" +{len(address.to) - 1}" if len(address.to) > 1 else ""
        return f"{address.to[0]}{more}"
    return urlsplit(address.url).hostname or ""
