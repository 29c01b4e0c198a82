"""Whether two speakers are the wrong way round, by what agents and customers say."""

import math
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from services.tables import Channel
from services.transcripts import Frozen, Swap, Utterance
from services.transcripts.script import converted

BUILT_IN = Path(__file__).with_name("roles.toml")
_CUES_SHOWN = 5
_HAN = r"[\u3400-\u9fff]"
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_NO_LETTERS = re.compile(r"[\W_]+")
_SPACE_BESIDE_HAN = re.compile(rf"(?<={_HAN}) | (?={_HAN})")


class CuesBroken(Exception):
    """The file of cues cannot be read. The message says where and why."""


class Cue(Frozen, extra="forbid"):
    """Something that one side says more often than the other; see roles.toml."""

    side: Literal[Channel.AGENT, Channel.CUSTOMER]
    pattern: str
    weight: float = Field(gt=0)
    within_s: float = Field(default=math.inf, gt=0)

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{error}: {pattern}") from error
        return pattern


class Cues(Frozen, extra="forbid"):
    least_cues: int = Field(ge=1)
    least_weight: float = Field(gt=0)
    cue: tuple[Cue, ...]


class _Found(Frozen):
    """`weight` > 0 speaks for the speakers being as they should be, < 0 for a swap."""

    words: str
    weight: float


@cache
def read_cues(file: Path = BUILT_IN) -> Cues:
    """Raises CuesBroken."""
    try:
        return Cues.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise CuesBroken(f"The cues in '{file}' cannot be read: {error}") from error


def suspect_swap(utterances: Sequence[Utterance], cues: Cues) -> Swap | None:
    """How likely the two speakers are the wrong way round; None when too little tells.

    Each cue that a speaker gave counts once, with its weight: for a swap when it came from
    the other side than it should, against one otherwise. The sum is the logarithm of the
    odds, so the likelihood is 1 / (1 + e^-sum); exchanging the speakers makes 1 - p of p.
    Doubtful utterances, and those of nobody known, tell nothing.
    """
    found = list(_find(utterances, cues))
    if len(found) < cues.least_cues:
        return None
    if sum(abs(each.weight) for each in found) < cues.least_weight:
        return None
    against = math.fsum(each.weight for each in found)
    strongest_first = sorted(found, key=lambda each: each.weight)
    spoken = [each.words for each in strongest_first if each.weight < 0]
    return Swap(likelihood=1 / (1 + math.exp(against)), cues=tuple(spoken[:_CUES_SHOWN]))


def plain(text: str) -> str:
    """Text as patterns see it: `"您好，我是"` gives `"您好我是"`, `"Who's this?"` `"whos this"`."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    letters = _NO_LETTERS.sub(" ", _APOSTROPHE.sub("", composed)).strip()
    return converted(_SPACE_BESIDE_HAN.sub("", letters), "simplified")


def _find(utterances: Sequence[Utterance], cues: Cues) -> Iterator[_Found]:
    for side in (Channel.AGENT, Channel.CUSTOMER):
        turns = [
            (said.start_s, plain(said.text))
            for said in utterances
            if said.channel is side and not said.doubts
        ]
        for cue in cues.cue:
            words = _first(cue, turns)
            if words is not None:
                yield _Found(words=words, weight=cue.weight if cue.side is side else -cue.weight)


def _first(cue: Cue, turns: Sequence[tuple[float, str]]) -> str | None:
    """What was said where the cue first came up."""
    pattern = re.compile(cue.pattern)
    for start_s, text in turns:
        found = pattern.search(text) if start_s <= cue.within_s else None
        if found is not None:
            return found.group()
    return None
