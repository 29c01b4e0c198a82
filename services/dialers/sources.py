"""What is declared of a dialer: who reads what it sends, its clock, its secrets."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session

from services.dialers import AdapterSettings
from services.dialers.registry import get_adapter
from services.errors import Forbidden, Rejected
from services.hearing.sources import SourceNotFound
from services.people import audit
from services.people.access import Caller, Permission, Scope
from services.tables import Source

OWN_FORMAT = "events"
"""The `dialer` of sources that send Earshot's own events."""
_SETTINGS = "settings"
_SECRETS = "secrets"


class SourceSettingsWrong(Rejected):
    """These settings are not those of this source's dialer."""


class SourceBeyondScope(Forbidden):
    """A dialer brings calls of every team. Only those who see all calls look after one."""


def require_all(caller: Caller) -> None:
    """Raises NotPermitted, SourceBeyondScope."""
    caller.require(Permission.SOURCES_MANAGE)
    if caller.scope != Scope():
        raise SourceBeyondScope()


def get_source(session: Session, source_id: UUID) -> Source:
    """Raises SourceNotFound."""
    source = session.get(Source, source_id)
    if source is None:
        raise SourceNotFound(source_id=source_id)
    return source


def declare(session: Session, source_id: UUID, caller: Caller, given: Mapping[str, Any]) -> Source:
    """Set the columns named in `given`. They hold from now on: what was read stays as it is.

    Of `settings` and `secrets` only what is named changes, and None takes it out.
    Raises NotPermitted, SourceBeyondScope, SourceNotFound, SourceSettingsWrong.
    """
    require_all(caller)
    source = session.get(Source, source_id, with_for_update=True)
    if source is None:
        raise SourceNotFound(source_id=source_id)
    before = {name: getattr(source, name) for name in given}
    for name, value in given.items():
        merges = name in (_SETTINGS, _SECRETS)
        setattr(source, name, _merged(getattr(source, name), value) if merges else value)
    if {_SETTINGS, "dialer"} & given.keys():
        _check_settings(source)
    _note(session, source, caller, before)
    session.flush()
    return source


def _merged(present: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**present, **given}.items() if value is not None}


def _check_settings(source: Source) -> None:
    """Raises SourceSettingsWrong."""
    kind = AdapterSettings
    if source.dialer != OWN_FORMAT:
        kind = get_adapter(source.dialer).settings_type
    try:
        kind.model_validate(source.settings)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, (_SETTINGS, *first["loc"])))
        unknown = first["type"] == "extra_forbidden"
        why = f"{source.dialer} has no such setting" if unknown else first["msg"]
        raise SourceSettingsWrong(field=field, detail=f"{field}: {why}") from error


def _note(session: Session, source: Source, caller: Caller, before: Mapping[str, Any]) -> None:
    """What changed, from what, to what; of secrets only which."""
    changed = {
        name: [was, getattr(source, name)]
        for name, was in before.items()
        if was != getattr(source, name)
    }
    if not changed:
        return
    if _SECRETS in changed:
        changed[_SECRETS] = _which(*changed[_SECRETS])
    audit.record(session, actor=caller.actor, act="source.changed", subject=source.name, **changed)


def _which(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
