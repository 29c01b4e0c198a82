"""Conditions about what was said."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from services.scoring.conditions.parts import (
    Frozen,
    Packs,
    Phrase,
    Phrases,
    Share,
    Speaker,
    Spoken,
    Text,
    Times,
    Turns,
    Wanted,
)
from services.transcripts import EntityKind


class Said(Spoken):
    """Enough of `phrases` are said: one of them, `at_least` so many different ones, or all.

    A phrase inside one of `exclusions` is not meant: "保证收益" is found, in "不保证收益"
    it is not. A phrase with "|" in it lists synonyms: any of them is it.
    """

    type: Literal["said"] = "said"
    phrases: Phrases = ()
    packs: Packs = ()
    """Word packs, whose phrases and exclusions count as if they stood here."""
    exclusions: Phrases = ()
    at_least: Annotated[int, Field(ge=1, le=10_000)] | Literal["all"] = 1
    """How many different phrases."""
    times: Times = 1
    """How many places in all."""
    one_turn: bool = False
    """All of it in one and the same turn."""
    homophones: bool = False
    """Chinese characters that sound the same (pinyin without tones) count as the phrase."""

    @model_validator(mode="after")
    def _something(self) -> "Said":
        if not self.phrases and not self.packs:
            raise ValueError("give at least one phrase or word pack")
        return self


class Pattern(Spoken):
    """A regular expression matches, but not inside a match of `excluding`.

    In RE2's language, whose time is linear in the text: no look-around, no back-references.
    It sees each turn as it was written down, one after the other; case does not matter.
    """

    type: Literal["pattern"] = "pattern"
    regex: Annotated[Text, Field(min_length=1, max_length=1000)]
    excluding: Annotated[Text, Field(min_length=1, max_length=1000)] | None = None
    times: Times = 1


class ScriptLine(Spoken):
    """One of `lines` is said in much the same words.

    `similarity` from 0 to 100: 100 x (1 - edits / characters) of the best stretch of a
    turn (rapidfuzz's `partial_ratio`), and words in another order are forgiven.
    """

    type: Literal["script_line"] = "script_line"
    lines: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=200)]
    similarity: Annotated[float, Field(ge=30, le=100)] = 80
    homophones: bool = False


class Repeated(Spoken):
    """The speaker says much the same again: turns of >= `min_characters` that are alike."""

    type: Literal["repeated"] = "repeated"
    similarity: Annotated[float, Field(ge=30, le=100)] = 80
    times: Annotated[int, Field(ge=2, le=100)] = 2
    """How often in all."""
    look_back: Turns | None = None
    """So many turns of the speaker; None: the whole call."""
    min_characters: Annotated[int, Field(ge=1, le=200)] = 5
    ignore: Annotated[tuple[Phrase, ...], Field(max_length=200)] = ()
    """Turns that say only this do not count."""


class Entity(Spoken):
    """A number, amount, date, phone, ID or card number, percentage is said."""

    type: Literal["entity"] = "entity"
    kind: EntityKind
    wanted: Wanted | None = None
    """Compared with its value; None: any of this kind will do."""
    times: Times = 1


class Language(Frozen):
    """At least `share` of the speaker's characters are in one of `languages` (ISO 639-1)."""

    type: Literal["language"] = "language"
    languages: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...], Field(min_length=1)
    ]
    speaker: Speaker = Speaker.AGENT
    share: Share = 0.5


class Judged(Spoken):
    """A model answers a question about what was said with yes, and quotes where.

    Its opinion, not a proof: marked so wherever it is shown. Unknown while no judge is set up.
    """

    type: Literal["judged"] = "judged"
    question: Annotated[Text, Field(min_length=5, max_length=1000)]
