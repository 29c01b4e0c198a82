"""Serving the built web client."""

from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent.parent / "static" / "dist"
_OWN_PATHS = ("api/", "scim/", "metrics", "healthz", "readyz")
_COMPRESSED = {"br": ".br", "gzip": ".gz"}
"""What the build lays beside a text, the smaller first."""
_DESCRIPTION = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Earshot API</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/api-docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api-docs/swagger-ui-bundle.js"></script>
    <script src="/api-docs/start.js"></script>
  </body>
</html>
"""


class WebClient(StaticFiles):
    """The client's files; every other path is a view of its own and gets the same page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await self._smallest(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or path.startswith(_OWN_PATHS):
                raise
            return _page()
        if path.startswith("assets/"):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response if path != "." else _page()

    async def _smallest(self, path: str, scope: Scope) -> Response:
        """The file as its reader takes it with the fewest bytes."""
        response = await self._compressed(path, scope) or await super().get_response(path, scope)
        response.headers["Vary"] = "Accept-Encoding"
        return response

    async def _compressed(self, path: str, scope: Scope) -> Response | None:
        accepted = _accepted(Headers(scope=scope).get("accept-encoding", ""))
        for encoding, ending in _COMPRESSED.items():
            if encoding not in accepted:
                continue
            # Whoever asks for what no file can be called is told by whoever reads files.
            with suppress(HTTPException):
                response = await super().get_response(path + ending, scope)
                response.headers["Content-Encoding"] = encoding
                response.headers["Content-Type"] = guess_type(path)[0] or "text/plain"
                return response
        return None


def _accepted(header: str) -> set[str]:
    """Encodings that a reader takes: `gzip, br;q=0` is gzip alone."""
    offers = [[part.strip() for part in offer.split(";")] for offer in header.lower().split(",")]
    return {name for name, *rest in offers if not any(_is_none(part) for part in rest)}


def _is_none(part: str) -> bool:
    return part.startswith("q=") and not part.removeprefix("q=").strip("0.")


def install(app: FastAPI) -> None:
    """Serve the client when it has been built; without it the API stands alone."""
    app.add_api_route("/api/docs", _describe, include_in_schema=False)
    if (DIST / "index.html").exists():
        app.mount("/", WebClient(directory=DIST, html=True), name="client")


def _describe() -> HTMLResponse:
    """The API's description to read and try; its viewer comes with the client, not from afar."""
    return HTMLResponse(_DESCRIPTION)


def _page() -> FileResponse:
    return FileResponse(DIST / "index.html", headers={"Cache-Control": "no-cache"})
