"""What people said, in reviews that count, of the places that a draft would hit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.scoring.results import Evidence
from services.scoring.trials import Change, RuleChange, RuleHit

_TOLD: LiteralString = """
    SELECT r.call_id, v.rule_key, h.start_s, h.end_s, v.verdict = 'confirmed' AS is_right
    FROM review r JOIN review_verdict v ON v.review_id = r.id JOIN hit h ON h.id = v.hit_id
    WHERE r.call_id = ANY(%(ids)s) AND r.state = 'final' AND r.purpose IN ('review', 'appeal')
        AND v.verdict IN ('confirmed', 'rejected')
    UNION ALL
    SELECT r.call_id, a.rule_key, a.start_s, a.end_s, true
    FROM review r JOIN added_hit a ON a.review_id = r.id
    WHERE r.call_id = ANY(%(ids)s) AND r.state = 'final' AND r.purpose IN ('review', 'appeal')
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One person's word on one place: whether the rule was right to hit there."""

    start_s: float
    end_s: float
    is_right: bool

    def is_about(self, place: Evidence) -> bool:
        """By time: a draft may quote other words there, of another transcript."""
        return place.start_s < self.end_s and self.start_s < place.end_s


Words = Mapping[tuple[UUID, str], list[Told]]
"""By call and rule."""


def told_of(session: Session, call_ids: Collection[UUID]) -> Words:
    """Confirmed and rejected hits of the machine, and those that reviewers added."""
    found: dict[tuple[UUID, str], list[Told]] = {}
    if call_ids:
        for row in db.rows(session, _TOLD, {"ids": list(call_ids)}):
            told = Told(row["start_s"], row["end_s"], row["is_right"])
            found.setdefault((row["call_id"], row["rule_key"]), []).append(told)
    return found


def count(rule: RuleChange, call_id: UUID, hit: RuleHit, words: Words) -> None:
    """Add to `rule` what is known of a hit that stays or comes."""
    if hit.change is Change.LOST:
        return
    known = words.get((call_id, hit.rule_key), [])
    said = [told.is_right for told in known if _is_about_any(told, hit.places)]
    if any(said):
        rule.confirmed += 1
    elif said:
        rule.rejected += 1


def _is_about_any(told: Told, places: Iterable[Evidence]) -> bool:
    return any(place.call_id is None and told.is_about(place) for place in places)
