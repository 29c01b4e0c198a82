"""Whether a scorecard can be used, and everything that is wrong with it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.errors import Rejected
from services.scoring.card import Pack, ScorecardBody
from services.scoring.conditions import Said
from services.scoring.exchange import Lines, Path, YamlWrong, load
from services.scoring.judging import CardNotUsable, CompiledCard, compile_card

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
    """A body that may be used, or why not."""

    body: ScorecardBody | None = None
    """None when it is too wrong to be read."""
    problems: tuple[Problem, ...] = ()
    card: CompiledCard | None = None
    """Ready to judge by; None when there are problems."""


def check_text(text: bytes | str, packs: Mapping[str, Pack]) -> Checked:
    """Check a YAML text, or JSON, which is YAML too. Never raises for what it says."""
    try:
        content, lines = load(text)
    except YamlWrong as error:
        sentence = str(error.facts["detail"])
        return Checked(problems=(Problem("", sentence, line=error.facts["line"]),))
    return check(content, packs, lines)


def check(content: Any, packs: Mapping[str, Pack], lines: Lines | None = None) -> Checked:
    """Check plain JSON values: each field, what the rules name, and whether they compile.

    `packs` are all the word packs there are, by key.
    """
    if isinstance(content, Mapping) and content.get("packs"):
        return Checked(problems=(_of(("packs",), _PACKS_GIVEN, content, lines),))
    try:
        body = ScorecardBody.model_validate(content)
    except ValidationError as error:
        return Checked(problems=_problems(error, content, lines))
    card, problems = _compiled(body, packs)
    return Checked(body, tuple(_of(path, why, content, lines) for path, why in problems), card=card)


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
    # A list without its wrong items is also too short: that helps nobody.
    return tuple(
        problem
        for path, problem in found.items()
        if not any(path == other[: len(path)] for other in found if other != path)
    )


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


def _compiled(
    body: ScorecardBody, packs: Mapping[str, Pack]
) -> tuple[CompiledCard | None, list[tuple[Path, str]]]:
    """The first problem of each rule that cannot be judged by."""
    problems: list[tuple[Path, str]] = []
    while len(problems) < len(body.rules):
        try:
            card = compile_card(body, packs)
        except CardNotUsable as error:
            path = error.field or ""
            problems.append((_parts(path), _after(f"({path}): ", str(error.facts["detail"]))))
            body = _without(body, str(error.facts["rule"]))
        else:
            return (card, []) if not problems else (None, sorted(problems, key=_place))
    return None, sorted(problems, key=_place)


def _place(problem: tuple[Path, str]) -> int:
    """Of the rule on the card."""
    return int(problem[0][1])


def _parts(path: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))


def _after(before: str, text: str) -> str:
    return text.partition(before)[2] or text


def _without(body: ScorecardBody, key: str) -> ScorecardBody:
    """The card with a harmless condition for that of a rule, to which others may refer."""
    rules = tuple(
        rule.model_copy(update={"condition": _HARMLESS, "when": None}) if rule.key == key else rule
        for rule in body.rules
    )
    return body.model_copy(update={"rules": rules})


_HARMLESS = Said(phrases=("x",))


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
