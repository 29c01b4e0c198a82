"""Loading is most of a start: what is rarely needed is not loaded with the API."""

import subprocess
import sys

LATER = {
    "alembic": "bringing the database up to date",
    "apprise": "the first message to a chat",
    "cn2an": "the first number in a text",
    "pypinyin": "the first text that is compared by its sound",
    "scim2_models": "the first directory that asks",
    "zxcvbn": "the first password that is chosen",
}
"""By module what loads it."""


def test_the_api_is_loaded_without_what_is_rarely_needed() -> None:
    script = "import sys, api.app; print(*(set(sys.argv[1:]) & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", script, *LATER], capture_output=True, text=True, check=True
    )

    loaded = set(done.stdout.split())
    assert not loaded, {name: f"is for {LATER[name]}" for name in loaded}
