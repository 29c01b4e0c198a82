"""How far what was decided about personal numbers is carried out."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from services import db, sealing
from services.privacy.keeping import count_backlog
from services.privacy.policies import policy
from services.tables import PrivacyPolicy

NOBODY = "system"
"""Who decided while nobody has."""


@dataclass(frozen=True, slots=True)
class PrivacyReading:
    policy: PrivacyPolicy
    counts: dict[str, int]
    sealing: dict[str, Any]


def read(session: Session) -> PrivacyReading:
    [counts] = db.rows(
        session,
        """
        SELECT (SELECT count(*) FROM transcript) AS transcripts,
            (SELECT count(*) FROM transcript_pii WHERE spans <> '[]'::jsonb)
                AS transcripts_with_personal_numbers,
            (SELECT count(*) FROM beeped_sound) AS beeped,
            (SELECT count(*) FROM beeped_sound WHERE replaced_at IS NOT NULL) AS replaced
        """,
        {},
    )
    return PrivacyReading(
        policy=policy(session),
        counts={**counts, "backlog": count_backlog(session)},
        sealing=sealing.state(session),
    )
