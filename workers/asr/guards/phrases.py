"""Sentences that speech models are known to invent, and where they stand."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.transcripts.script import converted
from services.transcripts.spelling import fold
from workers.asr import ModelUnavailable

BUILT_IN = Path(__file__).with_name("known_phrases.toml")
_BRACKETS = "[](){}（）【】《》<>*"
_IN_BRACKETS = re.compile(
    rf"[{re.escape(_BRACKETS)}]([^{re.escape(_BRACKETS)}]+)[{re.escape(_BRACKETS)}]"
)
_LATIN = "[a-z0-9]"


class Match(StrEnum):
    WHOLE = "whole"
    CONTAINED = "contained"
    BRACKETED = "bracketed"


class Effect(StrEnum):
    """What a phrase makes of an utterance, the strongest first."""

    LEAVE_OUT = "leave_out"
    MARK = "mark"
    SUSPECT = "suspect"


class Group(BaseModel):
    """Phrases that are treated alike; known_phrases.toml says what the fields mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    match: Match
    effect: Effect
    phrases: tuple[str, ...] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    group: tuple[Group, ...]


class KnownPhrases:
    """Phrases ready to be looked for."""

    def __init__(self, groups: Iterable[Group]) -> None:
        groups = tuple(groups)
        self._whole = {effect: _all_of(groups, effect) for effect in Effect}
        self._anywhere = {
            (match, effect): _any_of(groups, match, effect)
            for match in (Match.CONTAINED, Match.BRACKETED)
            for effect in Effect
        }
        self._left_out = _any_of(groups, Match.WHOLE, Effect.LEAVE_OUT)

    def effect_on(self, text: str) -> Effect | None:
        """The strongest that a phrase in `text` has; None when there is none in it."""
        form = _Form.of(text)
        return next((effect for effect in Effect if self._has(effect, form)), None)

    def _has(self, effect: Effect, form: "_Form") -> bool:
        inside = self._anywhere[Match.BRACKETED, effect]
        anywhere = self._anywhere[Match.CONTAINED, effect]
        return (
            _is_in(self._whole[effect], form.plain, whole=True)
            or all(_is_in(inside, each) for each in form.bracketed or [""])
            or _is_in(anywhere, form.plain)
            or _is_in(anywhere, form.text)
            # Beside something else: that was perhaps said.
            or (effect is Effect.MARK and _is_in(self._left_out, form.plain))
        )


@dataclass(frozen=True)
class _Form:
    """A text as phrases look at it."""

    text: str
    plain: str
    bracketed: Sequence[str]
    """What stands in each pair of brackets; nothing when there are words outside of them."""

    @classmethod
    def of(cls, text: str) -> "_Form":
        bracketed = _IN_BRACKETS.findall(text)
        if bracketed and _plain(_IN_BRACKETS.sub("", text)):
            bracketed = []
        return cls(text, _plain(text), [_plain(each) for each in bracketed])


@cache
def known_phrases(file: Path | None) -> KnownPhrases:
    """Those of `file`, or Earshot's own. Raises ModelUnavailable, which says what is wrong."""
    path = file or BUILT_IN
    try:
        return KnownPhrases(_File.model_validate(tomllib.loads(path.read_text("utf-8"))).group)
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The known phrases in '{path}' cannot be used ({_first(error)}). "
            "Set EARSHOT_ASR_KNOWN_PHRASES to a file like Earshot's own, or not at all."
        ) from error


def _first(error: OSError | ValueError) -> str:
    if isinstance(error, ValidationError):
        [wrong, *_] = error.errors()
        return f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}"
    return str(error).splitlines()[0]


def _plain(text: str) -> str:
    return fold(converted(text, "simplified"))[0]


def _is_in(pattern: re.Pattern[str] | None, text: str, *, whole: bool = False) -> bool:
    if pattern is None:
        return False
    return bool(pattern.fullmatch(text) if whole else pattern.search(text))


def _all_of(groups: Iterable[Group], effect: Effect) -> re.Pattern[str] | None:
    """One or more phrases and nothing else. Atomic, so that no list can make it slow."""
    known = _sorted(groups, Match.WHOLE, effect)
    return re.compile(f"(?:(?>{'|'.join(known)}) ?)+") if known else None


def _any_of(groups: Iterable[Group], match: Match, effect: Effect) -> re.Pattern[str] | None:
    known = [
        f"(?<!{_LATIN}){each}(?!{_LATIN})" if each.isascii() else each
        for each in _sorted(groups, match, effect)
    ]
    return re.compile("|".join(known)) if known else None


def _sorted(groups: Iterable[Group], match: Match, effect: Effect) -> list[str]:
    """As patterns, the longest first."""
    found = {
        _plain(phrase) or phrase
        for group in groups
        if group.match is match and group.effect is effect
        for phrase in group.phrases
    }
    return sorted(map(re.escape, found), key=len, reverse=True)
