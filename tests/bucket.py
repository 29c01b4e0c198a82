"""A real server that speaks S3, in this process, with a bucket of its own for each test."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from services.settings import get_settings


class Bucket:
    """The server may be stopped and started again; it keeps what it has."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self.name = f"recordings-{uuid4().hex[:8]}"
        self.start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = ThreadedMotoServer("127.0.0.1", self._port, verbose=False)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def make(self) -> None:
        self._s3().create_bucket(Bucket=self.name)

    def keys(self) -> list[str]:
        found = self._s3().list_objects_v2(Bucket=self.name)
        return [each["Key"] for each in found.get("Contents", [])]

    def parts_of(self, key: str) -> int:
        """How many parts an object came in; S3 writes it into the tag."""
        tag = self._s3().head_object(Bucket=self.name, Key=key)["ETag"].strip('"')
        return int(tag.partition("-")[2] or 1)

    def overwrite(self, key: str, content: bytes) -> None:
        self._s3().put_object(Bucket=self.name, Key=key, Body=content)

    def _s3(self) -> Any:
        return boto3.client("s3", endpoint_url=self.endpoint)


@contextmanager
def storing_in_bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Set what docs/operations.md says to set; recordings go to the bucket below `earshot/`."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "earshot")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    bucket = Bucket()
    monkeypatch.setenv("AWS_ENDPOINT_URL", bucket.endpoint)
    monkeypatch.setenv("EARSHOT_STORAGE_URL", f"s3://{bucket.name}/earshot")
    get_settings.cache_clear()
    try:
        bucket.make()
        yield bucket
    finally:
        bucket.stop()
        monkeypatch.undo()
        get_settings.cache_clear()
