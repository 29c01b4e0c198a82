"""Sealed files and columns: nothing readable on disk, ranges, tampering, changing keys."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from services import sealing
from services.db import transaction
from services.recordings.storage import ContentDamaged, Storage, get_storage
from services.sealing import KeyUnavailable
from services.tables import IdentityProvider, SecondFactor, Source
from tests.factories import make_source, make_unit, make_user

CONTENT = bytes(range(256)) * 1000  # 256,000 bytes: four chunks, the last one short.
NAME = sha256(CONTENT).hexdigest()


@pytest.fixture
def keys(database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A key file with one master key."""
    file = tmp_path / "keys"
    file.write_text(sealing.new_master_key())
    monkeypatch.setenv("EARSHOT_KEY_FILE", str(file))
    sealing.forget()
    yield file
    get_storage().delete(NAME)
    monkeypatch.undo()
    sealing.forget()


@pytest.fixture
def storage(keys: Path, tmp_path: Path) -> Storage:
    storage = get_storage()
    put(storage, tmp_path)
    return storage


def put(storage: Storage, folder: Path) -> None:
    file = folder / "in"
    file.write_bytes(CONTENT)
    storage.put(file, NAME)


def stored(home: Path) -> Path:
    return home / "recordings" / NAME[:2] / NAME[2:4] / NAME


def test_nothing_of_it_lies_on_disk_and_all_of_it_comes_back(storage: Storage, home: Path) -> None:
    on_disk = stored(home).read_bytes()

    assert bytes(range(64)) not in on_disk
    assert storage.size_bytes(NAME) == len(CONTENT)
    assert b"".join(storage.read(NAME, 0, len(CONTENT))) == CONTENT
    with storage.local_copy(NAME) as file:
        assert file.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (65_535, 65_537), (131_072, 131_073), (255_999, 256_000), (10, 200_000)],
)
def test_ranges_are_read_alone(storage: Storage, start: int, end: int) -> None:
    assert b"".join(storage.read(NAME, start, end)) == CONTENT[start:end]


@pytest.mark.parametrize("place", [20, 30, 45, 60, 70_000, -1])
def test_a_changed_byte_is_noticed(storage: Storage, home: Path, place: int) -> None:
    content = bytearray(stored(home).read_bytes())
    content[place] ^= 1
    stored(home).write_bytes(content)

    with pytest.raises((ContentDamaged, KeyUnavailable)):
        b"".join(storage.read(NAME, 0, len(CONTENT)))


def test_a_file_that_was_cut_is_noticed(storage: Storage, home: Path) -> None:
    content = stored(home).read_bytes()
    stored(home).write_bytes(content[:-70_000])

    with pytest.raises(ContentDamaged):
        b"".join(storage.read(NAME, 0, len(CONTENT)))


def test_without_its_key_it_stays_shut(storage: Storage, keys: Path) -> None:
    keys.write_text(sealing.new_master_key())
    sealing.forget()

    with pytest.raises(KeyUnavailable):
        b"".join(storage.read(NAME, 0, 10))


def test_what_was_stored_before_is_sealed_later(
    database: None, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = get_storage()
    put(storage, tmp_path)
    assert stored(home).read_bytes() == CONTENT
    (tmp_path / "keys").write_text(sealing.new_master_key())
    monkeypatch.setenv("EARSHOT_KEY_FILE", str(tmp_path / "keys"))
    sealing.forget()
    try:
        assert b"".join(storage.read(NAME, 5, 10)) == CONTENT[5:10]
        assert (storage.seal(NAME), storage.seal(NAME)) == (True, False)
        assert stored(home).read_bytes() != CONTENT
        assert b"".join(storage.read(NAME, 5, 10)) == CONTENT[5:10]
    finally:
        storage.delete(NAME)
        monkeypatch.undo()
        sealing.forget()


def test_a_master_key_is_changed_without_touching_files(
    storage: Storage, keys: Path, home: Path
) -> None:
    before = stored(home).read_bytes()
    old = keys.read_text()
    keys.write_text(f"{sealing.new_master_key()}\n{old}\n")
    sealing.forget()
    with transaction() as session:
        waiting = sealing.keys_to_rotate(session)
        for key_id in waiting:
            sealing.rotate(session, key_id)
    assert len(waiting) == 1

    keys.write_text(keys.read_text().splitlines()[0])
    sealing.forget()

    assert stored(home).read_bytes() == before
    assert b"".join(storage.read(NAME, 0, len(CONTENT))) == CONTENT
    with transaction() as session:
        assert sealing.keys_to_rotate(session) == []


def test_secrets_of_dialers_are_sealed_in_their_column(keys: Path) -> None:
    with transaction() as session:
        source_id = make_source(session).id
        session.get_one(Source, source_id).secrets = {"token": "open sesame"}
    with transaction() as session:
        raw = session.connection().execute(text("SELECT secrets::text FROM source")).scalar_one()
        assert "sesame" not in raw
        assert session.get_one(Source, source_id).secrets == {"token": "open sesame"}


def test_secrets_of_people_and_providers_are_sealed_likewise(keys: Path) -> None:
    with transaction() as session:
        user = make_user(session, make_unit(session))
        session.add(SecondFactor(user_id=user.id, secret="JBSWY3DPEHPK3PXP"))
        session.add(
            IdentityProvider(
                key="corp",
                name="Corp",
                issuer="https://id.test",
                client_id="x",
                client_secret="sesame",
                scopes=["openid"],
            )
        )
        user_id = user.id
    with transaction() as session:
        raw = session.connection().execute(
            text("SELECT secret || client_secret FROM second_factor, identity_provider")
        )
        assert raw.scalar_one().count("sealed:1:") == 2
        assert session.get_one(SecondFactor, user_id).secret == "JBSWY3DPEHPK3PXP"
        assert session.exec(select(IdentityProvider)).one().client_secret == "sesame"


def test_a_key_service_wraps_and_unwraps(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / "kms"
    command.write_text('#!/bin/sh\ncase "$1" in wrap|unwrap) tr a-zA-Z n-za-mN-ZA-M;; esac\n')
    command.chmod(0o700)
    monkeypatch.setenv("EARSHOT_KEY_COMMAND", str(command))
    sealing.forget()
    try:
        sealed = sealing.seal_text("open sesame")
        sealing.forget()
        assert "sesame" not in sealed
        assert sealing.open_text(sealed) == "open sesame"
    finally:
        monkeypatch.undo()
        sealing.forget()


def test_a_key_file_that_is_none_is_said_to_be_none(keys: Path) -> None:
    keys.write_text("not a key")
    sealing.forget()

    with pytest.raises(KeyUnavailable, match="EARSHOT_KEY_FILE"):
        sealing.seal_text("anything")
