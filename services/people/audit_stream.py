"""Telling listeners outside what is new in the audit log: a file, a syslog server.

At least once: the position is stored after it was told. Syslog as RFC 5424 has it, over
UDP (RFC 5426) or TCP with octet counting (RFC 6587).
"""

import json
import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session

from services.clock import utc_now
from services.db import transaction
from services.people import audit
from services.people.audit_chain import Chained
from services.settings import Settings
from services.tables import AuditStream

log = logging.getLogger(__name__)

_BATCH = 500
_TIMEOUT_S = 10.0
_DATAGRAM_MAX = 8_000
_PRIORITY = 13 * 8 + 5
"""Facility "log audit", severity "notice"."""

Tell = Callable[[list[str]], None]


def tell_all(settings: Settings) -> None:
    """Tell everybody what they have not been told. One that does not answer waits for the next
    time, and its trouble is noted."""
    if settings.audit_file is not None:
        _tell("file", _as_json, _file(settings.audit_file))
    if settings.audit_syslog is not None:
        _tell("syslog", _as_syslog, _syslog(settings.audit_syslog))


def _tell(name: str, written: Callable[[Chained], str], tell: Tell) -> None:
    more = True
    while more:
        with transaction() as session:
            more = _tell_some(session, name, written, tell)


def _tell_some(session: Session, name: str, written: Callable[[Chained], str], tell: Tell) -> bool:
    """Under a lock of this listener's row: two workers tell nothing twice."""
    stream = session.get(AuditStream, name, with_for_update=True) or AuditStream(name=name)
    session.add(stream)
    session.flush()
    batch = list(islice(audit.chain(session, after=stream.seq), _BATCH))
    if not batch:
        return False
    try:
        tell([written(each) for each in batch])
    except OSError as error:
        log.warning("the audit log cannot be told", extra={"listener": name, "why": str(error)})
        stream.error = str(error)[:500]
        return False
    stream.seq, stream.told_at, stream.error = batch[-1].seq, utc_now(), None
    return len(batch) == _BATCH


def _file(path: Path) -> Tell:
    def tell(lines: list[str]) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())

    return tell


def _syslog(url: str) -> Tell:
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 514)

    def tell_tcp(lines: list[str]) -> None:
        with socket.create_connection(address, timeout=_TIMEOUT_S) as connection:
            for line in lines:
                message = line.encode()
                connection.sendall(f"{len(message)} ".encode() + message)

    def tell_udp(lines: list[str]) -> None:
        family = socket.getaddrinfo(*address, type=socket.SOCK_DGRAM)[0][0]
        with closing(socket.socket(family, socket.SOCK_DGRAM)) as sender:
            for line in lines:
                sender.sendto(line.encode()[:_DATAGRAM_MAX], address)

    return tell_tcp if parts.scheme == "tcp" else tell_udp


def _told(each: Chained) -> Iterator[tuple[str, Any]]:
    at, actor, act, subject, facts, address, user_agent = each.fields
    yield from (("seq", each.seq), ("id", each.entry_id), ("at", at.astimezone(UTC).isoformat()))
    yield from (("actor", actor), ("act", act), ("subject", subject), ("facts", facts))
    yield from (("address", address), ("user_agent", user_agent))
    yield from (("hash", each.hash.hex()), ("prev_hash", each.prev_hash.hex()))


def _as_json(each: Chained) -> str:
    return json.dumps(dict(_told(each)), ensure_ascii=False)


def _as_syslog(each: Chained) -> str:
    """`<109>1 2026-03-02T09:00:00.000000+00:00 host earshot - call.listened - {...}`"""
    at = each.fields[0].astimezone(UTC).isoformat(timespec="microseconds")
    act = "".join(letter for letter in each.fields[2] if "!" <= letter <= "~")[:32] or "-"
    return f"<{_PRIORITY}>1 {at} {socket.gethostname()[:255]} earshot - {act} - {_as_json(each)}"
