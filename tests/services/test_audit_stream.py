"""Listeners outside learn of every entry, in order, and of none twice without need."""

import json
import socket
from pathlib import Path
from threading import Thread

from services.db import transaction
from services.people import audit, audit_stream
from services.settings import get_settings
from services.tables import AuditStream


def record(*subjects: str) -> None:
    for subject in subjects:
        with transaction() as session:
            audit.record(session, actor="bob", act="call.heard", subject=subject, words="您好")


def test_a_file_gets_each_entry_once(database: None, tmp_path: Path) -> None:
    file = tmp_path / "audit.ndjson"
    settings = get_settings().model_copy(update={"audit_file": file})
    record("1", "2")
    audit_stream.tell_all(settings)
    audit_stream.tell_all(settings)
    record("3")
    audit_stream.tell_all(settings)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(line["seq"], line["subject"]) for line in lines] == [(1, "1"), (2, "2"), (3, "3")]
    with transaction() as session:
        assert lines[-1]["hash"] == audit.head(session).hash.hex()


def test_a_syslog_server_that_was_away_is_told_later(database: None, unused_port: int) -> None:
    url = f"tcp://127.0.0.1:{unused_port}"
    settings = get_settings().model_copy(update={"audit_syslog": url})
    record("1")
    audit_stream.tell_all(settings)
    with transaction() as session:
        stream = session.get_one(AuditStream, "syslog")
        assert stream.seq == 0
        assert stream.error

    got: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            while part := connection.recv(65_536):
                got.append(part)

    with socket.create_server(("127.0.0.1", unused_port)) as listener:
        server = Thread(target=serve, args=(listener,))
        server.start()
        audit_stream.tell_all(settings)
        server.join(timeout=30)
    length, _, message = b"".join(got).partition(b" ")
    assert int(length) == len(message)
    header, _, told = message.decode().partition(" - {")
    assert header.startswith("<109>1 ")
    assert header.endswith(" earshot - call.heard")
    assert json.loads("{" + told)["subject"] == "1"
