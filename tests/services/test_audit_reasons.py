"""Reasons in the audit log, which keeps them for good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.people.audit import without_numbers


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("13800138000 has complained", "138****00 has complained"),
        ("客户+86 138-0013-8000来电", "客户+86 ****00来电"),
        ("id 11010519491231002X", "id 110****2X"),
        ("as agreed on 2026-03-01, case 4711", "as agreed on 2026-03-01, case 4711"),
    ],
)
def test_numbers_are_shortened_and_days_stay(reason: str, kept: str) -> None:
    assert without_numbers(reason) == kept


@given(st.text(), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text())
def test_no_telephone_number_stays_whole(before: str, number: str, after: str) -> None:
    assert number not in without_numbers(f"{before}{number}{after}")
