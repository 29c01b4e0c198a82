"""Serving the built web client."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent.parent / "static" / "dist"
_OWN_PATHS = ("api/", "scim/", "scim/", "metrics", "healthz", "readyz")
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
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or path.startswith(_OWN_PATHS):
                raise
            return _page()
        if path.startswith("assets/"):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response if path != "." else _page()


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
