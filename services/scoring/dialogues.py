"""A dialogue as somebody writes it down, read as if it had been heard."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.errors import Rejected
from services.tables import Channel
from services.transcripts import Utterance
from services.transcripts.spelling import needs_space
from services.transcripts.written import with_entities

MAX_LINES = 5_000
_HAN_PER_S = 4.5
"""Characters a second of unhurried speech."""
_LETTERS_PER_S = 14.0
_SHORTEST_S = 0.4
_PAUSE_S = 0.4
"""Between two turns that have no times."""
_SPEAKERS = {
    Channel.AGENT: "坐席 座席 客服 销售 业务员 agent advisor adviser rep representative seller a",
    Channel.CUSTOMER: "客户 顾客 用户 customer client caller buyer c",
}
_NAMES = {name: channel for channel, names in _SPEAKERS.items() for name in names.split()}
_TIME = r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{2}(?:\.\d{1,3})?)"
_LINE = re.compile(
    rf"\s*(?:[\[(（【]?{_TIME}[\])）】]?\s*)?(?P<name>[^\s:：]{{1,20}})\s*[:：](?P<text>.*)"
)


class DialogueWrong(Rejected):
    """A line of the dialogue cannot be read."""


@dataclass(frozen=True, slots=True)
class _Said:
    line: int
    channel: Channel
    at_s: float | None
    text: str


def read_dialogue(text: str) -> tuple[Utterance, ...]:
    """One utterance per line, `坐席：…`, `客户：…`, `Agent: …` or `[01:23] Customer: …`.

    A line without a speaker goes on with the one before. Seconds are those given; else they
    follow from the length of the text, with a breath between turns. Words have entities, as
    those that are heard. Raises DialogueWrong, which says which line.
    """
    return tuple(with_entities(said) for said in _timed(_read(text)))


def _read(text: str) -> list[_Said]:
    said: list[_Said] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if number > MAX_LINES:
            raise _wrong(number, f"there are more than {MAX_LINES} lines")
        if line.strip():
            said = _with_line(said, number, line)
    return said


def _with_line(said: list[_Said], number: int, line: str) -> list[_Said]:
    found = _LINE.fullmatch(line)
    channel = _NAMES.get(found["name"].casefold()) if found else None
    if found is None or channel is None:
        if not said:
            raise _wrong(number, 'it must begin with who speaks: "坐席：…" or "Customer: …"')
        last = said[-1]
        text = _joined(last.text, line.strip())
        return [*said[:-1], _Said(last.line, last.channel, last.at_s, text)]
    at_s = _seconds(found)
    before_s = next((each.at_s for each in reversed(said) if each.at_s is not None), 0.0)
    if at_s is not None and at_s < before_s:
        raise _wrong(number, "its time is before that of a line above")
    return [*said, _Said(number, channel, at_s, found["text"].strip())]


def _joined(before: str, after: str) -> str:
    apart = before and after and needs_space(before[-1], after[0])
    return f"{before} {after}" if apart else before + after


def _seconds(found: re.Match[str]) -> float | None:
    if found["minutes"] is None:
        return None
    hours, minutes = int(found["hours"] or 0), int(found["minutes"])
    return hours * 3600 + minutes * 60 + float(found["seconds"])


def _timed(said: list[_Said]) -> Iterator[Utterance]:
    """A given time holds; what was said before is then at most as long as there was time."""
    clock_s = 0.0
    for place, each in enumerate(said):
        start_s = clock_s if each.at_s is None else each.at_s
        end_s = start_s + _length_s(each.text)
        following = said[place + 1].at_s if place + 1 < len(said) else None
        if following is not None:
            end_s = max(start_s, min(end_s, following))
        clock_s = end_s + _PAUSE_S
        if each.text:
            yield Utterance(
                channel=each.channel,
                start_s=round(start_s, 2),
                end_s=round(end_s, 2),
                text=each.text,
            )


def _length_s(text: str) -> float:
    """Of speech that says `text`, in seconds."""
    han = sum("\u3400" <= character <= "\u9fff" for character in text)
    letters = sum(character.isalnum() for character in text) - han
    return max(_SHORTEST_S, han / _HAN_PER_S + letters / _LETTERS_PER_S)


def _wrong(line: int, reason: str) -> DialogueWrong:
    sentence = f"Line {line} of the dialogue cannot be read: {reason}."
    return DialogueWrong(field="dialogue", line=line, detail=sentence)
