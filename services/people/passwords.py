"""Passwords: which are good enough, and how they are kept."""

import secrets
from functools import cache
from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from services.errors import Rejected

MIN_LENGTH = 8
MAX_LENGTH = 1000

# OWASP password storage cheat sheet, Argon2id: 19 MiB, 2 passes, 1 lane. The library's
# 64 MiB would let forty sign-ins at shift start ask for 2.5 GB.
_hasher = PasswordHash((Argon2Hasher(memory_cost=19 * 1024, time_cost=2, parallelism=1),))

COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())


class PasswordTooShort(Rejected):
    """A password needs at least 8 characters."""


class PasswordTooLong(Rejected):
    """A password may have at most 1000 characters."""


class PasswordTooCommon(Rejected):
    """This password is among the first ones a guesser tries. Please choose another."""


def require_good(password: str, *, login: str) -> None:
    """Raises PasswordTooShort, PasswordTooLong or PasswordTooCommon."""
    if len(password) < MIN_LENGTH:
        raise PasswordTooShort(field="password")
    if len(password) > MAX_LENGTH:
        raise PasswordTooLong(field="password")
    folded = password.casefold()
    if folded in COMMON or folded == login.casefold() or len(set(folded)) == 1:
        raise PasswordTooCommon(field="password")


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
