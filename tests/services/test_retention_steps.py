"""Every table that leads to a call is deleted from, or says why not."""

from sqlmodel import SQLModel

import services.tables  # noqa: F401
from services.retention.numbers import spellings
from services.retention.steps import KEPT, STEPS

LEADS = {
    "call_id",
    "recording_id",
    "transcript_id",
    "evaluation_id",
    "review_id",
    "hit_id",
    "customer_number",
}


def test_every_table_that_leads_to_a_call_is_in_a_step_or_says_why_it_stays() -> None:
    leading = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if LEADS.intersection(column.name for column in table.columns)
    }
    known = {name for step in STEPS for name in step.tables} | KEPT.keys()
    assert leading - known == set()


def test_no_step_names_a_table_that_is_gone() -> None:
    there = {table.name for table in SQLModel.metadata.sorted_tables}
    assert ({name for step in STEPS for name in step.tables} | KEPT.keys()) - there == set()


def test_a_number_is_known_in_all_its_spellings() -> None:
    found = spellings("138 0013 8000", frozenset({"CN"}))
    assert {"13800138000", "+8613800138000", "8613800138000"} <= set(found)
    assert spellings("+86 138-0013-8000", frozenset({"CN"}))
    assert "13800138000" in spellings("+8613800138000", frozenset({"CN"}))
