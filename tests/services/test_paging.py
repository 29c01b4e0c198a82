from datetime import datetime, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import paging
from services.paging import CursorBroken

INSTANTS = st.datetimes(timezones=st.sampled_from([timezone.utc]))  # noqa: UP017
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
INTEGERS = st.integers(-paging.BIGGEST_INTEGER, paging.BIGGEST_INTEGER)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@given(INSTANTS, st.uuids())
def test_what_goes_into_a_cursor_comes_out(at: datetime, row_id: UUID) -> None:
    assert paging.decode(paging.encode([at, row_id]), datetime, UUID) == (at, row_id)


@given(st.lists(st.one_of(TEXTS, INTEGERS, FLOATS, st.none(), st.booleans())))
def test_plain_values_need_no_types(values: list[paging.Value]) -> None:
    assert paging.decode(paging.encode(values)) == values


@given(st.text())
def test_a_made_up_cursor_is_refused_or_harmless(cursor: str) -> None:
    try:
        [at] = paging.decode(cursor, datetime)
    except CursorBroken:
        return
    assert at.tzinfo is not None


@pytest.mark.parametrize(
    "values", [["x"], [1, 2], [], ["2026-01-01T00:00:00"], [2**63], ["a\0b"]], ids=str
)
def test_a_cursor_of_another_list_is_refused(values: list[paging.Value]) -> None:
    with pytest.raises(CursorBroken):
        paging.decode(paging.encode(values), datetime)
    if values in ([2**63], ["a\0b"]):
        with pytest.raises(CursorBroken):
            paging.decode(paging.encode(values))


def test_a_full_last_page_has_no_next() -> None:
    page = paging.cut([1, 2], 2, lambda number: [number])
    assert (page.items, page.next) == ([1, 2], None)


def test_a_page_ends_with_the_key_of_its_last_row() -> None:
    page = paging.cut([1, 2, 3], 2, lambda number: [number])
    assert page.items == [1, 2]
    assert page.next is not None
    assert paging.decode(page.next, int) == (2,)
