"""A server that speaks S3, as a process of its own whose data outlives it.

The server is moto's, which keeps everything in memory. Its recorder writes each request to a
file before it is answered; a server that starts has itself told all of them again before it
opens its door. Multipart uploads (above 5 MiB) are not brought back: their ids are drawn anew.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

from tests.installation.process import Process, answers, steady_port

BUCKET = "recordings"
_KEY = {"AWS_ACCESS_KEY_ID": "earshot", "AWS_SECRET_ACCESS_KEY": "secret"}


class Store(Process):
    """Has one bucket, made at the first start."""

    def __init__(self, folder: Path) -> None:
        port = steady_port()
        written = folder / "store.requests"
        super().__init__(
            name="store",
            command=[sys.executable, "-m", "tests.installation.store", str(port)],
            port=port,
            log=folder / "store.log",
            env={
                **os.environ,
                **_KEY,
                "MOTO_ENABLE_RECORDING": "true",
                "MOTO_RECORDER_FILEPATH": str(written),
                "PYTHONWARNINGS": "ignore",
            },
            is_ready=self._answers,
        )

    @property
    def settings(self) -> Mapping[str, str]:
        """What Earshot's processes are to know of it."""
        return {
            **_KEY,
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "EARSHOT_STORAGE_URL": f"s3://{BUCKET}/earshot",
        }

    def keys(self) -> list[str]:
        found = _s3(self.port).list_objects_v2(Bucket=BUCKET)
        return [each["Key"] for each in found.get("Contents", [])]

    def _answers(self) -> bool:
        return answers(f"http://127.0.0.1:{self.port}/{BUCKET}")


def _s3(port: int) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id=_KEY["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=_KEY["AWS_SECRET_ACCESS_KEY"],
    )


def main() -> None:
    # What it imports reads the environment, and nobody else needs so much of it.
    from moto.moto_api import recorder  # noqa: PLC0415
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    port = int(sys.argv[1])
    written = Path(os.environ["MOTO_RECORDER_FILEPATH"])
    if written.exists():
        _forget_torn_line(written)
        inside = ThreadedMotoServer("127.0.0.1", steady_port(), verbose=False)
        inside.start()
        recorder.replay_recording(f"http://127.0.0.1:{inside.get_host_and_port()[1]}")
        inside.stop()
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    if not written.exists():
        _s3(port).create_bucket(Bucket=BUCKET)
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    told.wait()
    server.stop()


def _forget_torn_line(written: Path) -> None:
    """What was being written when the server was killed has had no answer."""
    lines = written.read_text().splitlines(keepends=True)
    whole = [line for line in lines if _is_whole(line)]
    written.write_text("".join(whole))


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return line.endswith("\n")


if __name__ == "__main__":
    main()
