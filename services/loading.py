"""Many modules at once, and the garbage collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG_OBJECTS = 10_000
"""Made and not yet gone, before the collector looks at them. Python's own 700 cost a tenth of
what the API does for events and a worker for scores: nearly all they make is gone by itself."""


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave the garbage collector out while modules are loaded.

    They make half a million objects, and all of them stay: looking through these again and
    again for what may go takes a fifth to a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_seldom() -> None:
    """Let the collector pass over what is there by now, which stays for good.

    Half a million objects of modules: looking through them stops everybody for a tenth of a
    second, each time.
    """
    if not gc.get_freeze_count():
        gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)
