"""Rules about the house itself that no type checker and no linter enforces."""

import ast
import inspect
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from services import errors, jobs
from services.jobs import JobArgs
from services.tables import Role

ROOT = Path(__file__).parent.parent
ROOMS = ("api", "earshot", "services", "workers", "demo")
MODULES = sorted(
    path.relative_to(ROOT)
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    # Alembic writes these, and they are read once.
    if path.parent.name != "versions"
)
CLIENT = sorted(
    path.relative_to(ROOT)
    for kind in ("*.ts", "*.tsx")
    for path in (ROOT / "static" / "src").rglob(kind)
    if path.name != "api-types.ts"
)
VAGUE = re.compile(r"^(utils?|helpers?|common|core|managers?|misc)(\.py|\.tsx?)?$")


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


@pytest.mark.parametrize("room", ROOMS)
def test_no_dependency_owns_our_import_names(room: str) -> None:
    assert set(packages_distributions().get(room, [])) <= {"earshot"}


@pytest.mark.parametrize("path", [*MODULES, *CLIENT], ids=str)
def test_files_stay_short(path: Path) -> None:
    assert len((ROOT / path).read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", [*MODULES, *CLIENT], ids=str)
def test_nothing_has_a_vague_name(path: Path) -> None:
    assert not [part for part in path.parts if VAGUE.match(part)]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_only_the_database_module_ends_transactions(path: Path) -> None:
    """`with transaction()` and its like are the one way; services never commit or roll back."""
    if path == Path("services/db.py") or path.parts[:2] == ("services", "migrations"):
        return
    ends = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    ]
    assert not ends


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    source = (ROOT / path).read_text()
    assert not source.strip() or ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_only_the_api_knows_http_exceptions(path: Path) -> None:
    names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    assert "HTTPException" not in names or path.parts[0] == "api"


def test_every_job_is_handled_by_worker_and_by_drain() -> None:
    kinds = [
        name
        for name, kind in inspect.getmembers(jobs, inspect.isclass)
        if issubclass(kind, JobArgs) and kind is not JobArgs
    ]
    for door in ("workers/runner.py", "workers/drain.py"):
        assert [kind for kind in kinds if kind not in (ROOT / door).read_text()] == []


def test_every_error_is_a_sentence_and_belongs_to_a_family() -> None:
    from api.errors import status_of  # noqa: PLC0415

    for error in _all_errors(errors.ServiceError):
        assert error.message().endswith((".", "?")), error
        assert status_of(error()) != 500, error


def _all_errors(family: type[errors.ServiceError]) -> list[type[errors.ServiceError]]:
    found = []
    for error in family.__subclasses__():
        found += [error, *_all_errors(error)]
    return found


def test_every_role_has_permissions() -> None:
    from services.people.access import PERMISSIONS  # noqa: PLC0415

    assert set(PERMISSIONS) == set(Role)


def test_no_registry_and_no_path_of_a_machine_is_written_down() -> None:
    # Put together here, so that this file does not find itself.
    hosts = ["pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb." + "debian.org"]
    for name in ("requirements.lock", "static/package-lock.json", "static/.npmrc", "Makefile"):
        text = (ROOT / name).read_text()
        assert not [host for host in hosts if host in text], name
