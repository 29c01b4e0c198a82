"""A score, line by line, with the reason of every line in both languages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.scoring.results import Line, Score
from services.scoring.wording import explain


class ExplanationOut(BaseModel):
    """Why, in a few plain sentences."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    zh_cn: Annotated[str, Field(alias="zh-CN")]
    en: str


class LineOut(Line):
    """One rule's verdict, what it did to the score, and why."""

    explanation: ExplanationOut

    @classmethod
    def of(cls, line: Line) -> "LineOut":
        told = explain(line)
        return cls(**dict(line), explanation=ExplanationOut(zh_cn=told["zh-CN"], en=told["en"]))


class ScoreOut(Score):
    """A score and its arithmetic."""

    lines: tuple[LineOut, ...]

    @classmethod
    def of(cls, score: Score) -> "ScoreOut":
        return cls(**{**dict(score), "lines": tuple(LineOut.of(line) for line in score.lines)})
