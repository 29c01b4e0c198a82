"""Ids of channels: `epoch.number`, or `system-epoch.number`. The epoch is their creation."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from services.dialers import Note, times

_EPOCH = re.compile(r"(?:^|-)(\d{9,10})\.\d+$")
_HALF_HOUR_S = 1800
_NEAR_S = 120
_ZONES_APART = timedelta(hours=26)


def created_at(uniqueid: str) -> datetime | None:
    """When the channel came to be, to the second; None when the id does not say."""
    found = _EPOCH.search(uniqueid)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def zone_note(moments: Iterable[tuple[datetime, str]], *, field: str) -> Note | None:
    """Whether the declared zone can be right, by local times and ids of about their moment.

    A row may begin any while after its channel, but a wrong zone moves all rows by the same,
    about whole half hours. Told of once.
    """
    wrong: Note | None = None
    for local, uniqueid in moments:
        epoch = created_at(uniqueid)
        if epoch is None or abs(local - epoch) > _ZONES_APART:
            continue
        apart_s = (local - epoch).total_seconds()
        if abs(apart_s) <= _NEAR_S:
            return None
        if abs(apart_s - _HALF_HOUR_S * round(apart_s / _HALF_HOUR_S)) <= _NEAR_S:
            wrong = wrong or times.zone_note(local, epoch, field=field)
    return wrong
