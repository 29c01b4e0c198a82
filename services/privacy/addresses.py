"""E-mail addresses, written and spelt out."""

import re
from collections.abc import Iterator

_WRITTEN = re.compile(r"[a-z0-9][a-z0-9._%+-]*\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
_NAME = r"[a-z0-9]+(?:(?:\s?(?:dot|点|underscore|下划线|dash|\.|_|-)\s?)[a-z0-9]+|\s[a-z0-9]\b)*"
_SPELT = re.compile(
    rf"{_NAME}\s?(?:\bat\b|艾特|@|圈a)\s?[a-z0-9]+"
    r"(?:\s?(?:\bdot\b|点|\.)\s?[a-z0-9]+)*?\s?(?:\bdot\b|点|\.)\s?(?:com|cn|net|org|edu|co|io|uk)\b"
)


def iter_addresses(plain: str) -> Iterator[tuple[int, int]]:
    """Places of `plain`, which is lower case and half width."""
    seen = 0
    for found in sorted(
        [*_WRITTEN.finditer(plain), *_SPELT.finditer(plain)],
        key=lambda each: (each.start(), -each.end()),
    ):
        if found.start() >= seen:
            yield found.span()
            seen = found.end()
