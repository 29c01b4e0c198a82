"""Making months of events, each in a transaction of its own."""

import logging
from collections.abc import Sequence

from services.calls import months
from services.calls.months import Month
from services.db import transaction

log = logging.getLogger(__name__)


def make_missing(wanted: Sequence[Month], most: int = months.MOST) -> list[Month]:
    """Those of `wanted` that are settled; what is in use is not waited for: try again later.

    Settled are those that are there now, and those of which more than `most` events lie aside:
    an administrator moves these while nobody waits.
    """
    with transaction() as session:
        missing = months.missing(session, wanted)
        left = months.overfull(session, missing, most)
    for month in left:
        log.warning("too many events of a month lie aside to be moved", extra={"part": month.name})
    return [m for m in wanted if m not in missing or m in left or _is_made(m)]


def _is_made(month: Month) -> bool:
    try:
        with transaction() as session:
            months.make(session, month)
    except months.EventsBusy:
        log.info("a month of events is made later", extra={"part": month.name})
        return False
    return True
