"""Fields of queue_log lines whose place depends on the verb and on the age of Asterisk."""

from typing import Any

from services.dialers.asterisk.queue_lines import QueueLine

_NO_NUMBER = frozenset({"", "unknown", "<unknown>", "anonymous", "restricted", "asterisk"})
_NUMBER_MAX = 64
_POSITION_DIGITS_MAX = 4


def who_waits(line: QueueLine) -> dict[str, Any]:
    """Of ENTERQUEUE: `url|callerid`, then the position, and the caller's name since recently.

    A URL with bars in it pushes the rest to the right: the position is looked for there.
    """
    at = 2
    for place in range(len(line.data), 3, -1):
        if _is_position(line.value(place)) and not _is_position(line.value(3)):
            at = place - 1
            break
    number = line.value(at)
    return {
        "customer_number": None if number.lower() in _NO_NUMBER else number[:_NUMBER_MAX],
        "position": line.number_at(at + 1),
        "customer_name": line.value(at + 2),
    }


def durations_at(line: QueueLine) -> int:
    """Where the hold time of a transfer stands; the talk time is next to it.

    An attended transfer that joins two bridges names two channels: all after is shifted.
    """
    linked = line.verb == "ATTENDEDTRANSFER" and line.value(1) == "LINK"
    return 4 if linked else 3


def transferred_to(line: QueueLine) -> str:
    """The extension of a blind transfer; the application or channels of an attended one."""
    if line.verb != "ATTENDEDTRANSFER":
        return line.value(1)
    match line.value(1):
        case "LINK":
            return f"{line.value(2)} {line.value(3)}"
        case "APP":
            return line.value(2)
        case _:
            return ""


def _is_position(text: str) -> bool:
    return text.isdigit() and len(text) <= _POSITION_DIGITS_MAX
