"""Calibrations: several people judge the same calls."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.reviews.calibration.members import Progress
from services.reviews.calibration.reading import CalibrationReading, Outcome, ties
from services.scoring.results import Verdict
from services.tables import Calibration, CalibrationKeyKind, CalibrationState, RuleAnswer, TaskState

MAX_CALLS = 50
MAX_RATERS = 50

Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class CalibrationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Text
    scorecard_version_id: UUID
    call_ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_CALLS)]
    rater_ids: Annotated[list[UUID], Field(min_length=2, max_length=MAX_RATERS)]
    key: CalibrationKeyKind
    expert_id: UUID | None = None
    """Whose word is the key; one of the raters."""
    blind_machine: bool = True
    due_at: AwareDatetime | None = None
    """When it closes by itself."""


class SettleIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: RuleAnswer
    note: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] | None = None


class PossibleRaterOut(BaseModel):
    """Somebody who may review calls."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    login: str


class CandidateOut(BaseModel):
    """A call that a session could be about."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    started_at: datetime
    agent_name: str | None
    talk_s: float
    score: float | None


class DrawnCallsOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    of: int
    """How many calls chance chose from."""
    calls: list[CandidateOut]


class RaterProgressOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    done: int


class CalibrationCallOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    call_id: UUID
    started_at: datetime
    agent_name: str | None
    talk_s: float


class _CalibrationFields(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    state: CalibrationState
    key: CalibrationKeyKind
    expert_id: UUID | None
    blind_machine: bool
    due_at: datetime | None
    created_at: datetime
    created_by: str
    closed_at: datetime | None


class ListedCalibrationOut(_CalibrationFields):
    """A session in a list."""

    created_by_name: str
    raters: int
    calls: int
    done: int
    """Reviews that are finished, of `raters` times `calls`."""

    @classmethod
    def of(
        cls, calibration: Calibration, created_by_name: str, progress: Progress
    ) -> "ListedCalibrationOut":
        told = _CalibrationFields.model_validate(calibration)
        return cls(
            **dict(told),
            created_by_name=created_by_name,
            raters=progress.raters,
            calls=progress.calls,
            done=progress.done,
        )


class OwnTaskOut(BaseModel):
    """The reader's own work on one call."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    call_id: UUID
    state: TaskState


class CalibrationOut(_CalibrationFields):
    """A session, and how far its raters are."""

    created_by_name: str
    scorecard_id: UUID
    scorecard_name: str
    scorecard_version: int
    raters: list[RaterProgressOut]
    calls: list[CalibrationCallOut]
    own_tasks: list[OwnTaskOut]

    @classmethod
    def of(cls, reading: CalibrationReading) -> "CalibrationOut":
        told = _CalibrationFields.model_validate(reading.calibration)
        return cls(
            **dict(told),
            created_by_name=reading.created_by_name,
            scorecard_id=reading.scorecard_id,
            scorecard_name=reading.scorecard_name,
            scorecard_version=reading.scorecard_version,
            raters=[RaterProgressOut.model_validate(each) for each in reading.raters],
            calls=[CalibrationCallOut.model_validate(each) for each in reading.calls],
            own_tasks=[OwnTaskOut.model_validate(each) for each in reading.own_tasks],
        )


class RaterOut(BaseModel):
    """Somebody against the key. Figures are null where nothing could be compared."""

    rater: str
    """A user's id, or `machine`."""
    name: str
    calls: int
    alignment: Share | None
    """Mean over items of 1 - |a - b| / most."""
    within: Share | None
    """Share of calls whose score lies within 10 points of the key's."""
    bias: float | None
    """Mean of score - key: above 0 is milder."""
    items: dict[str, Share]


class PairOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    raters: tuple[str, str]
    calls: int
    within: Share | None
    kappas: dict[str, float | None]
    """Cohen's, by rule; null where it is not defined."""


class ItemFiguresOut(BaseModel):
    rule_key: str
    rule_name: str
    ratings: int
    alignment: Share | None
    agreement: Share | None
    """Share of pairs of raters that gave the same verdict."""
    kappa: float | None
    """Fleiss'; null where it is not defined: everybody always gave one and the same answer."""


class ItemWordsOut(BaseModel):
    """One item of one call: what each said, and what counts as right."""

    model_config = ConfigDict(from_attributes=True)

    rule_key: str
    rule_name: str
    said: dict[str, Verdict]
    key: Verdict | None
    settled: RuleAnswer | None
    note: str | None
    at_s: list[float]
    """Where in the call the machine or a rater found it."""


class CallWordsOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    call: CalibrationCallOut
    scores: dict[str, float | None]
    key_score: float | None
    spread: float
    items: list[ItemWordsOut]


class OutcomeOut(BaseModel):
    """What came of a closed session; calls with the widest spread first."""

    raters: list[RaterOut]
    pairs: list[PairOut]
    items: list[ItemFiguresOut]
    calls: list[CallWordsOut]
    ties: int
    """Items on which a consensus is still to be found."""

    @classmethod
    def of(cls, outcome: Outcome, calibration: Calibration) -> "OutcomeOut":
        figures = outcome.figures
        return cls(
            raters=[
                RaterOut(
                    name=outcome.raters[each.rater].name,
                    **{name: getattr(each, name) for name in _OF_RATER},
                )
                for each in figures.raters
            ],
            pairs=[PairOut.model_validate(each) for each in figures.pairs],
            items=[
                ItemFiguresOut(
                    rule_name=outcome.rules.get(each.rule_key, each.rule_key),
                    **{name: getattr(each, name) for name in _OF_ITEM},
                )
                for each in figures.items
            ],
            calls=[CallWordsOut.model_validate(each) for each in outcome.calls],
            ties=ties(outcome, calibration),
        )


_OF_RATER = ("rater", "calls", "alignment", "within", "bias", "items")
_OF_ITEM = ("rule_key", "ratings", "alignment", "agreement", "kappa")
