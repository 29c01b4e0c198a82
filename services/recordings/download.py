"""Fetching a recording over HTTP, from wherever a dialer says that it lies.

The address came from outside, so nothing about it is believed: only http and https, only
addresses that may be reached (`reach`), every redirect checked like the first, no proxy of
the environment, limited in size and time, and credentials for named hosts alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import httpcore
import httpx

from services.errors import Rejected, ServiceError, Unavailable
from services.recordings.addresses import Credentials, basic, shown
from services.recordings.reach import CheckedBackend, DialerSilent, Limits
from services.recordings.spool import Upload, refuse_larger_than
from services.settings import get_settings

_REDIRECTS_MAX = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({400, 405, 410, 414})
"""What stays as it is however often one asks."""
_PORTS = range(1, 65_536)
_BROKEN_OFF = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)


class UrlUnusable(Rejected):
    """This is no address that a recording can be fetched from: http and https are."""


class TooManyRedirects(Rejected):
    """The dialer sends Earshot from one address to the next, without end."""


class DialerRefuses(Rejected):
    """The dialer says that it will never give out this recording."""


class RecordingNotReady(Unavailable):
    """The dialer does not have this recording yet, or does not give it out."""


def download(
    url: str, upload: Upload, credentials: Credentials, stopping: Event | None = None
) -> None:
    """Write what lies at `url` to `upload`.

    Raises UrlUnusable, AddressNotAllowed, TooManyRedirects, DialerRefuses,
    RecordingTooLarge: these stay as they are; and, worth another try, RecordingNotReady,
    DialerSilent, FetchTooSlow, FetchStopped, DiskNearlyFull.
    """
    settings = get_settings()
    limits = Limits(settings.fetch_timeout.total_seconds(), stopping or Event())
    backend = CheckedBackend(settings.fetch_private, limits)
    with httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(), network_backend=backend
    ) as pool:
        at = _parsed(url)
        for _ in range(_REDIRECTS_MAX + 1):
            with _answer(pool, at, credentials) as response:
                if response.status not in _REDIRECTS:
                    _receive(response, upload)
                    return
                at, credentials = _next(at, response, credentials)
    raise TooManyRedirects(url=shown(url))


@contextmanager
def _answer(
    pool: httpcore.ConnectionPool, url: httpx.URL, credentials: Credentials
) -> Iterator[httpcore.Response]:
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Accept": "*/*",
        # What is compressed could become as large as it likes.
        "Accept-Encoding": "identity",
        "User-Agent": "Earshot",
    }
    authorization = _header_for(url, credentials)
    if authorization is not None:
        headers["Authorization"] = authorization
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=_port(url), target=url.raw_path
    )
    try:
        with pool.stream("GET", target, headers=list(headers.items())) as response:
            yield response
    except _BROKEN_OFF as error:
        raise DialerSilent(url=shown(str(url)), reason=str(error)) from error


def _receive(response: httpcore.Response, upload: Upload) -> None:
    if response.status != 200:
        raise _fault(response.status)
    length = dict(_headers(response)).get("content-length", "")
    refuse_larger_than(
        get_settings().recording_max_bytes, int(length) if length.isdigit() else None
    )
    for chunk in response.iter_stream():
        upload.write(chunk)
    upload.finish()
    if upload.size_bytes == 0:
        raise RecordingNotReady(reason="an empty file")


def _fault(status: int) -> ServiceError:
    return (DialerRefuses if status in _FOR_GOOD else RecordingNotReady)(status=status)


def _next(
    at: httpx.URL, response: httpcore.Response, credentials: Credentials
) -> tuple[httpx.URL, Credentials]:
    """Where a redirect leads. What was said under TLS is not said again without."""
    location = dict(_headers(response)).get("location")
    if location is None:
        raise DialerRefuses(status=response.status, reason="a redirect to nowhere")
    try:
        to = _parsed(str(at.join(location)))
    except httpx.InvalidURL as error:
        raise UrlUnusable(url=shown(location)) from error
    return to, Credentials() if at.scheme == "https" and to.scheme == "http" else credentials


def _headers(response: httpcore.Response) -> Iterator[tuple[str, str]]:
    for name, value in response.headers:
        yield name.decode("latin-1").lower(), value.decode("latin-1")


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise UrlUnusable(url=shown(url)) from error
    http = parsed.scheme in ("http", "https")
    if not http or not parsed.host or _port(parsed) not in _PORTS:
        raise UrlUnusable(url=shown(url))
    return parsed


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _header_for(url: httpx.URL, credentials: Credentials) -> str | None:
    """What stands in the address itself comes first: it is for this host anyway."""
    if url.userinfo:
        return basic(url.username, url.password)
    known = {url.host, f"{url.host}:{_port(url)}"}
    return credentials.authorization if known & credentials.hosts else None
