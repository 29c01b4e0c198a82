"""Passwords: which are good enough, and how they are kept."""

import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from services.errors import Rejected

SHORTEST = 8
"""No policy may allow shorter ones."""
MIN_LENGTH = 10
MAX_LENGTH = 1000

# OWASP password storage cheat sheet, Argon2id: 19 MiB, 2 passes, 1 lane. The library's
# 64 MiB would let forty sign-ins at shift start ask for 2.5 GB.
_hasher = PasswordHash((Argon2Hasher(memory_cost=19 * 1024, time_cost=2, parallelism=1),))

COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())

_LOOKED_AT = 72
"""How many characters are weighed: all that the library takes."""
_TOO_EASY = 2
"""On zxcvbn's scale of 0 to 4: a million guesses find what is below."""
_PERSONAL_LENGTH = 4
"""Shorter names are in too many words."""


class PasswordTooShort(Rejected):
    """A password needs more characters."""


class PasswordTooLong(Rejected):
    """A password may have at most 1000 characters."""


class PasswordTooCommon(Rejected):
    """This password is among the first ones a guesser tries. Please choose another."""


class PasswordTooPersonal(Rejected):
    """This password contains the login, the name or the company's name. Please choose another."""


def require_good(
    password: str,
    *,
    login: str,
    name: str = "",
    companies: Sequence[str] = (),
    min_length: int = MIN_LENGTH,
) -> None:
    """Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon or PasswordTooPersonal."""
    if len(password) < min_length:
        detail = f"A password needs at least {min_length} characters."
        raise PasswordTooShort(field="password", detail=detail, min_length=min_length)
    if len(password) > MAX_LENGTH:
        raise PasswordTooLong(field="password")
    if is_personal(password, login, name, *companies):
        raise PasswordTooPersonal(field="password")
    if _is_common(password, [login, name, *companies]):
        raise PasswordTooCommon(field="password")


def is_personal(password: str, *words: str) -> bool:
    """Whether one of `words` is in `password`, however its letters are written and spaced."""
    compact = _compact(password)
    known = [_compact(word) for word in words]
    return any(_is_telling(word) and word in compact for word in known)


def _compact(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_telling(word: str) -> bool:
    # Two Chinese characters are a name already.
    return len(word) >= (_PERSONAL_LENGTH if word.isascii() else 2)


def _is_common(password: str, words: Sequence[str]) -> bool:
    folded = password.casefold()
    if folded in COMMON or len(set(folded)) == 1:
        return True
    # Loaded with the first password that is chosen: it is a dictionary.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    weighed = zxcvbn(password[:_LOOKED_AT], user_inputs=[word for word in words if word])
    return int(weighed["score"]) < _TOO_EASY


def make_one_time() -> str:
    """96 bits, to be read from a terminal once and typed once."""
    return secrets.token_urlsafe(12)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def verify_and_update(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Say whether `password` fits, and the new hash to store when the old one is outdated.

    Takes as long for `stored=None` (no such login) as for a wrong password, so that
    the time of the answer does not tell which logins exist.
    """
    decoy = _decoy()
    fits, renewed = _hasher.verify_and_update(password, stored or decoy)
    return (fits, renewed) if stored else (False, None)


@cache
def _decoy() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
