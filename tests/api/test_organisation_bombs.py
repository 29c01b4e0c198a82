"""Tables of the organisation that are made to hurt: refused with a sentence, in little memory."""

import io
import resource
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import Agent, OrganisationImport
from tests.doors import sign_in
from tests.factories import make_company

URL = "/api/v1/organisation/imports"
MEBIBYTE = 1024 * 1024
GROWS_AT_MOST_KIB = 400 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10))


@pytest.fixture(autouse=True)
def dana(client: TestClient) -> None:
    with transaction() as session:
        make_company(session)
    sign_in(client, "dana")


def packed(**parts: Iterator[bytes] | bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts.items():
            with out.open(name, "w", force_zip64=True) as file:
                for chunk in [part] if isinstance(part, bytes) else part:
                    file.write(chunk)
    return content.getvalue()


def zeros(mebibytes: int, byte: bytes = b"\0") -> Iterator[bytes]:
    return (byte * MEBIBYTE for _ in range(mebibytes))


def workbook_with(name: str, part: Iterator[bytes] | bytes) -> bytes:
    """An honest workbook in which one part is another."""
    content = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Code", "Name", "Unit"])
    book.save(content)
    with zipfile.ZipFile(content) as honest:
        parts: dict[str, Iterator[bytes] | bytes] = {
            each: honest.read(each) for each in honest.namelist()
        }
    return packed(**(parts | {name: part}))


def laughing() -> bytes:
    head = f'<?xml version="1.0"?><!DOCTYPE worksheet [{LAUGHS}]>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c>'
    text = f'{head}<worksheet xmlns="{space}"><sheetData><row r="1">{cell}</row></sheetData>'
    return workbook_with("xl/worksheets/sheet1.xml", f"{text}</worksheet>".encode())


def lying() -> bytes:
    """The folder at its end says that a part is small, and it is not."""
    content = bytearray(packed(**{"agents.csv": zeros(64, b"a,")}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def locked() -> bytes:
    content = bytearray(packed(**{"agents.csv": b"Code,Name,Unit\n1,A,B\n"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark)
        content[at + flags] |= 1
    return bytes(content)


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros in a csv": lambda: packed(**{"agents.csv": zeros(200)}),
    "many that are large together": lambda: packed(
        **{f"{number}.csv": zeros(40, b"\n") for number in range(6)}
    ),
    "one endless line": lambda: packed(**{"agents.csv": zeros(150, b"a")}),
    "a sheet of spaces": lambda: workbook_with("xl/worksheets/sheet1.xml", zeros(300, b" ")),
    "words without end": lambda: workbook_with("xl/sharedStrings.xml", zeros(600, b" ")),
    "a billion laughs": laughing,
    "zip in zip": lambda: packed(**{"inner.zip": packed(**{"agents.csv": zeros(50)})}),
    "a lying folder": lying,
    "locked": locked,
    "cut off": lambda: workbook_with("x", b"")[:900],
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_little_memory(client: TestClient, bomb: str) -> None:
    content = BOMBS[bomb]()
    assert len(content) < 16 * MEBIBYTE
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    answer = client.post(URL, params={"file_name": "a.xlsx"}, content=content)

    assert answer.status_code in (413, 422), answer.text
    assert answer.json()["field"] == "file"
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib
    assert grown_kib < GROWS_AT_MOST_KIB
    with transaction() as session:
        assert session.exec(select(OrganisationImport)).all() == []
        assert len(session.exec(select(Agent)).all()) == 1
