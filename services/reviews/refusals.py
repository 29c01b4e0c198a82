"""Why something cannot be done to a review."""

from typing import ClassVar

from services.errors import Conflict, Forbidden, NotFound, Rejected


class ReviewNotFound(NotFound):
    """There is no such review, or it is not one of yours to see."""


class NotScoredYet(Conflict):
    """This call has no score yet, so there is nothing to review."""


class ReviewFinished(Conflict):
    """This call has been reviewed. Supersede that review instead of starting another."""

    told: ClassVar[frozenset[str]] = frozenset({"review_id", "reviewer"})


class ClaimedByAnother(Conflict):
    """Somebody else is reviewing this call."""

    told: ClassVar[frozenset[str]] = frozenset({"reviewer"})


class NothingToRegrade(Conflict):
    """Only a finished review can be graded, and by somebody else than its reviewer."""


class TaskOfAnotherCall(Rejected):
    """This task is not one of this call, or it is over."""


class NotYourReview(Forbidden):
    """Only its reviewer changes a draft."""


class ReviewClosed(Conflict):
    """This review is finished and never changes. Supersede it to say something else."""

    told: ClassVar[frozenset[str]] = frozenset({"state", "revision"})


class ReviewChanged(Conflict):
    """This review was saved elsewhere in the meantime. Read it again, then repeat the change."""

    told: ClassVar[frozenset[str]] = frozenset({"revision", "saved_by", "saved_at"})


class ReviewIncomplete(Conflict):
    """Some hits or items still need an answer."""

    told: ClassVar[frozenset[str]] = frozenset({"open"})


class NotSuperseded(Conflict):
    """Only the review that counts can be superseded."""


class HitNotInReview(NotFound):
    """This review has no such hit."""


class MarkNotFound(NotFound):
    """This review has no such mark."""


class ReasonWithoutRejection(Rejected):
    """Only a rejected hit has a reason."""


class RuleNotOnCard(Rejected):
    """The scorecard of this review has no such rule."""


class PlaceNotInCall(Rejected):
    """There is no such place in this call."""


class FoundAlready(Conflict):
    """The machine found this place itself: confirm its hit instead."""


class CorrectionsOverlap(Conflict):
    """Another correction touches these words. Take it back first."""


class NothingCorrected(Rejected):
    """A correction must say something else than what stands there."""


class NoCorrections(Conflict):
    """No words of this review are corrected."""
