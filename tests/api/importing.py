"""Bringing files in, in tests: who may, what they send, and what came of it."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from fastapi.testclient import TestClient
from sqlmodel import Session

from services.db import transaction
from services.tables import KeyScope, Source
from tests.doors import bearer, sign_in
from tests.factories import Company, make_company, make_source
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

ZH = ("流水号", "呼叫类型", "坐席工号", "客户号码", "开始时间", "应答时间", "结束时间", "呼叫结果")
ROWS = (
    ("c-1", "呼出", "1001", "13800138000", "2026-03-02 09:00:00", "2026-03-02 09:00:05",
     "2026-03-02 09:01:25", "成交"),
    ("c-2", "呼出", "1001", "13900139000", "2026-03-02 09:05:00", "", "2026-03-02 09:05:30",
     "未接"),
)  # fmt: skip


class World:
    """A company, and a source whose clock shows Shanghai's time."""

    def __init__(self, client: TestClient, **source: Any) -> None:
        self.client = client
        with transaction() as session:
            self.company: Company = make_company(session)
            self.source = made(session, "files", **{"timezone": "Asia/Shanghai"} | source)
            self.key = bearer(session, self.source, KeyScope.EVENTS_WRITE)

    def upload(self, content: bytes, name: str = "calls.csv", **params: Any) -> Any:
        """As Dana, who may."""
        sign_in(self.client, "dana")
        asked = {"source": str(self.source.id), "file_name": name, **params}
        return self.client.post("/api/v1/imports", content=content, params=asked)

    def bring(self, content: bytes, name: str = "calls.csv", **params: Any) -> dict[str, Any]:
        """Upload, start, and let the worker do it; returns what became of it."""
        response = self.upload(content, name, start=True, **params)
        assert response.status_code == 201, response.text
        run_waiting(FakeTranscriber())
        return self.look(response.json()["id"])

    def look(self, import_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/api/v1/imports/{import_id}").json()
        return found

    def errors(self, import_id: str) -> list[list[str]]:
        """Below the heading."""
        response = self.client.get(f"/api/v1/imports/{import_id}/errors")
        assert response.status_code == 200, response.text
        assert response.content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]


def made(session: Session, name: str, **fields: Any) -> Source:
    source = make_source(session, name)
    for field, value in fields.items():
        setattr(source, field, value)
    session.add(source)
    session.flush()
    return source


def table(
    rows: Iterable[Sequence[object]] = ROWS,
    heading: Sequence[str] = ZH,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([heading, *rows])
    return text.getvalue().encode(encoding)


def packed(content: bytes) -> bytes:
    return gzip.compress(content, 1)


def workbook(rows: Iterable[Sequence[object]], *, title: str = "通话") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def many(count: int, start: int = 0) -> list[tuple[str, ...]]:
    """Calls a second apart, which nobody answered."""

    def row(n: int) -> tuple[str, ...]:
        at = f"2026-03-02 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}"
        return (f"m-{n}", "呼出", "1001", "13800138000", at, "", "", "未接")

    return [row(n) for n in range(start, start + count)]
