"""A score, line by line, with the reason of every line in both languages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from services.scoring.results import Line, Score


class ExplanationOut(BaseModel):
    """Why, in a few plain sentences."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    zh_cn: Annotated[str, Field(alias="zh-CN")]
    en: str


class LineOut(Line):
    """One rule's verdict, what it did to the score, and why."""

    explanation: ExplanationOut


class ScoreOut(Score):
    """A score and its arithmetic."""

    lines: tuple[LineOut, ...]
