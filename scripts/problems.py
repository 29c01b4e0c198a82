"""Write docs/problems.md: every sentence of refusal, by what is to be done about it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import api
import earshot
import services
import workers.asr
from api.errors import problem_of
from services import errors
from services.errors import ServiceError

PAGE = Path(__file__).parent.parent / "docs" / "problems.md"
HEAD = """\
# Every refusal, by its sentence

What Earshot says when it does not do what was asked: on a screen, in `detail` of an answer, or \
after a command. Search this page for the first words. The heading above a table says what such \
a refusal means and what to do; a sentence that begins with a field's name (`data.call_id: ...`) \
says which part of the input is meant. [Troubleshooting](troubleshooting.md) begins with what you \
see instead. The page is written by `python scripts/problems.py`.
"""
FAMILIES = {
    401: """Nobody, or nobody known, is asking. Sign in again; a machine's key may be mistyped, \
expired or revoked (`earshot key list`). What names an identity provider is for whoever set it \
up, under Settings, Sign-in.""",
    403: """You are known, and may not. Ask an administrator or your lead: Settings, Roles says \
what a role may do, Settings, Users whose unit you see.""",
    404: """It is not there, or it lies outside what you may see: both look the same on purpose. \
Look again in the list it came from; ask somebody who sees more.""",
    409: """It cannot be done as things stand: somebody was faster, or a step has to come first. \
Load the page again, then do what the sentence says.""",
    413: "It is too large. Send less at a time; the limits are settings (`..._MAX_...`).",
    416: "A program asked for a part of a recording that is longer than it.",
    422: """Something in what was sent is wrong. Correct the field that is named and send it \
again; sending the same again gives the same answer.""",
    429: "Too often, or too much at once. Wait the seconds of `Retry-After`, then go on.",
    500: """A fault of Earshot. Nothing was stored. Tell whoever runs it the time and the \
`request_id` or `instance`: the log has the rest.""",
    503: """Something that Earshot stands on does not answer. Nothing was stored; send the same \
again a little later. `earshot doctor` says what is down.""",
}


def page() -> str:
    """The whole of it, as it should be now."""
    for room in (services, api, earshot, workers.asr):
        _import_all(room)
    found: dict[int, set[tuple[str, str]]] = {status: set() for status in FAMILIES}
    for error in _errors(ServiceError):
        problem = problem_of(error())
        found[problem.status].add((problem.detail, problem.type.removeprefix("/problems/")))
    return HEAD + "".join(map(_part, found.items()))


def _part(family: tuple[int, set[tuple[str, str]]]) -> str:
    status, said = family
    rows = "\n".join(
        f"| {sentence.replace('|', '&#124;')} | `{kind}` |" for sentence, kind in sorted(said)
    )
    table = f"\n| it says | `type` |\n|---|---|\n{rows}\n" if said else ""
    return f"\n## {status}\n\n{FAMILIES[status]}\n{table}"


def _errors(family: type[ServiceError]) -> Iterator[type[ServiceError]]:
    """Those with a sentence of their own; the families' have none."""
    for error in family.__subclasses__():
        plain = inspect.getmodule(error) is errors and error is not errors.SignInNeeded
        ours = error.__module__.split(".")[0] in ("api", "services", "earshot", "workers")
        if ours and not plain:
            yield error
        yield from _errors(error)


def _import_all(room: ModuleType) -> None:
    """An error that nobody has imported yet is a sentence all the same."""
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)


if __name__ == "__main__":
    PAGE.write_text(page())
