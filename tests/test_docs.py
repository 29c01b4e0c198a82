"""What the written pages say is checked against the code wherever that is cheap."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic_settings import BaseSettings
from starlette.routing import WebSocketRoute

from api.app import create_api
from api.errors import problem_of
from services import errors
from services.calls.events import EventData, EventType
from services.dialers import registry
from services.onboarding.centre import Centre, read_centre
from services.scoring import checking
from services.scoring.card import ScorecardBody
from services.scoring.conditions import Condition
from services.scoring.packs import shipped
from services.settings import AsrSettings, EngineSettings, Settings
from services.settings.keys import KeySettings
from services.tables import AgentState, KeyScope, Role

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
SETTINGS = [
    (kind, name, f"{kind.model_config['env_prefix']}{name.upper()}")
    for kind in (Settings, AsrSettings, KeySettings)
    for name in kind.model_fields
]
ROW = re.compile(r"^\| `(EARSHOT_\w+)` \| (?:`([^`]*)` )?\| (\S.*) \|$", re.MULTILINE)
COMMANDS_ONLY = {
    "services.people.users",
    "services.people.passwords",
    "services.onboarding.centre",
    "services.calls.refold",
    "services.serving",
    "services.backup.checking",
    "services.backup.dumping",
    "services.backup.manifest",
    "services.backup.restoring",
    "services.backup.taking",
}
"""Modules whose errors only commands meet; `organisation` has a few of either kind."""
COMMANDS_MEET = {"agent-not-found", "database-unusable", "events-busy", "table-busy"}


def page(name: str) -> str:
    return (ROOT / name).read_text()


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}(?: [^\n]*)?\n(.*?)```", page(name), re.DOTALL)


def docstrings(kind: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Names of fields and the docstring below each."""
    [definition] = ast.parse(inspect.getsource(kind)).body
    assert isinstance(definition, ast.ClassDef)
    for field, below in zip(definition.body, definition.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=text)):
                yield name, str(text)


@pytest.mark.parametrize(("kind", "name", "variable"), SETTINGS, ids=lambda v: str(v))
def test_every_setting_is_described_with_its_default(
    kind: type[BaseSettings], name: str, variable: str
) -> None:
    rows = {found[0]: (found[1], found[2]) for found in ROW.findall(page("docs/operations.md"))}
    written, meaning = rows[variable]
    field = kind.model_fields[name]
    value = (
        TypeAdapter[Any](field.rebuild_annotation()).validate_json(_as_json(written))
        if written
        else None
    )
    assert value == field.default
    assert meaning


def _as_json(written: str) -> str:
    try:
        json.loads(written)
    except ValueError:
        return json.dumps(written)
    return written


def test_descriptions_of_settings_begin_as_their_docstrings_do() -> None:
    rows = {found[0]: found[2] for found in ROW.findall(page("docs/operations.md"))}
    kinds: dict[type[BaseModel], str] = {
        Settings: "",
        AsrSettings: "ASR_",
        EngineSettings: "ASR_",
        KeySettings: "KEY_",
    }
    for kind, prefix in kinds.items():
        for name, text in docstrings(kind):
            variable = f"EARSHOT_{prefix}{name.upper()}"
            first = re.split(r"[;:.(]", text)[0].split("`")[0].strip()
            assert first in rows[variable], variable


def test_no_page_describes_a_setting_that_is_not_there() -> None:
    known = {variable for _, _, variable in SETTINGS}
    own = {"EARSHOT_URL", "EARSHOT_KEY", "EARSHOT_SITE"}  # of dialers.md and of the Caddyfile
    for path in PAGES:
        named = set(re.findall(r"EARSHOT_[A-Z_]*[A-Z]", path.read_text()))
        assert named - known - own - {"EARSHOT_ASR"} == set(), path


@pytest.mark.parametrize("kind", EventType)
def test_every_event_type_is_described(kind: EventType) -> None:
    assert f"| `{kind.value}` |" in page("docs/api.md")


@pytest.mark.parametrize(
    "word",
    [*EventData.__struct_fields__, *AgentState, *KeyScope],
)
def test_every_field_state_and_scope_is_described(word: str) -> None:
    assert f"`{word}`" in page("docs/api.md")


