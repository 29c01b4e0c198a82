"""What can go wrong, in the words of the call centre.

    ServiceError
    ├── NotFound        the thing asked for does not exist              404
    ├── Conflict        it exists, but not in a state that allows this  409
    ├── Rejected        the input is understood and still wrong         422
    │   └── TooLarge    more than this installation accepts             413
    ├── Forbidden       this user may not do this                       403
    │   └── SignInNeeded  nobody is signed in                           401
    └── Unavailable     something we depend on is down; try again       503
        └── TooMany     slow down, then try again                       429

Services know nothing of HTTP: `api.errors` owns the numbers in the right column.
"""

import copyreg
import re
from typing import Any, ClassVar


class ServiceError(Exception):
    """An expected failure. The class docstring is the message shown to people."""

    retryable: ClassVar[bool] = False
    told: ClassVar[frozenset[str]] = frozenset()
    """Facts that the one who asked is told, too."""

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        self.field = field
        self.facts = facts
        super().__init__(type(self).message())

    @classmethod
    def kind(cls) -> str:
        """The error as a stable word for programs: `recording-unreadable`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def message(cls) -> str:
        return " ".join((cls.__doc__ or cls.__name__).split())

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is: errors come out of the process that hears. Exceptions know no keywords."""
        return copyreg.__newobj__, (type(self),), self.__dict__  # type: ignore[attr-defined]

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.message()} ({details})" if details else self.message()


class NotFound(ServiceError):
    """Not found."""


class Conflict(ServiceError):
    """The current state does not allow this."""


class Rejected(ServiceError):
    """The request cannot be accepted."""


class TooLarge(Rejected):
    """This is larger than Earshot accepts."""


class Forbidden(ServiceError):
    """You are not allowed to do this."""


class SignInNeeded(Forbidden):
    """Please sign in."""


class Unavailable(ServiceError):
    """A service Earshot depends on is not answering. Please try again."""

    retryable = True


class TooMany(Unavailable):
    """Too many attempts. Please wait and try again."""
