"""What `earshot serve` starts: the API, sooner than by `api.app` itself."""

import gc
import os
import sys
from pathlib import Path

from starlette.types import ASGIApp

from services import holding
from services.loading import without_collecting

_GIVEN_UP = 3
"""As Uvicorn says that a start failed."""


def create_app() -> ASGIApp:
    """The API, loaded while the database starts, and made once that is ready."""
    with without_collecting():
        # Loaded here, not above, because loading is what takes time.
        from api.app import create_app  # noqa: PLC0415

        if holding.GATE in os.environ:
            _pass(Path(os.environ[holding.GATE]))
        app = create_app()
        # Before the collector is back, which would look through all that was loaded.
        gc.freeze()
        return app


def _pass(gate: Path) -> None:
    """Wait for the database, and learn where it is."""
    from services import db  # noqa: PLC0415  (the API has loaded it)

    try:
        url = holding.passed(gate)
    except holding.NeverOpened:
        sys.exit(_GIVEN_UP)
    if url:
        db.use(url)
