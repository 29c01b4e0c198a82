"""Taking in a table that some system, or a script beside it, posts."""

import io
from collections.abc import Mapping as Values

from services.dialers import (
    Acknowledgement,
    Note,
    Payload,
    PayloadUnreadable,
    Setting,
    Translation,
)
from services.dialers.csv.encodings import find_encoding
from services.dialers.csv.guessing import problems
from services.dialers.csv.rows import find_delimiter, is_separator_line, read_rows
from services.dialers.csv.settings import Settings
from services.dialers.csv.tables import TableReader, begin, mapping_of
from services.dialers.unpacking import unpacked

_SAMPLED = 50


class Csv:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Values[str, str]) -> None:
        """Tables are not signed: the key of the source counts."""

    def key_of(self, payload: Payload) -> str | None:
        """Tables have none; each row in them is known by what it says."""
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        """Raises PayloadUnreadable, also when it is not known which column is what."""
        given = Settings.model_validate(setting.options).mapping
        body = unpacked(payload.body)
        text = body.decode(find_encoding([body]), "replace").removeprefix("\ufeff")
        lines = list(io.StringIO(text, newline=""))
        delimiter = given.delimiter if given else None
        rows = read_rows(lines, delimiter or find_delimiter(lines[:_SAMPLED]))
        table, below = begin((row for row in rows if not is_separator_line(row)), given)
        mapping = mapping_of(table, given)
        wrong = next((each for each in problems(mapping, table.columns) if each.refuses), None)
        if wrong is not None:
            raise PayloadUnreadable(field=wrong.field, detail=f"{wrong.field}: {wrong.sentence}")
        reader = TableReader(mapping, table.columns, setting, payload.received_at)
        read = [reader.read(row) for row in below]
        return Translation(
            tuple(told for row in read for told in row.events),
            tuple(link for row in read for link in row.links),
            notes=tuple(
                Note(fault.reason, fault.sentence, fault.column, row.line, refuses=True)
                for row in read
                for fault in row.faults
            ),
        )

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b'{"status":"stored"}')
