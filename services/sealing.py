"""Keys that things are sealed with: data keys in the database, wrapped by a master key elsewhere.

The master key is in a file, or stays in a key service that a command talks to. Without
either nothing is sealed.
"""

import base64
import hashlib
import os
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, LiteralString
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.db import transaction
from services.errors import Unavailable
from services.settings.keys import get_key_settings

_KEY_BYTES = 32
_NONCE_BYTES = 12
_ABOUT_KEY = b"earshot data key"
_COMMAND = "command"
_COMMAND_S = 30.0
_RENEWED_AFTER = timedelta(days=30)
_TEXT = "sealed:1:"


class KeyUnavailable(Unavailable):
    """What this is sealed with cannot be opened: the master key is missing, or is another one."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A key that only the master key of this name opens."""

    master: str
    wrapped: str


@dataclass(frozen=True, slots=True)
class DataKeyUse:
    """A data key, in the clear, and the name by which it is found again."""

    id: UUID
    key: bytes


def is_on() -> bool:
    """Whether what is stored from now on is sealed."""
    settings = get_key_settings()
    return settings.file is not None or settings.command is not None


def new_master_key() -> str:
    """A line for the key file."""
    return base64.b64encode(AESGCM.generate_key(_KEY_BYTES * 8)).decode()


def current_key() -> DataKeyUse:
    """The data key to seal with now; a new one each month. Opens a transaction of its own.

    Raises KeyUnavailable.
    """
    return _current(_master_name(), utc_now().strftime("%Y-%m-%d"))


def key_of(key_id: UUID) -> bytes:
    """The data key of that name. Opens a transaction of its own. Raises KeyUnavailable."""
    if key_id not in _opened:
        with transaction() as session:
            found = _rows(session, "WHERE id = %(id)s", {"id": key_id})
        if not found:
            raise KeyUnavailable(data_key=str(key_id))
        _opened[key_id] = _unwrap(found[0]["master"], found[0]["wrapped"])
    return _opened[key_id]


def require_usable() -> None:
    """That what seals now also opens; nothing while sealing is off. Raises KeyUnavailable."""
    if is_on():
        _, wrapped = new_wrapped_key()
        unwrapped(wrapped)


def new_wrapped_key() -> tuple[bytes, WrappedKey]:
    """A key for what is kept outside the database. Raises KeyUnavailable."""
    key = AESGCM.generate_key(_KEY_BYTES * 8)
    return key, WrappedKey(*_wrap(key))


def unwrapped(key: WrappedKey) -> bytes:
    """Raises KeyUnavailable."""
    return _unwrap(key.master, key.wrapped)


def seal_text(text: str) -> str:
    """`text` sealed, for a column; as it is while sealing is off. Raises KeyUnavailable."""
    if not is_on():
        return text
    use = current_key()
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(use.key).encrypt(nonce, text.encode(), use.id.bytes)
    return f"{_TEXT}{use.id}:{base64.b64encode(sealed).decode()}"


def open_text(stored: str) -> str:
    """What `seal_text` was given; what was stored while sealing was off comes back as it is.

    Raises KeyUnavailable.
    """
    if not stored.startswith(_TEXT):
        return stored
    key_id, _, content = stored.removeprefix(_TEXT).partition(":")
    sealed = base64.b64decode(content)
    opened = _decrypted(key_of(UUID(key_id)), sealed, UUID(key_id).bytes)
    return opened.decode()


def state(session: Session) -> dict[str, Any]:
    """Whether sealing is on, and with what, for people."""
    name = _name_or_none()
    keys = _rows(session, "", {})
    former = [row for row in keys if row["master"] != name]
    return {
        "on": is_on(),
        "master": name,
        "data_keys": len(keys),
        "data_keys_of_former_masters": len(former) if is_on() else 0,
    }


def keys_to_rotate(session: Session) -> Sequence[UUID]:
    """Data keys that another master key than the present one wraps. Raises KeyUnavailable."""
    name = _master_name()
    return [row["id"] for row in _rows(session, "", {}) if row["master"] != name]


