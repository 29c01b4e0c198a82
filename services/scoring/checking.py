"""Whether a scorecard can be used, and everything that is wrong with it, in words."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.errors import Rejected
from services.scoring.card import ScorecardBody
from services.scoring.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EarlierCall,
    Near,
    Not,
    Said,
    Sequence,
)
from services.scoring.exchange import Lines, Path, YamlWrong, load

MOST_PROBLEMS = 100


class ScorecardWrong(Rejected):
    """This is not a scorecard that calls can be scored with."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a scorecard from being used."""

    path: str
    """`rules.2.condition.phrases.0`: names of fields, and places in lists from 0. May be empty."""
    sentence: str
    rule: str | None = None
    """Key of the rule it is in."""
    line: int | None = None
    """Of the text, from 1, where there is a text."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`body` is None when it is too wrong to be read."""

    body: ScorecardBody | None = None
    problems: tuple[Problem, ...] = field(default=())


def check_text(text: bytes | str, *, known_packs: Set[str] | None = None) -> Checked:
    """Check a YAML text, or JSON, which is YAML too. Never raises for what it says."""
    try:
        content, lines = load(text)
    except YamlWrong as error:
        return Checked(
            problems=(Problem("", str(error.facts["detail"]), line=error.facts["line"]),)
        )
    return check(content, known_packs=known_packs, lines=lines)


def check(
    content: Any, *, known_packs: Set[str] | None = None, lines: Lines | None = None
) -> Checked:
    """Check plain JSON values: each field, what the rules name, and whether they compile.

    `known_packs` are the keys of word packs there are; None: nobody can tell.
    """
    if isinstance(content, Mapping) and content.get("packs"):
        return Checked(problems=(_of(("packs",), _PACKS_GIVEN, content, lines),))
    try:
        body = ScorecardBody.model_validate(content)
    except ValidationError as error:
        return Checked(problems=_problems(error, content, lines))
    return Checked(body, tuple(_unusable(body, known_packs, content, lines)))


def require(checked: Checked) -> ScorecardBody:
    """Raises ScorecardWrong, which names the first of the problems."""
    if checked.body is not None and not checked.problems:
        return checked.body
    first = checked.problems[0]
    where = first.path if first.line is None else f"{first.path} (line {first.line})"
    raise ScorecardWrong(
        field=first.path or None, detail=": ".join(filter(None, [where.strip(), first.sentence]))
    )


_PACKS_GIVEN = "Words of packs are filled in when a version is published. Leave this out."


def _problems(error: ValidationError, content: Any, lines: Lines | None) -> tuple[Problem, ...]:
    """One per path: of what may be this or that, Pydantic names each that it is not."""
    found: dict[Path, Problem] = {}
    for each in error.errors(include_url=False, include_context=True)[:MOST_PROBLEMS]:
        path = _path(each["loc"], content)
        found.setdefault(path, _of(path, _sentence(each), content, lines))
    return tuple(found.values())


def _path(place: tuple[str | int, ...], content: Any) -> Path:
    """Where in `content`, without the tags by which Pydantic tells one kind from another."""
    path: list[str | int] = []
    at, is_tag_next = content, True
    for part in place:
        if isinstance(at, Mapping):
            if is_tag_next and part == at.get("type"):
                is_tag_next = False
                continue
            path.append(part)
            at = at.get(part)
        elif isinstance(at, list | tuple) and isinstance(part, int) and part < len(at):
            path.append(part)
            at = at[part]
        else:
            break
        is_tag_next = True
    return tuple(path)


def _sentence(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "This is missing."
        case "extra_forbidden":
            return "There is no such field here."
        case "union_tag_invalid":
            return f"There is no condition of the type {context['tag']}."
        case "union_tag_not_found":
            return "A condition needs a type."
        case "string_type":
            return "This must be text. Put what looks like a number into quotes."
        case _:
            return f"{error['msg'].removeprefix('Value error, ').rstrip('.')}."


def _unusable(
    body: ScorecardBody, known_packs: Set[str] | None, content: Any, lines: Lines | None
) -> Iterator[Problem]:
    if known_packs is not None:
        for path, key in _named_packs(body):
            if key not in known_packs:
                yield _of(path, f"There is no word pack {key}.", content, lines)


def _named_packs(body: ScorecardBody) -> Iterator[tuple[Path, str]]:
    for place, rule in enumerate(body.rules):
        for name in ("condition", "when"):
            root = getattr(rule, name)
            for path, condition in placed(root, ("rules", place, name)) if root else ():
                if isinstance(condition, Said):
                    for index, key in enumerate(condition.packs):
                        yield (*path, "packs", index), key


def placed(condition: Condition, path: Path) -> Iterator[tuple[Path, Condition]]:
    """A condition and all inside it, each with its path."""
    yield path, condition
    for step, child in _inside(condition):
        yield from placed(child, (*path, *step))


def _inside(condition: Condition) -> Iterator[tuple[Path, Condition]]:
    match condition:
        case Not() | EarlierCall():
            yield ("condition",), condition.condition
        case Near():
            yield ("condition",), condition.condition
            yield ("anchor",), condition.anchor
        case AllOf() | AnyOf():
            for index, child in enumerate(condition.conditions):
                yield ("conditions", index), child
        case Sequence():
            for index, each in enumerate(condition.steps):
                yield ("steps", index, "condition"), each.condition


def _of(path: Path, sentence: str, content: Any, lines: Lines | None) -> Problem:
    return Problem(
        path=".".join(str(part) for part in path),
        sentence=sentence,
        rule=_rule_at(path, content),
        line=lines.of(path) if lines else None,
    )


def _rule_at(path: Path, content: Any) -> str | None:
    match path:
        case ("rules", int(place), *_):
            rule = content["rules"][place]
            key = rule.get("key") if isinstance(rule, Mapping) else None
            return key if isinstance(key, str) else None
        case _:
            return None
