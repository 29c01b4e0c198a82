"""Serving the built web client."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parent.parent / "static" / "dist"
_OWN_PATHS = ("api/", "metrics", "healthz", "readyz")


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
    return get_swagger_ui_html(
        openapi_url="/api/openapi.json",
        title="Earshot API",
        swagger_js_url="/api-docs/swagger-ui-bundle.js",
        swagger_css_url="/api-docs/swagger-ui.css",
        swagger_favicon_url="/favicon.svg",
    )


def _page() -> FileResponse:
    return FileResponse(DIST / "index.html", headers={"Cache-Control": "no-cache"})
