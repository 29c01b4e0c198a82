"""What `earshot serve` starts: the API, sooner than by `api.app` itself."""

from starlette.types import ASGIApp

from services.loading import without_collecting


def create_app() -> ASGIApp:
    with without_collecting():
        # Loaded here, not above, because loading is what takes time.
        from api.app import create_app  # noqa: PLC0415

        return create_app()
