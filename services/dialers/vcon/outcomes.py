"""What came of a call, by those who judged it: dispositions among analyses, and tags."""

from collections.abc import Iterator
from typing import Any

from services.dialers.vcon.calls import Said
from services.dialers.vcon.conversation import Conversation
from services.dialers.vcon.model import Analysis
from services.dialers.vcon.transcripts import body_of
from services.dialers.vcon.words import text_of

_DISPOSITION = "disposition"
_NAMES = ("disposition", "outcome", "code", "label", "value")
_TAGS = "tags"
_OUTCOME_MAX = 64
_TAGS_MAX = 50


def said(talk: Conversation) -> Said:
    """Raises PayloadUnreadable."""
    tags, settings = dict(_tags(talk)), talk.settings
    outcome = _disposition(talk) or tags.get(settings.outcome_tag or "")
    return Said(
        outcome=settings.outcome_of(outcome)[:_OUTCOME_MAX] if outcome else None,
        campaign=tags.get(settings.campaign_tag or "") or None,
        tags=tags,
    )


def _disposition(talk: Conversation) -> str | None:
    """The agent's code for the call, which belongs among the analyses. The last one counts."""
    found = [
        code
        for number, analysis in enumerate(talk.vcon.analysis)
        if analysis.type.lower() == _DISPOSITION
        for code in [_code(body_of(analysis, f"analysis.{number}"))]
        if code
    ]
    return found[-1] if found else None


def _code(body: Any) -> str:
    if isinstance(body, dict):
        body = next((body[name] for name in _NAMES if body.get(name)), None)
    return text_of(str(body) if isinstance(body, (int, float)) else body)


def _tags(talk: Conversation) -> Iterator[tuple[str, str]]:
    """vcon-server writes them as a list of `name:value` in an attachment."""
    for number, attachment in enumerate(talk.vcon.attachments):
        if _TAGS not in (attachment.type, attachment.purpose):
            continue
        content = Analysis(
            type=_TAGS, body=attachment.body, encoding=attachment.encoding, url=attachment.url
        )
        body = body_of(content, f"attachments.{number}")
        pairs = body.items() if isinstance(body, dict) else _pairs(body)
        for name, value in list(pairs)[:_TAGS_MAX]:
            yield text_of(str(name)), text_of(str(value))


def _pairs(body: Any) -> Iterator[tuple[str, str]]:
    for each in body if isinstance(body, list) else ():
        name, colon, value = str(each).partition(":")
        if colon:
            yield name, value
