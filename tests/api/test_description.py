"""The API describes itself fully, and the web client's types say what the API says."""

from pathlib import Path
from typing import Any

import pytest

from api.app import create_api

TYPES = Path(__file__).parents[2] / "static" / "src" / "lib" / "api-types.ts"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return create_api().openapi()


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(
    description: dict[str, Any],
) -> None:
    operations = [each for path in description["paths"].values() for each in path.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(names) == len(set(names))
    assert all(operation.get("description") for operation in operations), names


def test_the_clients_types_are_made_from_this_description(description: dict[str, Any]) -> None:
    """`make types` after every change of the API; this notices when it was forgotten."""
    types = TYPES.read_text()

    for name, schema in description["components"]["schemas"].items():
        assert f" {name.replace('[', '_').replace(']', '_')}: " in types, name
        for field in schema.get("properties", {}):
            ways = (f" {field}: ", f" {field}?: ", f' "{field}": ', f' "{field}"?: ')
            assert any(way in types for way in ways), f"{name}.{field}"
    for path in description["paths"]:
        assert f'"{path}": ' in types, path


def test_what_boards_say_is_described(description: dict[str, Any]) -> None:
    said = description["components"]["schemas"]["BoardMessage"]

    assert set(said["discriminator"]["mapping"]) == {"snapshot", "changes", "beat"}


def test_no_two_things_have_one_name(description: dict[str, Any]) -> None:
    """The framework then calls both by their modules, which is nobody's business."""
    assert [name for name in description["components"]["schemas"] if "__" in name] == []