@pytest.mark.parametrize("role", Role)
def test_every_role_is_named(role: Role) -> None:
    assert f"`{role.value}`" in page("docs/operations.md")


def test_every_problem_that_the_api_answers_is_listed() -> None:
    create_api()
    listed = page("docs/api.md")
    answered = {problem_of(error()).type.removeprefix("/problems/") for error in _answers()}
    assert {name for name in answered - COMMANDS_MEET if f"`{name}`" not in listed} == set()


def _answers(family: type[errors.ServiceError] = errors.ServiceError) -> Iterator[Any]:
    """Errors with a sentence of their own that a request can end with."""
    for error in family.__subclasses__():
        room = error.__module__.split(".")[0]
        plain = error.__module__ == "services.errors" and error is not errors.SignInNeeded
        if room in ("api", "services") and not plain and error.__module__ not in COMMANDS_ONLY:
            yield error
        yield from _answers(error)


@pytest.mark.parametrize("dialer", registry.names())
def test_every_adapter_is_in_the_index_and_has_its_page(dialer: str) -> None:
    assert f"(dialers/{dialer}.md) | `/api/v1/hooks/{dialer}`" in page("docs/dialers.md")
    assert (ROOT / "docs" / "dialers" / f"{dialer}.md").exists()


def test_every_path_is_mentioned() -> None:
    paths = [
        path
        for route in create_api().routes
        if (path := getattr(route, "path", "")).startswith("/api/v1/")
        and not isinstance(route, WebSocketRoute)
    ]
    written = page("docs/api.md")
    for path in paths:
        assert f"/{path.removeprefix('/api/v1/').split('/')[0]}" in written, path


def _examples() -> list[dict[str, Any]]:
    return [json.loads(block) for block in blocks("docs/rules.md", "json")]


def test_every_example_of_a_rule_or_scorecard_is_valid() -> None:
    for example in _examples():
        ScorecardBody.model_validate(example if "rules" in example else {"rules": [example]})


def test_the_example_of_a_centre_can_be_imported_and_shows_every_field() -> None:
    example = (ROOT / "docs" / "example-centre.json").read_bytes()
    centre = read_centre(example)
    described = page("docs/operations.md")
    for part, written in json.loads(example).items():
        entries = written if isinstance(written, list) else [written]
        known = getattr(centre, part)
        fields = set(type(known[0] if isinstance(known, tuple) else known).model_fields)
        assert {name for entry in entries for name in entry} == fields, part
        assert [name for name in (part, *fields) if f"`{name}`" not in described] == []
    assert set(json.loads(example)) == set(Centre.model_fields)


def test_every_scorecard_in_yaml_is_valid() -> None:
    packs = {key: pack.words for key, pack in shipped().items()}
    for example in blocks("docs/writing-rules.md", "yaml"):
        assert checking.check_text(example, packs).problems == ()


def test_every_condition_has_an_example() -> None:
    kinds = TypeAdapter[Any](Condition).json_schema()["discriminator"]["mapping"]
    written = page("docs/rules.md")
    assert [kind for kind in kinds if f'"type": "{kind}"' not in written] == []


@pytest.mark.parametrize("name", ["docs/dialers.md"])
def test_python_examples_can_be_parsed(name: str) -> None:
    assert [ast.parse(block) for block in blocks(name, "python")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        target, _, anchor = link.partition("#")
        if target.startswith(("http://", "https://")):
            continue
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        assert not anchor or anchor in _anchors(file), link


def _anchors(path: Path) -> set[str]:
    """As code hosts make them of headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", page("Makefile"), re.MULTILINE))
    text = path.read_text()
    quoted = re.findall(r"`make ([a-z-]+)", text)
    shown = re.findall(r"^(?:\$ |EARSHOT\S+ )*make ([a-z-]+)", text, re.MULTILINE)
    assert set(quoted + shown) <= targets


def test_the_two_commands_come_first() -> None:
    [first, *_] = re.findall(r"```sh\n(.*?)```", page("README.md"), re.DOTALL)
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make test"]


def test_decisions_are_numbered_and_have_their_parts() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text()
        assert text.startswith(f"# {path.name[:4]}. "), path
        for part in ("Status: ", "## Context", "## Decision\n\n> ", "## Consequences"):
            assert part in text, (path, part)
        assert "## Alternatives" in text, path
