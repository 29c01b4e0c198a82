"""Kinds of values that settings share."""

import re
from typing import Annotated

from pydantic import AfterValidator, AnyHttpUrl, TypeAdapter


def _http_url(url: str) -> str:
    _HTTP_URL.validate_python(url)
    return url


_HTTP_URL = TypeAdapter(AnyHttpUrl)
ServerUrl = Annotated[str, AfterValidator(_http_url)]


_SYSLOG = re.compile(r"(udp|tcp)://[^\s/:]+:\d{1,5}")


def _syslog_url(url: str) -> str:
    if not _SYSLOG.fullmatch(url):
        raise ValueError("write it as udp://host:514 or tcp://host:601")
    return url


SyslogUrl = Annotated[str, AfterValidator(_syslog_url)]


_DATABASES = ("postgresql://", "postgresql+psycopg://")


def _database_url(url: str) -> str:
    if not url.startswith(_DATABASES):
        raise ValueError("write it as postgresql://user:password@host/database")
    return url


DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
