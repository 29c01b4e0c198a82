"""A request that is sent twice does its work once, and is answered the same both times."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from cryptography.fernet import Fernet
from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.errors import Rejected
from services.tables import GivenAnswer

KEPT = timedelta(hours=24)
_FORGOTTEN_AT_A_TIME = 100


class IdempotencyKeyReused(Rejected):
    """This Idempotency-Key was used for another request in the last 24 hours."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, to the byte."""

    status: int
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that says of itself which one it is."""

    sender: str
    """Who sent it: the same key of somebody else is another one."""
    key: str
    request: bytes
    """Method, path and body."""

    @property
    def id(self) -> str:
        return sha256(f"id\0{self.sender}\0{self.key}".encode()).hexdigest()

    @property
    def seal(self) -> Fernet:
        secret = sha256(f"seal\0{self.sender}\0{self.key}".encode()).digest()
        return Fernet(urlsafe_b64encode(secret))


def begin(session: Session, asked: Asked) -> Answer | None:
    """The answer that `asked` had before; None when it comes for the first time.

    Of two at once the second waits here until the first has committed, or failed: then its
    key is free again. Raises IdempotencyKeyReused.
    """
    _forget_old(session)
    params = {
        "key": asked.id,
        "request": sha256(asked.request).hexdigest(),
        "now": utc_now(),
        "expired": utc_now() - KEPT,
    }
    if db.rows(session, _CLAIM, params):
        return None
    known = session.get_one(GivenAnswer, asked.id)
    if known.request != params["request"]:
        raise IdempotencyKeyReused(field="Idempotency-Key")
    assert known.status is not None
    assert known.content is not None
    content = asked.seal.decrypt(known.content)
    return Answer(known.status, known.media_type or "", content)


def keep(session: Session, asked: Asked, answer: Answer) -> None:
    """Have `answer` given again, in the transaction of what it tells of."""
    params = {
        "key": asked.id,
        "status": answer.status,
        "media_type": answer.media_type,
        "content": asked.seal.encrypt(answer.content),
    }
    db.run(session, _KEEP, params)


def _forget_old(session: Session) -> None:
    """Some at a time, past those that somebody else looks at."""
    params = {"expired": utc_now() - KEPT, "most": _FORGOTTEN_AT_A_TIME}
    db.run(session, _FORGET, params)


_CLAIM = """
INSERT INTO given_answer (key, request, created_at) VALUES (%(key)s, %(request)s, %(now)s)
ON CONFLICT (key) DO UPDATE SET request = EXCLUDED.request, created_at = EXCLUDED.created_at,
    status = NULL, media_type = NULL, content = NULL
WHERE given_answer.created_at < %(expired)s
RETURNING key
"""
_KEEP = """
UPDATE given_answer SET status = %(status)s, media_type = %(media_type)s, content = %(content)s
WHERE key = %(key)s
"""
_FORGET = """
DELETE FROM given_answer WHERE key IN (
    SELECT key FROM given_answer WHERE created_at < %(expired)s
    LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
"""
