"""vCons in tests: translated as they are, or with something changed."""

import json
from copy import deepcopy
from typing import Any
from zoneinfo import ZoneInfo

from services.dialers import Payload, Setting, Translation
from services.dialers.vcon import adapter

CHINA = ZoneInfo("Asia/Shanghai")


def translate(value: Any, zone: ZoneInfo | None = None, **options: Any) -> Translation:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return adapter.translate(Payload(body), Setting(zone, options=options))


def changed(value: Any, place: str, new: Any) -> Any:
    """A copy with `new` at a place such as `dialog.0.start`."""
    copy = deepcopy(value)
    *way, last = place.split(".")
    inner = copy
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    inner[int(last) if last.isdigit() else last] = new
    return copy
