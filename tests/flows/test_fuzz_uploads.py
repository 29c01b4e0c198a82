"""Whatever is uploaded as a recording: no crash, and nothing half stored."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import select, text

from services.db import transaction
from services.recordings.storage import get_storage, spool_folder
from services.tables import KeyScope, Recording
from tests.factories import make_call, make_key, make_source
from tests.fuzz.uploads import Spoilt, spoilt_upload

_LEFT = text("SELECT (SELECT count(*) FROM recording), (SELECT count(*) FROM pgqueuer)")


@pytest.mark.timeout(3600)
def test_whatever_is_uploaded_is_stored_whole_or_not_at_all(
    client: TestClient, request: pytest.FixtureRequest
) -> None:
    uploads: int = request.config.getoption("--uploads")
    with transaction() as session:
        source = make_source(session)
        key = make_key(session, KeyScope.RECORDINGS_WRITE, source=source)
        call_id = make_call(session, source_id=source.id).id
    door = _Doors(client, key, call_id)

    wrong = {number: fault for number in range(uploads) if (fault := door.try_out(number))}

    assert wrong == {}, "tests.fuzz.uploads.spoilt_upload(number) gives them again"


class _Doors:
    """The two ways in for recordings, and what lies behind them."""

    def __init__(self, client: TestClient, key: str, call_id: Any) -> None:
        self._client = client
        self._headers = {"authorization": f"Bearer {key}"}
        self._call_id = call_id
        self._left = _now()

    def try_out(self, number: int) -> str | None:
        """What is wrong with the answer to an upload, or with what it left."""
        upload = spoilt_upload(number)
        try:
            answer = self._put(upload) if number % 2 else self._post(upload, number)
        except Exception as error:  # noqa: BLE001  (whatever breaks is what is looked for)
            return repr(error)[:300]
        left, self._left = self._left, _now()
        return _fault(answer, upload, changed=left != self._left)

    def _put(self, upload: Spoilt) -> Response:
        return self._client.put(
            f"/api/v1/calls/{self._call_id}/recording",
            content=upload.body,
            headers=self._headers | {"content-type": upload.media_type},
        )

    def _post(self, upload: Spoilt, number: int) -> Response:
        """As a form, whose end is missing now and then."""
        edge = uuid4().hex
        name = upload.file_name.replace('"', "").replace("\r", "").replace("\n", "")
        body = (
            f'--{edge}\r\ncontent-disposition: form-data; name="call_id"\r\n\r\nc-{number}\r\n'
            f'--{edge}\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n'
            f"content-type: {upload.media_type}\r\n\r\n"
        ).encode("utf-8", "surrogatepass") + upload.body
        if upload.whole or number % 14:
            body += f"\r\n--{edge}--\r\n".encode()
        kind = f"multipart/form-data; boundary={edge}"
        return self._client.post(
            "/api/v1/recordings", content=body, headers=self._headers | {"content-type": kind}
        )


def _fault(answer: Response, upload: Spoilt, *, changed: bool) -> str | None:
    status = answer.status_code
    if status >= 500:
        return f"answered {status}"
    if upload.whole and status != 202:
        return f"answered {status} though nothing is wrong with it"
    if status != 202:
        if changed:
            return f"answered {status} and left something"
        if not answer.json().get("detail"):
            return f"answered {status} without a reason"
    if list(spool_folder().iterdir()):
        return "left something in the spool"
    return _missing(answer) if status == 202 else None


def _missing(answer: Response) -> str | None:
    """A recording that is accepted can be read."""
    with transaction() as session:
        recording = session.exec(
            select(Recording).where(Recording.id == answer.json()["id"])
        ).one_or_none()
    if recording is None:
        return "accepted and not stored"
    if get_storage().size_bytes(recording.sha256) != recording.size_bytes:
        return "stored in part"
    if recording.duration_s <= 0 or not 1 <= recording.channels <= 2:
        return f"accepted with {recording.duration_s} s of {recording.channels} channels"
    return None


def _now() -> Any:
    with transaction() as session:
        return tuple(session.execute(_LEFT).one())
