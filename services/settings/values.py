"""Kinds of values that settings share."""

from typing import Annotated

from pydantic import AfterValidator, AnyHttpUrl, TypeAdapter


def _http_url(url: str) -> str:
    _HTTP_URL.validate_python(url)
    return url


_HTTP_URL = TypeAdapter(AnyHttpUrl)
ServerUrl = Annotated[str, AfterValidator(_http_url)]
