"""A score, line by line, with the reason of every line in both languages."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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


def _explained(line: Line) -> LineOut:
    return line if isinstance(line, LineOut) else LineOut.of(line)


Explained = Annotated[LineOut, BeforeValidator(_explained)]
"""A line, explained when it is put here."""


class ScoreOut(Score):
    """A score and its arithmetic."""

    lines: tuple[LineOut, ...]

    @classmethod
    def of(cls, score: Score) -> "ScoreOut":
        return cls(**{**dict(score), "lines": tuple(LineOut.of(line) for line in score.lines)})
