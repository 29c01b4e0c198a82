"""Records of mod_xml_cdr as trees of the same shape as mod_json_cdr's."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from services.dialers import PayloadUnreadable

_PROFILES = ("originator", "originatee")


def tree_of_xml(text: str) -> dict[str, Any]:
    """Raises PayloadUnreadable."""
    if "<!" in text:
        # FreeSWITCH writes none; an entity that is made of entities can fill the memory.
        raise PayloadUnreadable(field="body", detail="body: XML with a declaration")
    try:
        cdr = fromstring(text)
    except (ParseError, ValueError) as error:
        raise PayloadUnreadable(field="body", detail=f"body: not XML: {error}") from error
    tree: dict[str, Any] = {part.tag: _READ.get(part.tag, _texts)(part) for part in cdr}
    return tree | {"callflow": [_flow(flow) for flow in cdr.findall("callflow")]}


def _texts(parent: Element) -> dict[str, str]:
    return {child.tag: child.text or "" for child in parent}


def _applications(log: Element) -> dict[str, Any]:
    return {"applications": [dict(application.attrib) for application in log]}


def _flow(flow: Element) -> dict[str, Any]:
    profile, times = flow.find("caller_profile"), flow.find("times")
    return {
        "caller_profile": {} if profile is None else _profile(profile),
        "times": {} if times is None else _texts(times),
    }


def _profile(profile: Element) -> dict[str, Any]:
    """With those who called, or were called by, this leg: each is a profile again."""
    read: dict[str, Any] = _texts(profile)
    for role in _PROFILES:
        others = profile.findall(f"{role}/{role}_caller_profile")
        if others:
            read[role] = {f"{role}_caller_profiles": [_texts(other) for other in others]}
    return read


_READ: dict[str, Callable[[Element], Any]] = {"app_log": _applications}
