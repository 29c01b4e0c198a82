"""Which adapters there are. A new vendor is a package and a line here."""

from services.dialers import (
    Adapter,
    aliyun_ccc,
    amazon_connect,
    asterisk,
    clink,
    freeswitch,
    qimo,
    standard_webhooks,
    tccc,
    twilio,
    vcon,
    vicidial,
)
from services.errors import NotFound

_ADAPTERS: dict[str, Adapter] = {
    "aliyun_ccc": aliyun_ccc.adapter,
    "amazon_connect": amazon_connect.adapter,
    "asterisk": asterisk.adapter,
    "clink": clink.adapter,
    "freeswitch": freeswitch.adapter,
    "qimo": qimo.adapter,
    "standard_webhooks": standard_webhooks.adapter,
    "tccc": tccc.adapter,
    "twilio": twilio.adapter,
    "vcon": vcon.adapter,
    "vicidial": vicidial.adapter,
}


class DialerUnknown(NotFound):
    """Earshot has no adapter of this name."""


def names() -> list[str]:
    return sorted(_ADAPTERS)


def get_adapter(name: str) -> Adapter:
    """Raises DialerUnknown."""
    try:
        return _ADAPTERS[name]
    except KeyError as error:
        raise DialerUnknown(name=name) from error