def rotate(session: Session, key_id: UUID) -> None:
    """Wrap one data key by the present master key. What it sealed stays as it is.

    Raises KeyUnavailable.
    """
    [row] = _rows(session, "WHERE id = %(id)s FOR UPDATE", {"id": key_id})
    master, wrapped = _wrap(_unwrap(row["master"], row["wrapped"]))
    db.run(
        session,
        "UPDATE data_key SET master = %(master)s, wrapped = %(wrapped)s WHERE id = %(id)s",
        {"id": key_id, "master": master, "wrapped": wrapped},
    )


def forget() -> None:
    """Read settings and keys anew."""
    get_key_settings.cache_clear()
    _current.cache_clear()
    _opened.clear()


_opened: dict[UUID, bytes] = {}


@cache
def _current(master: str, _day: str) -> DataKeyUse:
    """Looked up once a day: a month is not exact."""
    with transaction() as session:
        found = _rows(
            session,
            "WHERE master = %(master)s AND created_at > %(after)s ORDER BY created_at DESC LIMIT 1",
            {"master": master, "after": utc_now() - _RENEWED_AFTER},
        )
        if found:
            key = _unwrap(found[0]["master"], found[0]["wrapped"])
            return DataKeyUse(found[0]["id"], key)
        return _create(session)


def _create(session: Session) -> DataKeyUse:
    use = DataKeyUse(uuid4(), AESGCM.generate_key(_KEY_BYTES * 8))
    master, wrapped = _wrap(use.key)
    db.run(
        session,
        """
        INSERT INTO data_key (id, wrapped, master, created_at)
        VALUES (%(id)s, %(wrapped)s, %(master)s, now())
        """,
        {"id": use.id, "wrapped": wrapped, "master": master},
    )
    return use


def _rows(session: Session, where: LiteralString, params: dict[str, Any]) -> list[dict[str, Any]]:
    sql: LiteralString = "SELECT id, wrapped, master, created_at FROM data_key "
    return db.rows(session, sql + where, params)


def _name_or_none() -> str | None:
    try:
        return _master_name()
    except KeyUnavailable:
        return None


def _master_name() -> str:
    if get_key_settings().command is not None:
        return _COMMAND
    return next(iter(_masters()))


def _wrap(key: bytes) -> tuple[str, str]:
    name = _master_name()
    if name == _COMMAND:
        return name, _run("wrap", base64.b64encode(key).decode())
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(_masters()[name]).encrypt(nonce, key, _ABOUT_KEY)
    return name, base64.b64encode(sealed).decode()


def _unwrap(master: str, wrapped: str) -> bytes:
    if master == _COMMAND:
        return base64.b64decode(_run("unwrap", wrapped))
    key = _masters().get(master)
    if key is None:
        raise KeyUnavailable(master=master)
    return _decrypted(key, base64.b64decode(wrapped), _ABOUT_KEY)


def _decrypted(key: bytes, sealed: bytes, about: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
    except InvalidTag as error:
        raise KeyUnavailable(reason="it does not fit") from error


def _masters() -> dict[str, bytes]:
    """Of the key file, by name, the present one first. Raises KeyUnavailable."""
    file = get_key_settings().file
    if file is None:
        raise KeyUnavailable(reason="EARSHOT_KEY_FILE is not set")
    try:
        lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
        keys = [base64.b64decode(line, validate=True) for line in lines if line]
    except (OSError, ValueError) as error:
        raise KeyUnavailable(reason="EARSHOT_KEY_FILE cannot be read") from error
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        raise KeyUnavailable(reason="EARSHOT_KEY_FILE must have keys of 32 bytes in base64")
    return {hashlib.sha256(key).hexdigest()[:12]: key for key in keys}


def _run(what: str, content: str) -> str:
    """The command's answer. What it says goes nowhere: it may be a key."""
    command = [*shlex.split(get_key_settings().command or ""), what]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, text=True, timeout=_COMMAND_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise KeyUnavailable(reason=f"EARSHOT_KEY_COMMAND {what} failed") from error
    return done.stdout.strip()
