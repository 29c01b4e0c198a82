"""Rows of VICIdial's tables for tests: those of the payload files, whole or changed."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.calls.fold import FoldedCall
from services.dialers import Payload, Setting, Translation
from services.dialers.vicidial import adapter
from tests.deliveries import PAYLOADS, folded

FOLDER = PAYLOADS / "vicidial"
FILES = {path.name.partition(".")[0]: path for path in sorted(FOLDER.iterdir())}
READ_AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
SHANGHAI = Setting(zone=ZoneInfo("Asia/Shanghai"))
SALE = "1772413200.101"


def read(table: str, body: bytes | None = None, **how: Any) -> Translation:
    content = FILES[table].read_bytes() if body is None else body
    read_at = how.pop("read_at", READ_AT)
    setting = how.pop("setting", SHANGHAI)
    return adapter.translate(Payload(content, query=f"table={table}", received_at=read_at), setting)


def call(call_id: str, *translations: Translation) -> FoldedCall:
    """Of all rows about it."""
    return folded(
        *(
            Translation(tuple(e for e in each.events if e.data.get("call_id") == call_id))
            for each in translations
        )
    )


def row(table: str, number: int = 0, **changes: Any) -> bytes:
    """One row of the examples, changed, as JSON."""
    text = FILES[table].read_text()
    if FILES[table].suffix == ".jsonl":
        values = json.loads(text.splitlines()[number])
    else:
        delimiter = "\t" if FILES[table].suffix == ".tsv" else ","
        values = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))[number]
    return json.dumps(values | changes).encode()


def states(translation: Translation) -> list[tuple[str, str | None, int]]:
    """State, reason, and seconds since 08:59 in Shanghai."""
    start = datetime(2026, 3, 2, 0, 59, tzinfo=UTC)
    return [
        (e.data["state"], e.data.get("reason"), int((e.at - start).total_seconds()))
        for e in translation.events
        if e.type.value == "agent.state"
    ]
