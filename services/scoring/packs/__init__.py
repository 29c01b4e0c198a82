"""Word packs: phrases that many rules of many cards need, with where they come from."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import ConfigDict, Field, model_validator

from services.scoring.card import Pack
from services.scoring.conditions import Frozen, Name, Phrase, Text

_SHIPPED = Path(__file__).parent


class Category(StrEnum):
    ABSOLUTE_CLAIMS = "absolute_claims"
    GUARANTEED_RETURNS = "guaranteed_returns"
    REFUSALS = "refusals"
    COMPLAINTS = "complaints"
    ABUSE = "abuse"
    PRESSURE = "pressure"
    PRIVACY = "privacy"
    DISCLOSURES = "disclosures"
    RECORDING_NOTICE = "recording_notice"
    GREETINGS = "greetings"
    CLOSING = "closing"
    CALLBACKS = "callbacks"
    DO_NOT_CALL = "do_not_call"
    COMPETITORS = "competitors"
    OFF_PLATFORM = "off_platform"
    OTHER = "other"


class BothLanguages(Frozen):
    """The same in both languages of the product."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    zh_cn: Annotated[Name, Field(alias="zh-CN")]
    en: Name


class WordPack(Frozen):
    """Phrases of one kind in one language, and the innocent uses that do not count."""

    name: BothLanguages
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    """ISO 639-1."""
    category: Category
    source: Annotated[Text, Field(min_length=1, max_length=500)]
    """A law's article, a regulator's document, or "common usage"."""
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=10_000)]
    """One with "|" in it lists synonyms."""
    exclusions: Annotated[tuple[Phrase, ...], Field(max_length=10_000)] = ()
    """A phrase inside one of these is not meant."""

    @model_validator(mode="after")
    def _no_phrase_twice(self) -> "WordPack":
        for what in (self.phrases, self.exclusions):
            if len(set(what)) < len(what):
                twice = next(phrase for phrase in what if what.count(phrase) > 1)
                raise ValueError(f"{twice} is listed twice")
        return self

    @property
    def words(self) -> Pack:
        """What of it goes into a published version."""
        return Pack(phrases=self.phrases, exclusions=self.exclusions)


@cache
def shipped() -> dict[str, WordPack]:
    """The packs that come with Earshot, by key: the name of their file."""
    return {path.stem: _read(path) for path in sorted(_SHIPPED.glob("*.yaml"))}


def _read(path: Path) -> WordPack:
    with path.open(encoding="utf-8") as file:
        return WordPack.model_validate(yaml.load(file, Loader=yaml.CSafeLoader))
