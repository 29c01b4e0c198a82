"""What changed from one wording of a scorecard to another, by rule and path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.scoring.card import ScorecardBody


class DiffKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    """What it says, and perhaps also its place on the card."""
    MOVED = "moved"
    """Only its place among the rules that both wordings have."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs. `before` or `after` is None where there is none."""

    path: str
    """`condition.within.first_s`; places in a list count from 0."""
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RuleDiff:
    key: str
    name: str
    change: DiffKind
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    settings: tuple[Change, ...] = ()
    """Of the card itself, its sections, its grades, and the words of its packs."""
    rules: tuple[RuleDiff, ...] = ()
    """In the order of the later wording; those removed last."""

    def __bool__(self) -> bool:
        return bool(self.settings or self.rules)


def between(before: ScorecardBody, after: ScorecardBody) -> Diff:
    """What makes `after` of `before`. Rules, sections and steps are known by key or name."""
    old, new = (body.model_dump(mode="json") for body in (before, after))
    return Diff(
        settings=tuple(_changes(_settings(old), _settings(new))),
        rules=tuple(_rules(_by(old["rules"], "key"), _by(new["rules"], "key"))),
    )


def _settings(body: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in body.items() if name != "rules"}
    return rest | {
        "sections": _by(body["sections"], "key"),
        "grades": _by(body["grades"], "name"),
    }


def _by(parts: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return {part[name]: part for part in parts}


def _rules(old: dict[str, Any], new: dict[str, Any]) -> Iterator[RuleDiff]:
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    for key, rule in new.items():
        if key not in old:
            yield RuleDiff(key, rule["name"], DiffKind.ADDED, (Change("", None, rule),))
        elif changes := tuple(_changes(old[key], rule)):
            yield RuleDiff(key, rule["name"], DiffKind.CHANGED, changes)
        elif key in moved:
            yield RuleDiff(key, rule["name"], DiffKind.MOVED, (moved[key],))
    for key, rule in old.items():
        if key not in new:
            yield RuleDiff(key, rule["name"], DiffKind.REMOVED, (Change("", rule, None),))


def _moved(old: list[str], new: list[str]) -> dict[str, Change]:
    """As few as explain the new order: those outside the longest run that kept its order."""
    stayed = _longest_rising([old.index(key) for key in new])
    return {
        key: Change("place", old.index(key), place)
        for place, key in enumerate(new)
        if old.index(key) not in stayed
    }


def _longest_rising(numbers: list[int]) -> set[int]:
    runs: list[list[int]] = [[]]
    for number in numbers:
        fitting = [run for run in runs if not run or run[-1] < number]
        before = max(fitting, key=len)
        runs.append([*before, number])
    longest = max(runs, key=len)
    return set(longest)


def _changes(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    match before, after:
        case dict(), dict() if before.get("type") == after.get("type"):
            for name in [*before, *(name for name in after if name not in before)]:
                yield from _changes(before.get(name), after.get(name), _join(path, name))
        case list(), list() if _holds_objects(before) and _holds_objects(after):
            for index in range(max(len(before), len(after))):
                one, other = (_at(each, index) for each in (before, after))
                yield from _changes(one, other, _join(path, str(index)))
        case _ if before != after:
            yield Change(path, before, after)


def _holds_objects(values: list[Any]) -> bool:
    return any(isinstance(value, dict) for value in values)


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
