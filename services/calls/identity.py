"""How a dialer's name for a call becomes ours."""

from functools import lru_cache
from uuid import UUID, uuid5

_REMEMBERED = 16_384
"""Calls that events are coming for: each has some six to ten, and hashing takes longer."""


@lru_cache(maxsize=_REMEMBERED)
def call_id_for(source_id: UUID, call_key: str) -> UUID:
    """The id of the call that `source_id` names `call_key`, known before anything of it is stored.

    Derived, not drawn, so that a recording, an event and a redelivery that arrive at
    different processes in any order all mean the same call.
    """
    return uuid5(source_id, call_key)
