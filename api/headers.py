"""What every answer tells browsers about how careful to be with it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.settings import get_settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Components write their style sheets while they run; scripts only ever come as files.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Addresses of calls and filters are nobody else's business.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
TRANSPORT_SECURITY = "max-age=31536000"


class CarefulHeaders:
    """Adds `HEADERS` to every answer; what a route says of its own stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_api = scope["path"].startswith(("/api/", "/scim/"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), is_api=is_api)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _add(headers: MutableHeaders, *, is_api: bool) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if is_api:
        # Nobody's calls stay behind in a shared computer's cache.
        headers.setdefault("Cache-Control", "no-store")
    if get_settings().secure_cookies:
        headers.setdefault("Strict-Transport-Security", TRANSPORT_SECURITY)
