"""Which adapters there are. A new vendor is a package and a name here.

Loaded when first asked for: a process needs the words of one or two vendors, not of all.
"""

from functools import cache
from importlib import import_module

from services.dialers import Adapter
from services.errors import NotFound

_NAMES = (
    "aliyun_ccc",
    "amazon_connect",
    "asterisk",
    "clink",
    "csv",
    "freeswitch",
    "qimo",
    "standard_webhooks",
    "tccc",
    "twilio",
    "vcon",
    "vicidial",
)


class DialerUnknown(NotFound):
    """Earshot has no adapter of this name."""


def names() -> list[str]:
    return list(_NAMES)


def get_adapter(name: str) -> Adapter:
    """Raises DialerUnknown."""
    if name not in _NAMES:
        raise DialerUnknown(name=name)
    return _load(name)


@cache
def _load(name: str) -> Adapter:
    adapter: Adapter = import_module(f"services.dialers.{name}").adapter
    return adapter
