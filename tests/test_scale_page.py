"""docs/scale.md says what its arithmetic says."""

from pathlib import Path

from tests.scale.reckoning import Centre, codecs_table, sizes_table

PAGE = (Path(__file__).parent.parent / "docs" / "scale.md").read_text()


def test_the_tables_are_those_that_are_reckoned() -> None:
    assert sizes_table() in PAGE
    assert codecs_table() in PAGE


def test_ten_thousand_agents_need_fifteen_hundred_gpu_hours() -> None:
    largest = Centre(10_000)

    assert round(largest.gpu_hours) == 1_500
    assert round(largest.events_per_s) == 700
