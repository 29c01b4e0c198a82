"""Scorecards as YAML: what people write by hand, keep beside their code and send each other."""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from services.errors import Rejected
from services.scoring.card import ScorecardBody

MAX_BYTES = 1024 * 1024
MAX_NESTING = 60
MAX_NODES = 200_000
SCHEMA_PATH = "/api/v1/scorecards/schema"
_HEADER = f"""\
# A scorecard of Earshot. Its JSON Schema is at {SCHEMA_PATH};
# what is left out has the default that stands there.
"""
_ALWAYS = frozenset({"type", "points", "speaker", "pass_score"})
"""Written although they have their default: readers should not have to know it."""


class YamlWrong(Rejected):
    """This YAML cannot be read."""


Path = tuple[str | int, ...]
"""Names of fields, and places in lists from 0."""


class Lines(dict[Path, int]):
    """Where in a text what stands: line numbers from 1, by path."""

    def of(self, path: Path) -> int | None:
        """The line of a path, or of the nearest around it that is written down."""
        for length in range(len(path), -1, -1):
            if path[:length] in self:
                return self[path[:length]]
        return None


def dump(body: ScorecardBody) -> str:
    """`body` as YAML, in the order in which the model names its fields, without defaults.

    Words of packs are left out: they are filled in again when the version is published.
    Reading it back with `load` gives the same body.
    """
    content = _written(body)
    del content["packs"]
    text = yaml.dump(
        content,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=100,
    )
    return _HEADER + str(text)


def load(text: bytes | str) -> tuple[Any, Lines]:
    """What a text says, as plain JSON values, and where. Nothing is validated but the YAML.

    YAML 1.2's own reading of values: `no`, `12:30` and `2026-01-02` are text. Refused are
    aliases, tags, names that appear twice, and more than any scorecard needs. Raises
    YamlWrong, which says where.
    """
    source = _decoded(text)
    try:
        _refuse_excess(source)
        node = yaml.compose(source, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _wrong(_reason(error), _mark(error)) from error
    lines = Lines()
    return (None if node is None else _value(node, (), lines)), lines


def _written(value: Any) -> Any:
    """A model as plain values; of its defaults only what readers should see."""
    match value:
        case BaseModel():
            fields = type(value).model_fields
            names = sorted(fields, key=lambda name: name != "type")
            return {
                name: _written(getattr(value, name))
                for name in names
                if name in _ALWAYS or getattr(value, name) != fields[name].default
            }
        case tuple():
            return [_written(each) for each in value]
        case float() if value.is_integer() and abs(value) < _WHOLE_UP_TO:
            return int(value)
        case str():
            return str(value)
        case _:
            return value


class _Loader(yaml.CSafeLoader):
    """Takes every scalar for text: what is a number is decided below."""


_Loader.yaml_implicit_resolvers = {}


class _Dumper(yaml.CSafeDumper):
    """Quotes what any version of YAML would not take for text, and repeats what is equal."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> ScalarNode:
    """Quoted where `load` would take it for something else."""
    style = None if isinstance(_plain(text), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _decoded(text: bytes | str) -> str:
    if len(text) > MAX_BYTES:
        raise _wrong(f"it is larger than {MAX_BYTES // 1024} KiB", None)
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong("it is not UTF-8", text.count(b"\n", 0, error.start) + 1) from error


def _refuse_excess(source: str) -> None:
    """Look at what the text holds before anything is built of it."""
    depth, documents = 0, 0
    for count, event in enumerate(yaml.parse(source, Loader=_Loader)):
        line = event.start_mark.line + 1 if event.start_mark else None
        match event:
            case yaml.CollectionStartEvent():
                depth += 1
            case yaml.CollectionEndEvent():
                depth -= 1
            case yaml.DocumentStartEvent():
                documents += 1
            case yaml.AliasEvent():
                raise _wrong("aliases (*name) are not read; write it out", line)
        if getattr(event, "tag", None) is not None:
            raise _wrong("tags (!name) are not read; text that looks like a number is quoted", line)
        if depth > MAX_NESTING or count > MAX_NODES or documents > 1:
            raise _wrong(_EXCESS[documents > 1], line)


_EXCESS = ("it is larger, or nested deeper, than any scorecard", "it holds more than one document")


def _value(node: Node, path: Path, lines: Lines) -> Any:
    lines[path] = node.start_mark.line + 1
    match node:
        case MappingNode():
            return dict(_pairs(node, path, lines))
        case SequenceNode():
            return [_value(each, (*path, place), lines) for place, each in enumerate(node.value)]
        case ScalarNode():
            return node.value if node.style else _plain(node.value)


def _pairs(node: MappingNode, path: Path, lines: Lines) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for name, value in node.value:
        line = name.start_mark.line + 1
        if not isinstance(name, ScalarNode):
            raise _wrong("a name must be plain text", line)
        if name.value in seen:
            raise _wrong(f"{name.value} stands twice", line)
        seen.add(name.value)
        yield name.value, _value(value, (*path, name.value), lines)
        lines[(*path, name.value)] = line


_NUMBER = re.compile(r"[-+]?(\d+|\d*\.\d+|\d+\.)([eE][-+]?\d+)?")
_WORDS: dict[str, bool | None] = {"": None, "~": None}
for _word, _meaning in (("null", None), ("true", True), ("false", False)):
    _WORDS |= {_word: _meaning, _word.capitalize(): _meaning, _word.upper(): _meaning}


def _plain(text: str) -> Any:
    """What is not quoted: YAML 1.2's core schema, less octal and hexadecimal numbers."""
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text) is None or len(text) > _LONGEST_NUMBER:
        return text
    return int(text) if text.lstrip("+-").isdecimal() else float(text)


_LONGEST_NUMBER = 40
_WHOLE_UP_TO = 1e15
"""Above it whole numbers are not written out."""


def _mark(error: yaml.YAMLError) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return None if mark is None else mark.line + 1


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)


def _wrong(reason: str, line: int | None) -> YamlWrong:
    where = "" if line is None else f" Line {line}:"
    return YamlWrong(line=line, reason=reason, detail=f"{YamlWrong.message()}{where} {reason}.")
