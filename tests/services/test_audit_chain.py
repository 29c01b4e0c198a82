"""Whatever is done to the audit log around its guards shows."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from services.db import rehearsal, transaction
from services.people import audit
from services.people.audit_chain import Broken, Head, digest, follow
from services.people.origin import come_from
from tests.emptying import GUARDED

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def record_some(count: int = 5) -> Head:
    for number in range(count):
        with transaction() as session:
            audit.record(
                session,
                actor="bob",
                act="call.heard",
                subject=str(number),
                before={"score": number + 0.5},
                after={"score": 1e20, "ok": True, "words": ["您好", None]},
            )
    with transaction() as session:
        return audit.head(session)


def end(noted: Head | None = None) -> Head | Broken:
    with transaction() as session:
        *_, last = follow(audit.chain(session), noted)
    return last


@contextmanager
def guards_off(session: Session) -> Iterator[None]:
    for table in GUARDED:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    yield
    for table in GUARDED:
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def tamper(sql: str) -> None:
    with transaction() as session, guards_off(session):
        session.execute(text(sql))


def test_an_untouched_chain_is_whole(database: None) -> None:
    head = record_some()
    assert (head.seq, end(head)) == (5, head)
    with transaction() as session:
        assert audit.unchained(session) is None


@pytest.mark.parametrize(
    "change",
    [
        "id = 9999",
        "at = at + interval '1 microsecond'",
        "actor = 'eve'",
        "act = 'call.seen'",
        "subject = 'x'",
        "facts = '{}'",
        "address = '10.0.0.1'",
        "user_agent = 'curl'",
        r"digest = '\x00'",
    ],
)
def test_a_changed_entry_is_found(database: None, change: str) -> None:
    record_some()
    tamper(f"UPDATE audit_entry SET {change} WHERE subject = '2'")
    found = end()
    assert isinstance(found, Broken)
    assert found.seq == 3


@pytest.mark.parametrize("change", [r"prev_hash = '\x00'", r"hash = '\x00'", "entry_id = 9999"])
def test_a_changed_link_is_found(database: None, change: str) -> None:
    record_some()
    tamper(f"UPDATE audit_link SET {change} WHERE seq = 3")
    found = end()
    assert isinstance(found, Broken)
    assert found.seq == 3


def test_swapped_entries_are_found(database: None) -> None:
    record_some()
    tamper("UPDATE audit_link SET entry_id = -entry_id WHERE seq IN (2, 3)")
    tamper(
        "UPDATE audit_link SET entry_id = (SELECT min(-entry_id) + max(-entry_id)"
        " FROM audit_link WHERE entry_id < 0) + entry_id WHERE entry_id < 0"
    )
    assert isinstance(end(), Broken)


def test_a_deleted_entry_in_the_middle_is_found(database: None) -> None:
    record_some()
    tamper("DELETE FROM audit_entry WHERE subject = '2'")
    assert end() == Broken(3, "its entry is gone")
    tamper("DELETE FROM audit_link WHERE seq = 3")
    assert end() == Broken(4, "links are missing before it: 3 to 3")


def test_a_tail_cut_off_is_found_by_a_head_that_was_noted(database: None) -> None:
    noted = record_some()
    tamper("DELETE FROM audit_entry WHERE subject = '4'")
    tamper("DELETE FROM audit_link WHERE seq = 5")
    assert isinstance(end(), Head)
    assert end(noted) == Broken(5, "the chain ends before the head that was noted")


def test_a_tail_written_anew_is_found_by_a_head_that_was_noted(database: None) -> None:
    noted = record_some()
    tamper("DELETE FROM audit_entry WHERE subject = '4'")
    tamper("DELETE FROM audit_link WHERE seq = 5")
    record_some(1)
    assert end(noted) == Broken(5, "its hash is not the one that was noted")


def test_an_entry_put_in_around_the_chain_is_found(database: None) -> None:
    record_some(1)
    tamper(
        "INSERT INTO audit_entry (at, actor, act, subject, facts, digest)"
        r" VALUES (now(), 'eve', 'x', 'x', '{}', '\x00')"
    )
    with transaction() as session:
        assert audit.unchained(session) is not None


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET {}"])
def test_the_database_refuses_to_change_the_log(database: None, table: str, sql: str) -> None:
    record_some(1)
    column = "actor = 'x'" if table == "audit_entry" else "seq = 7"
    with pytest.raises(ProgrammingError) as refused, transaction() as session:
        session.execute(text(sql.format(table, column)))
    assert isinstance(refused.value.orig, InsufficientPrivilege)


def test_what_is_rolled_back_leaves_no_gap(database: None) -> None:
    with transaction() as session:
        audit.record(session, actor="bob", act="a", subject="kept")
        savepoint = session.begin_nested()
        audit.record(session, actor="bob", act="a", subject="undone")
        session.flush()
        savepoint.rollback()
    with rehearsal() as session:
        audit.record(session, actor="bob", act="a", subject="undone, too")
        session.flush()
    record_some(1)
    head = end()
    assert isinstance(head, Head)
    assert head.seq == 2


def test_those_who_record_wait_for_each_other_only_to_commit(database: None) -> None:
    """One has recorded and goes on for long; another is done before it."""
    with transaction() as slow:
        audit.record(slow, actor="slow", act="a", subject="1")
        slow.flush()
        record_some(1)
    with transaction() as session:
        chained = list(audit.chain(session))
    assert [each.fields[1] for each in chained] == ["bob", "slow"]
    assert isinstance(end(), Head)


def test_many_at_once_make_one_chain(database: None) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: record_some(5), range(8)))
    head = end()
    assert isinstance(head, Head)
    assert head.seq == 40


def test_an_entry_says_where_it_came_from(database: None) -> None:
    come_from("192.0.2.7", "Browser\x00 " + "x" * 1000)
    with transaction() as session:
        audit.record(session, actor="bob", act="a", subject="1")
        session.flush()
        [entry] = audit.list_entries(session, audit.Wanted(address="192.0.2.7")).items
    assert entry.user_agent is not None
    assert (entry.address, len(entry.user_agent)) == ("192.0.2.7", 300)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=8,
)  # fmt: skip


@given(facts=st.dictionaries(st.text("abc", max_size=3), JSON, max_size=3))
def test_a_digest_does_not_depend_on_how_json_is_written(facts: dict[str, Any]) -> None:
    again = json.loads(json.dumps(dict(reversed(facts.items()))))
    assert digest(AT, "a", "b", "c", facts, None, None) == digest(
        AT, "a", "b", "c", again, None, None
    )
