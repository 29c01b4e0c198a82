"""Range headers, for every content a browser may seek in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ranges import OutOfRange, parse_range

SIZES = st.integers(0, 10_000)
NUMBERS = st.integers(0, 12_000)


@given(SIZES, NUMBERS, NUMBERS)
def test_first_to_last_is_what_a_slice_gives(size: int, first: int, last: int) -> None:
    content = bytes(size)
    header = f"bytes={first}-{last}"
    if last < first:
        assert parse_range(header, size) is None
    elif first >= size:
        with pytest.raises(OutOfRange):
            parse_range(header, size)
    else:
        part = parse_range(header, size)
        assert part is not None
        assert content[slice(*part)] == content[first : last + 1]
        assert part[1] <= size


@given(SIZES, NUMBERS)
def test_an_open_end_goes_to_the_last_byte(size: int, first: int) -> None:
    if first >= size:
        with pytest.raises(OutOfRange):
            parse_range(f"bytes={first}-", size)
    else:
        assert parse_range(f"bytes={first}-", size) == (first, size)


@given(SIZES, NUMBERS)
def test_a_suffix_is_the_last_bytes(size: int, count: int) -> None:
    if count == 0 or size == 0:
        with pytest.raises(OutOfRange):
            parse_range(f"bytes=-{count}", size)
    else:
        assert parse_range(f"bytes=-{count}", size) == (max(0, size - count), size)


@given(st.text(), SIZES)
def test_whatever_is_sent_gives_a_part_of_the_content_or_nothing(header: str, size: int) -> None:
    try:
        part = parse_range(header, size)
    except OutOfRange:
        return
    assert part is None or 0 <= part[0] < part[1] <= size


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,5-6", "bytes=a-b", "bytes=-1-2"],
)
def test_what_is_no_single_range_means_everything(header: str | None) -> None:
    assert parse_range(header, 100) is None


def test_numbers_longer_than_any_file_are_no_surprise() -> None:
    assert parse_range("bytes=0-" + "9" * 18, 100) == (0, 100)
    assert parse_range("bytes=0-" + "9" * 5000, 100) is None
