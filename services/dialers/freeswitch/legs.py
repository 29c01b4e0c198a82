"""One record of FreeSWITCH as one leg of a call."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import unquote

from services.dialers import PayloadUnreadable
from services.dialers.times import from_epoch, never

Tree: TypeAlias = Mapping[str, Any]
Texts: TypeAlias = dict[str, str]

# What FreeSWITCH escapes when it encodes values: none of it is left in values that it did.
_ESCAPED = re.compile(r'[\r\n "#&+:;<=>?@\[\\\]^`{|}]|%(?![0-9A-Fa-f]{2})')
_PARENTS = ("cc_member_session_uuid", "originating_leg_uuid", "originator", "call_uuid")
_MOMENTS = (
    "created_time",
    "progress_time",
    "progress_media_time",
    "answered_time",
    "bridged_time",
    "hangup_time",
    "transfer_time",
)
_BONDS = ("signal_bond", "bridge_uuid", "last_bridge_to")


@dataclass(frozen=True, slots=True)
class Leg:
    """What one party did with FreeSWITCH; a call is one leg and those that it brought about."""

    uuid: str
    call_key: str
    """The leg that the call began with."""
    incoming: bool
    """The party called FreeSWITCH; otherwise FreeSWITCH called the party."""
    variables: Texts
    profile: Texts
    """Who called whom when the leg began."""
    caller: str
    """Who called on the leg that brought about this one."""
    called: Mapping[str, str]
    """Numbers of the legs that this one brought about, by their uuid."""
    recorded: tuple[str, ...]
    """Arguments of `record_session`."""
    started_at: datetime | None
    progress_at: datetime | None
    answered_at: datetime | None
    bridged_at: datetime | None
    """When it first heard another leg."""
    ended_at: datetime | None
    last_at: datetime | None
    """The last of all times in the record."""

    @property
    def is_first(self) -> bool:
        return self.call_key == self.uuid

    def first_of(self, names: Sequence[str]) -> str | None:
        """The first of these variables that is set."""
        return next((value for name in names if (value := self.variables.get(name))), None)

    def at(self, variable: str, *, unit: str = "s") -> datetime | None:
        return from_epoch(self.variables.get(variable), unit=unit, field=variable)


def read_leg(tree: Tree) -> Leg:
    """Raises PayloadUnreadable."""
    variables = _plain(_object(tree, "variables"))
    flows = _flows(tree)
    profiles = [_object(flow, "caller_profile") for flow in flows]
    uuid = variables.get("uuid") or next(iter(_uuids(profiles)), None)
    if not uuid:
        raise PayloadUnreadable(field="variables.uuid", detail="variables.uuid: missing")
    moments = [_object(flow, "times") for flow in flows] + [_object(tree, "times")]
    incoming = _is_incoming(tree, variables, profiles)
    origin, called = _others(profiles, "originator"), _others(profiles, "originatee")
    return Leg(
        uuid=uuid,
        call_key=_call_key(uuid, variables, profiles, incoming=incoming),
        incoming=incoming,
        variables=variables,
        profile=_plain(profiles[-1]) if profiles else {},
        caller=next((them.get("caller_id_number", "") for _, them in origin), ""),
        called={other: them.get("destination_number", "") for other, them in called},
        recorded=tuple(_recorded(tree)),
        started_at=_first(variables, "start", moments, "created_time"),
        progress_at=_first(variables, "progress", moments, "progress_time")
        or _first(variables, "progress_media", moments, "progress_media_time"),
        answered_at=_first(variables, "answer", moments, "answered_time"),
        bridged_at=min(_all(variables, "bridge", moments, "bridged_time"), default=None),
        ended_at=_first(variables, "end", moments, "hangup_time"),
        last_at=max(_every(moments), default=None),
    )


def _object(parent: Tree, name: str) -> Tree:
    """An object that may be missing. Raises PayloadUnreadable for anything else."""
    value = parent.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise PayloadUnreadable(field=name, detail=f"{name}: not an object")
    return value


def _flows(tree: Tree) -> list[Tree]:
    """The newest first; old versions have a single one that is not in a list."""
    flows = tree.get("callflow") or []
    flows = flows if isinstance(flows, list) else [flows]
    if not all(isinstance(flow, dict) for flow in flows):
        raise PayloadUnreadable(field="callflow", detail="callflow: not objects")
    return flows


def _plain(values: Tree) -> Texts:
    """Texts, decoded when all of them were encoded."""
    texts = {name: str(value) for name, value in values.items() if isinstance(value, str | int)}
    if any(_ESCAPED.search(text) for text in texts.values()):
        return texts
    return {name: unquote(text) for name, text in texts.items()}


def _uuids(profiles: Sequence[Tree]) -> Iterator[str]:
    return (str(profile["uuid"]) for profile in profiles if profile.get("uuid"))


def _others(profiles: Sequence[Tree], role: str) -> Iterator[tuple[str, Texts]]:
    """uuid and profile of the legs in `role` to this one."""
    for profile in profiles:
        listed = _object(profile, role).get(f"{role}_caller_profiles")
        for other in listed if isinstance(listed, list) else ():
            if isinstance(other, dict) and other.get("uuid"):
                yield str(other["uuid"]), _plain(other)


def _is_incoming(tree: Tree, variables: Texts, profiles: Sequence[Tree]) -> bool:
    told = _object(tree, "channel_data").get("direction") or variables.get("direction")
    if told in ("inbound", "outbound"):
        return told == "inbound"
    return not (variables.get("is_outbound") or _parent(variables, profiles))


def _parent(variables: Texts, profiles: Sequence[Tree]) -> str | None:
    """The leg that brought about this one, when the record names it."""
    named = (variables[name] for name in _PARENTS if variables.get(name))
    own = variables.get("uuid")
    return next(
        (uuid for uuid in (*named, *dict(_others(profiles, "originator"))) if uuid != own), None
    )


def _call_key(uuid: str, variables: Texts, profiles: Sequence[Tree], *, incoming: bool) -> str:
    parent = _parent(variables, profiles)
    # An outgoing leg that names nobody is the first of a call, unless others brought it about.
    called_others = incoming or any(_others(profiles, "originatee")) or "call_uuid" in variables
    bond = None if called_others else next(filter(None, map(variables.get, _BONDS)), None)
    return parent or bond or uuid


def _recorded(tree: Tree) -> Iterator[str]:
    applications = _object(tree, "app_log").get("applications")
    for application in applications if isinstance(applications, list) else ():
        if isinstance(application, dict) and application.get("app_name") == "record_session":
            yield str(application.get("app_data") or "")


def _first(variables: Texts, name: str, moments: Sequence[Tree], moment: str) -> datetime | None:
    return next(_all(variables, name, moments, moment), None)


def _all(variables: Texts, name: str, moments: Sequence[Tree], moment: str) -> Iterator[datetime]:
    """One kind of time, the finest first; without those that never came."""
    said = [(variables.get(f"{name}_uepoch"), "us", f"variables.{name}_uepoch")]
    said += [(times.get(moment), "us", f"times.{moment}") for times in moments]
    if all(never(value) for value, _, _ in said):
        said = [(variables.get(f"{name}_epoch"), "s", f"variables.{name}_epoch")]
    for value, unit, field in said:
        at = from_epoch(value, unit=unit, field=field)
        if at is not None:
            yield at


def _every(moments: Sequence[Tree]) -> Iterator[datetime]:
    for times in moments:
        for name in _MOMENTS:
            at = from_epoch(times.get(name), unit="us", field=f"times.{name}")
            if at is not None:
                yield at
