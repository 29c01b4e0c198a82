"""Sending a message to where a channel points. One module for each way out."""

from services.alerts.addresses import (
    Address,
    DingTalkAddress,
    FeishuAddress,
    WebhookAddress,
    WeComAddress,
)
from services.alerts.messages import Message
from services.alerts.outlets import hook, robots
from services.alerts.outlets.refusals import NotDelivered as NotDelivered


def send(address: Address, message: Message) -> str:
    """Send it once; returns what the service said. Takes at most half a minute.

    Raises NotDelivered.
    """
    match address:
        case DingTalkAddress():
            return robots.dingtalk(address, message)
        case FeishuAddress():
            return robots.feishu(address, message)
        case WeComAddress():
            return robots.wecom(address, message)
        case WebhookAddress():
            return hook.post(address, message)
        case _:
            # Loaded with the first such message: Apprise knows a hundred services.
            from services.alerts.outlets import chats  # noqa: PLC0415

            return chats.notify(address, message)
