"""Checking, comparing and trying scorecards while they are written."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from api.schemas.scores import ScoreOut
from services.scoring.card import ScorecardBody
from services.scoring.checking import Checked, Problem
from services.scoring.diffs import DiffKind
from services.scoring.problem_words import in_chinese
from services.scoring.trying import Tried
from services.transcripts import Utterance


class _WithSchemaOf:
    """Describes a field as `model` without refusing what is not one."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(self._model.__pydantic_core_schema__)


class ProblemOut(BaseModel):
    """Something that keeps a scorecard from being used."""

    model_config = ConfigDict(from_attributes=True)

    path: str
    """`rules.2.condition.phrases.0`: names of fields, and places in lists from 0. May be empty."""
    sentence: str
    """In Chinese for those whose `Accept-Language` begins with zh, else in English."""
    rule: str | None
    """Key of the rule it is in."""
    line: int | None
    """Of the text, from 1, where there is a text."""

    @classmethod
    def of(cls, problem: Problem, language: str) -> "ProblemOut":
        shown = cls.model_validate(problem)
        if language.lower().startswith("zh"):
            shown.sentence = in_chinese(shown.sentence)
        return shown


class CheckOut(BaseModel):
    """What a text says, and what is wrong with it."""

    model_config = ConfigDict(from_attributes=True)

    body: ScorecardBody | None
    """Null when it is too wrong to be read."""
    problems: list[ProblemOut]

    @classmethod
    def of(cls, checked: Checked, language: str) -> "CheckOut":
        problems = [ProblemOut.of(problem, language) for problem in checked.problems]
        return cls(body=checked.body, problems=problems)


class ChangeOut(BaseModel):
    """A value that differs; null where there is none."""

    model_config = ConfigDict(from_attributes=True)

    path: str
    """`condition.within.first_s`; places in lists from 0."""
    before: Any
    after: Any


class RuleDiffOut(BaseModel):
    """A rule that differs. Of one that was added or removed, the only change is all of it."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    name: str
    change: DiffKind
    changes: list[ChangeOut]


class DiffOut(BaseModel):
    """What changed from one version to another."""

    model_config = ConfigDict(from_attributes=True)

    settings: list[ChangeOut]
    """Of the card itself, its sections by key, its grades by name, and the words of its packs."""
    rules: list[RuleDiffOut]


class TryIn(BaseModel):
    """A scorecard as it is being written, and what to try it on: a call, or a dialogue."""

    model_config = ConfigDict(extra="forbid")

    body: Annotated[dict[str, Any], _WithSchemaOf(ScorecardBody)]
    """A ScorecardBody. What is wrong with it comes back as problems, not as a refusal."""
    call_id: UUID | None = None
    dialogue: str | None = Field(default=None, max_length=200_000)
    """One line per turn: `坐席：…`, `客户：…`, `Agent: …`, `[01:23] Customer: …`."""


class TryOut(BaseModel):
    """What the scorecard would say. Nothing is stored."""

    score: ScoreOut | None
    """Null when there are problems."""
    utterances: list[Utterance]
    problems: list[ProblemOut]

    @classmethod
    def of(cls, tried: Tried, language: str) -> "TryOut":
        return cls(
            score=tried.score and ScoreOut.of(tried.score),
            utterances=list(tried.utterances),
            problems=[ProblemOut.of(each, language) for each in tried.problems],
        )
