"""What a reviewer has marked of the machine's findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from services.reviews.places import Spot, spot_of
from services.reviews.scoring import Words
from services.scoring.results import Evidence
from services.tables import AddedHit, Hit, HitVerdict, Review, ReviewAnswer, ReviewVerdict


@dataclass(frozen=True, slots=True)
class Marks:
    """Of one review, as they are stored, in the order in which they were made."""

    verdicts: Sequence[ReviewVerdict]
    answers: Sequence[ReviewAnswer]
    added: Sequence[AddedHit]

    def by_rule(self, hits: Sequence[Hit]) -> dict[str, Words]:
        """As scoring takes them; `hits` are the machine's."""
        rejected = {each.hit_id for each in self.verdicts if each.verdict is HitVerdict.REJECTED}
        gone: dict[str, set[Spot]] = {}
        for hit in hits:
            if hit.id in rejected:
                gone.setdefault(hit.rule_key, set()).add(spot_of(hit))
        added: dict[str, list[Evidence]] = {}
        for each in self.added:
            added.setdefault(each.rule_key, []).append(evidence_of(each))
        answers = {each.rule_key: each.answer for each in self.answers}
        return {
            key: Words(
                rejected=frozenset(gone.get(key, ())),
                added=tuple(added.get(key, ())),
                answer=answers.get(key),
            )
            for key in gone.keys() | added.keys() | answers.keys()
        }


def evidence_of(added: AddedHit) -> Evidence:
    return Evidence(
        utterance=added.utterance,
        char_start=added.char_start,
        char_end=added.char_end,
        start_s=added.start_s,
        end_s=added.end_s,
        quote=added.quote,
    )


def read_marks(session: Session, review: Review) -> Marks:
    return Marks(
        verdicts=_verdicts(session, review.id),
        answers=_answers(session, review.id),
        added=_added(session, review.id),
    )


def _verdicts(session: Session, review_id: UUID) -> list[ReviewVerdict]:
    query = select(ReviewVerdict).where(ReviewVerdict.review_id == review_id)
    return list(session.exec(query.order_by(col(ReviewVerdict.at), col(ReviewVerdict.hit_id))))


def _answers(session: Session, review_id: UUID) -> list[ReviewAnswer]:
    query = select(ReviewAnswer).where(ReviewAnswer.review_id == review_id)
    return list(session.exec(query.order_by(col(ReviewAnswer.at), col(ReviewAnswer.rule_key))))


def _added(session: Session, review_id: UUID) -> list[AddedHit]:
    query = select(AddedHit).where(AddedHit.review_id == review_id)
    return list(session.exec(query.order_by(col(AddedHit.at), col(AddedHit.id))))
