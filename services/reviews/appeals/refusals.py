"""Why something cannot be done to an appeal."""

from typing import ClassVar

from services.errors import Conflict, Forbidden, NotFound, Rejected


class AppealNotFound(NotFound):
    """There is no such appeal, or it is not one of yours to see."""


class NotAppealable(Conflict):
    """This line cannot be appealed now."""

    told: ClassVar[frozenset[str]] = frozenset({"why_not"})


class PlaceNotInResult(Rejected):
    """Nothing at this place counts against the line."""


class AppealClosed(Conflict):
    """This appeal is decided, or was withdrawn."""

    told: ClassVar[frozenset[str]] = frozenset({"state"})


class AppealWentOn(Conflict):
    """Another step decides this appeal by now. Read it again."""

    told: ClassVar[frozenset[str]] = frozenset({"step", "role"})


class NotYoursToDecide(Forbidden):
    """This step of the appeal is for others to decide."""


class LastStep(Conflict):
    """Nobody comes after this step: accept or deny."""


class NotAcceptedYet(Conflict):
    """Accept the appeal first, then those with the same cause."""


class NotSameCause(Rejected):
    """One of these results does not have the same fault, or you made it yourself."""

    told: ClassVar[frozenset[str]] = frozenset({"review_id"})


class NothingToOverturn(Conflict):
    """The result of this call no longer counts that line against its agent."""
