"""Files that were brought in are kept as long as deliveries are, to look at and to resume."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from services import db
from services.recordings import sweeping

_WINDOW = timedelta(days=7)
"""Looked at again for that long: a worker may have been away."""


def forget(session: Session, kept: timedelta) -> Sequence[str]:
    """Delete what is left of imports that nobody touched for `kept`, but for the fact of them.

    Returns the content in storage that nothing speaks of any more. Safe to repeat.
    """
    old = db.rows(
        session,
        """
        SELECT id, sha256 FROM bulk_import
        WHERE state NOT IN ('queued', 'running')
            AND coalesce(finished_at, created_at) < now() - %(kept)s
            AND coalesce(finished_at, created_at) > now() - %(kept)s - %(window)s
        """,
        {"kept": kept, "window": _WINDOW},
    )
    ids = [row["id"] for row in old]
    db.run(session, "DELETE FROM refused_row WHERE import_id = ANY(%(ids)s)", {"ids": ids})
    needed = db.rows(
        session,
        """
        SELECT DISTINCT sha256 FROM bulk_import
        WHERE sha256 = ANY(%(contents)s)
            AND (
                state IN ('queued', 'running')
                OR coalesce(finished_at, created_at) >= now() - %(kept)s
            )
        """,
        {"contents": [row["sha256"] for row in old], "kept": kept},
    )
    left = {row["sha256"] for row in old} - {row["sha256"] for row in needed}
    return sweeping.of_no_recording(session, sorted(left))
