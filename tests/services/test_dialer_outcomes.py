"""One word for each outcome, whichever dialer tells it, and all of them on one page."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

API = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
LISTED = set(
    re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", API.partition("### Outcomes")[2], re.M))
    )
)
MAPS = [
    ("aliyun_ccc.outcomes", "EARLY_MEDIA"),
    ("aliyun_ccc.outcomes", "_SIP"),
    ("amazon_connect.contacts", "_TELECOM"),
    ("asterisk.cdr", "_OUTCOMES"),
    ("asterisk.queue_calls", "_OUTCALL_OUTCOMES"),
    ("clink.adapter", "_OUTCOMES"),
    ("freeswitch.telling", "_OUTCOMES"),
    ("tccc.outcomes", "OUTCOMES"),
    ("twilio.callbacks", "_OUTCOMES"),
    ("vcon.calls", "_NOT_REACHED"),
    ("vicidial.statuses", "_NOBODY"),
    ("vicidial.statuses", "_MACHINE"),
    ("vicidial.statuses", "_PERSON"),
]


def _words(module: str, name: str) -> Iterator[str]:
    translated = vars(import_module(f"services.dialers.{module}"))[name]
    yield from (word for word in translated.values() if word is not None)


@pytest.mark.parametrize(("module", "name"), MAPS)
def test_every_word_is_listed_and_means_the_same_everywhere(module: str, name: str) -> None:
    assert set(_words(module, name)) - LISTED == set()


def test_nothing_is_spelt_in_two_ways() -> None:
    plain = [word.replace("_", "").replace("ll", "l") for word in sorted(LISTED)]
    assert len(set(plain)) == len(plain)
