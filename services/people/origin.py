"""From where somebody acts, as far as this thread or task knows."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """An IP address with the browser's name, or the process that acts by itself."""

    address: str | None = None
    user_agent: str | None = None


_AGENT_MAX = 300
_ORIGIN: ContextVar[Origin] = ContextVar("origin")
_process = Origin()


def come_from(address: str, user_agent: str | None = None) -> None:
    """Say so for the request at hand: for this task and the threads that it calls."""
    told = None if user_agent is None else user_agent.replace("\x00", "")[:_AGENT_MAX]
    _ORIGIN.set(Origin(address, told))


def be_process(name: str) -> None:
    """Say so for all of this process that is no request: `cli` or `worker`."""
    global _process
    _process = Origin(name)


def origin() -> Origin:
    return _ORIGIN.get(_process)
