"""Why a message did not arrive."""

import re

_MAX = 300
_SECRETS = re.compile(r"(?i)((?:token|key|sign|sig|secret|password)=)[^&\s\"']+|https?://\S+")


class NotDelivered(Exception):
    """A message that the service did not take. `reason` is in its words, without secrets."""

    def __init__(self, reason: str, *, for_good: bool = False, again_after_s: float = 0) -> None:
        self.reason = plain(reason)
        self.for_good = for_good
        """It would be refused however often one tried."""
        self.again_after_s = again_after_s
        """How long the service asks to be left alone."""
        super().__init__(self.reason)


def plain(text: str) -> str:
    """On one line, not too long, without addresses and what signs in. Pure."""
    hidden = _SECRETS.sub(lambda found: f"{found[1]}•••" if found[1] else "•••", text)
    line = " ".join(hidden.split())
    return line if len(line) <= _MAX else f"{line[: _MAX - 1]}…"
