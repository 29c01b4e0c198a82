"""Mail, Slack and Microsoft Teams, by Apprise."""

import logging
from urllib.parse import quote, urlencode

import apprise

from services.alerts.addresses import Address, MailAddress, SlackAddress, TeamsAddress
from services.alerts.messages import Message
from services.alerts.outlets.refusals import NotDelivered
from services.tables import AlertSeverity

_ASSET = apprise.AppriseAsset(
    app_id="Earshot", app_desc="Earshot", app_url="", image_url_mask="", image_url_logo=""
)
_TYPE = {
    AlertSeverity.INFO: apprise.NotifyType.INFO,
    AlertSeverity.WARNING: apprise.NotifyType.WARNING,
    AlertSeverity.CRITICAL: apprise.NotifyType.FAILURE,
}
_MODE = {"starttls": "starttls", "tls": "ssl", "none": "insecure"}
_WAITS = {"cto": "10", "rto": "15"}
"""Seconds to connect and to read."""
_TEAMS_BYTES = 900
"""Apprise cuts text for Teams after 1,000 characters, into several messages."""


def notify(address: Address, message: Message) -> str:
    """Raises NotDelivered."""
    outlet = outlet_of(address)
    room = _TEAMS_BYTES if isinstance(address, TeamsAddress) else None
    with apprise.LogCapture(  # type: ignore[no-untyped-call]
        level=logging.WARNING, fmt="%(message)s"
    ) as said:
        sent = outlet.notify(
            body=message.text(room),
            title=message.title,
            notify_type=_TYPE[message.severity],
            body_format=apprise.NotifyFormat.TEXT,
        )
        reason = said.getvalue()
    if not sent:
        raise NotDelivered(reason or "refused")
    return "ok"


def outlet_of(address: Address) -> apprise.NotifyBase:
    """Raises NotDelivered."""
    outlet = apprise.Apprise.instantiate(url_of(address), asset=_ASSET)
    if not isinstance(outlet, apprise.NotifyBase):
        raise NotDelivered("this address cannot be used", for_good=True)
    return outlet


def url_of(address: Address) -> str:
    """As Apprise writes it. Pure."""
    match address:
        case SlackAddress():
            tokens = address.url.removeprefix("https://hooks.slack.com/services/")
            return f"slack://{tokens}/?{urlencode({'image': 'no', 'footer': 'no', **_WAITS})}"
        case TeamsAddress():
            return f"{address.url}&{urlencode(_WAITS)}"
        case MailAddress():
            return _mail(address)
        case _:
            raise ValueError(address.kind)


def _mail(address: MailAddress) -> str:
    signs_in = ""
    if address.user:
        signs_in = f"{quote(address.user, safe='')}:{quote(address.password or '', safe='')}@"
    asked = {
        "smtp": address.host,
        "mode": _MODE[address.security],
        "from": address.sender,
        "to": ",".join(address.to),
        "name": "Earshot",
        "format": "text",
        **_WAITS,
    }
    scheme = "mailto" if address.security == "none" else "mailtos"
    return f"{scheme}://{signs_in}{address.host}:{address.port}/?{urlencode(asked)}"
