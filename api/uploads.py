"""Request bodies that may be large: written to the spool as they come, never held in memory."""

from collections.abc import AsyncIterator

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from services.errors import Rejected, TooLarge
from services.recordings.spool import Upload, refuse_larger_than
from services.settings import get_settings

_WRITE_BYTES = 1024 * 1024
_FORM_OVERHEAD_BYTES = 64 * 1024
_FIELD_MAX_BYTES = 4096


class FormBroken(Rejected):
    """The form could not be read. Send multipart/form-data with the fields call_id and file."""


class DeliveryTooLarge(TooLarge):
    """This is larger than Earshot accepts at a hook."""


async def receive_body(request: Request, upload: Upload) -> None:
    """Write the raw body to `upload`. Raises what `upload` raises."""
    announced = request.headers.get("content-length", "")
    upload.expect(int(announced) if announced.isdecimal() else None)
    async for block in _blocks(request):
        await run_in_threadpool(upload.write, block)
    await run_in_threadpool(upload.finish)


async def read_body(request: Request, max_bytes: int) -> bytes:
    """A body that is small enough to be held whole. Raises DeliveryTooLarge."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise DeliveryTooLarge(max_bytes=max_bytes)
    return bytes(body)


async def receive_form(request: Request, upload: Upload) -> "Form":
    """Write the form's `file` to `upload`; returns its other fields.

    Raises FormBroken, RecordingTooLarge, DiskNearlyFull.
    """
    max_bytes = get_settings().recording_max_bytes + _FORM_OVERHEAD_BYTES
    _refuse_announced(request, max_bytes)
    form = Form(request.headers.get("content-type", ""), upload)
    received_bytes = 0
    async for block in _blocks(request):
        received_bytes += len(block)
        refuse_larger_than(max_bytes, received_bytes)
        await run_in_threadpool(form.feed, block)
    await run_in_threadpool(upload.finish)
    form.close()
    return form


class Form:
    """A multipart form being read: fields are kept, the part called `file` goes to the spool."""

    def __init__(self, content_type: str, upload: Upload) -> None:
        """Raises FormBroken."""
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise FormBroken(content_type=content_type)
        self.fields: dict[str, str] = {}
        self.file_name: str | None = None
        self._upload = upload
        self._has_file = False
        self._ended = False
        self._header = (bytearray(), bytearray())
        self._disposition = b""
        self._name = ""
        self._value = bytearray()
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._add_header_name,
                    "on_header_value": self._add_header_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._name_part,
                    "on_part_data": self._add,
                    "on_part_end": self._end,
                    "on_end": self._finish,
                },
            )
        except FormParserError as error:
            raise FormBroken(reason=str(error)) from error

    def feed(self, block: bytes) -> None:
        """Raises FormBroken, RecordingTooLarge, DiskNearlyFull."""
        try:
            self._parser.write(block)
        except FormParserError as error:
            raise FormBroken(reason=str(error)) from error

    def close(self) -> None:
        """Everything has been fed. Raises FormBroken when something is missing."""
        if not self._ended:
            raise FormBroken(reason="ends early")
        if not self._has_file:
            raise FormBroken(field="file")

    def _begin(self) -> None:
        self._disposition = b""
        self._value.clear()

    def _add_header_name(self, block: bytes, start: int, end: int) -> None:
        self._header[0].extend(block[start:end])

    def _add_header_value(self, block: bytes, start: int, end: int) -> None:
        self._header[1].extend(block[start:end])

    def _end_header(self) -> None:
        name, value = (bytes(part) for part in self._header)
        if name.lower() == b"content-disposition":
            self._disposition = value
        for part in self._header:
            part.clear()

    def _name_part(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = _text(options.get(b"name", b""), "file")
        if self._name == "file":
            if self._has_file:
                raise FormBroken(field="file", reason="twice")
            self._has_file = True
            self.file_name = _text(options.get(b"filename", b""), "file") or None

    def _add(self, block: bytes, start: int, end: int) -> None:
        if self._name == "file":
            self._upload.write(memoryview(block)[start:end])
            return
        self._value.extend(block[start:end])
        if len(self._value) > _FIELD_MAX_BYTES:
            raise FormBroken(field=self._name)

    def _end(self) -> None:
        if self._name and self._name != "file":
            self.fields[self._name] = _text(bytes(self._value), self._name)

    def _finish(self) -> None:
        self._ended = True


def _text(value: bytes, field: str) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise FormBroken(field=field, reason="not UTF-8") from error


def _refuse_announced(request: Request, max_bytes: int) -> None:
    announced = request.headers.get("content-length", "")
    refuse_larger_than(max_bytes, int(announced) if announced.isdecimal() else None)


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    """The body in blocks worth a thread's while. Raises ClientDisconnect."""
    block = bytearray()
    async for chunk in request.stream():
        block += chunk
        if len(block) >= _WRITE_BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
