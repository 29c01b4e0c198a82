"""The second factor: codes of an authenticator app (RFC 6238), and recovery codes."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from io import BytesIO
from uuid import UUID

import pyotp
import segno
from sqlmodel import Session, col, delete, func, select

from services.clock import utc_now
from services.errors import Conflict, Rejected
from services.people import audit
from services.tables import RecoveryCode, SecondFactor, User

RECOVERY_CODES = 10
_RECOVERY_BYTES = 10
"""80 bits, 16 letters: nothing to guess, so SHA-256 is enough to keep them."""
_DRIFT_STEPS = 1
"""How many steps of 30 s a phone's clock may be off, either way."""
_ISSUER = "Earshot"


class CodeRefused(Rejected):
    """This code is wrong, too old, or was used already."""


class NothingToConfirm(Conflict):
    """No second factor is being set up. Please start again."""


class HasSecondFactor(Conflict):
    """There is a second factor already. Remove it first."""


class NoSecondFactor(Conflict):
    """There is no second factor."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs: to scan, to tap, or to type."""

    secret: str
    uri: str
    qr_svg: str


@dataclass(frozen=True, slots=True)
class State:
    """What a user has. `recovery_left` counts codes not used yet."""

    since: datetime | None
    recovery_left: int


def get_state(session: Session, user_id: UUID) -> State:
    factor = _confirmed(session, user_id)
    left = session.exec(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None))
    ).one()
    return State(factor.confirmed_at if factor else None, left if factor else 0)


def has_factor(session: Session, user_id: UUID) -> bool:
    return _confirmed(session, user_id) is not None


def begin(session: Session, user: User) -> Enrolment:
    """A new secret each time, until one is confirmed. Raises HasSecondFactor."""
    factor = _locked(session, user.id)
    if factor is not None and factor.confirmed_at is not None:
        raise HasSecondFactor(login=user.login)
    factor = factor or SecondFactor(user_id=user.id, secret="")
    factor.secret = pyotp.random_base32()
    session.add(factor)
    uri = pyotp.TOTP(factor.secret).provisioning_uri(name=user.login, issuer_name=_ISSUER)
    return Enrolment(factor.secret, uri, _qr(uri))


def confirm(session: Session, user: User, code: str) -> list[str] | CodeRefused:
    """Recovery codes once `code` proves that the app has the secret.

    A wrong code is returned, not raised, so that the note of it is kept.
    Raises NothingToConfirm.
    """
    factor = _locked(session, user.id)
    if factor is None or factor.confirmed_at is not None:
        raise NothingToConfirm(login=user.login)
    if not _take(session, factor, code):
        return CodeRefused(field="code", login=user.login)
    factor.confirmed_at = utc_now()
    session.add(factor)
    audit.record(session, actor=user.login, act="second_factor.added", subject=user.login)
    return _new_recovery_codes(session, user)


def check(session: Session, user: User, code: str) -> bool:
    """Whether `code` is one of the app's that was never taken, or an unused recovery code.

    What is taken is never taken again.
    """
    factor = _locked(session, user.id)
    if factor is None or factor.confirmed_at is None:
        return False
    return _take(session, factor, code) or _use_recovery_code(session, user, code)


def renew_recovery_codes(session: Session, user: User) -> list[str]:
    """The old ones stop working. Raises NoSecondFactor."""
    if not has_factor(session, user.id):
        raise NoSecondFactor(login=user.login)
    audit.record(session, actor=user.login, act="recovery_codes.renewed", subject=user.login)
    return _new_recovery_codes(session, user)


def remove(session: Session, user: User, *, actor: str) -> None:
    """Safe to repeat; also ends what was never confirmed."""
    removed = has_factor(session, user.id)
    session.exec(delete(SecondFactor).where(col(SecondFactor.user_id) == user.id))
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    if removed:
        audit.record(session, actor=actor, act="second_factor.removed", subject=user.login)


def fitting_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, near `now`; None for no step. Pure."""
    totp = pyotp.TOTP(secret)
    current = totp.timecode(now)
    for step in range(current - _DRIFT_STEPS, current + _DRIFT_STEPS + 1):
        if compare_digest(totp.generate_otp(step), code):
            return step
    return None


def _take(session: Session, factor: SecondFactor, code: str) -> bool:
    digits = code.replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        return False
    step = fitting_step(factor.secret, digits, utc_now())
    if step is None or (factor.last_step is not None and step <= factor.last_step):
        return False
    factor.last_step = step
    session.add(factor)
    return True


def _use_recovery_code(session: Session, user: User, code: str) -> bool:
    found = session.exec(
        select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hash(code),
            col(RecoveryCode.used_at).is_(None),
        )
        .with_for_update()
    ).first()
    if found is None:
        return False
    found.used_at = utc_now()
    session.add(found)
    audit.record(session, actor=user.login, act="recovery_code.used", subject=user.login)
    return True


def _new_recovery_codes(session: Session, user: User) -> list[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    codes = [_make_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash(code)) for code in codes)
    return codes


def _make_code() -> str:
    """`abcd-efgh-ijkl-mnop`, without 0, 1, 8 and 9, which look like letters."""
    letters = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _hash(code: str) -> str:
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def _confirmed(session: Session, user_id: UUID) -> SecondFactor | None:
    return session.exec(
        select(SecondFactor).where(
            SecondFactor.user_id == user_id, col(SecondFactor.confirmed_at).is_not(None)
        )
    ).one_or_none()


def _locked(session: Session, user_id: UUID) -> SecondFactor | None:
    """One code at a time, or the same one sent twice at once would be taken twice."""
    return session.get(SecondFactor, user_id, with_for_update=True, populate_existing=True)


def _qr(uri: str) -> str:
    drawn = BytesIO()
    segno.make(uri, error="m").save(drawn, kind="svg", xmldecl=False, omitsize=True, border=2)
    return drawn.getvalue().decode()
