"""Which column of a table says what, and how it is written."""

from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic import Field as Limits

COLUMNS_MAX = 500


class Field(StrEnum):
    """What a column can say. `extra` is kept under the column's name, `ignore` is not kept."""

    CALL_ID = "call_id"
    DIRECTION = "direction"
    AGENT = "agent"
    AGENT_NAME = "agent_name"
    CAMPAIGN = "campaign"
    CUSTOMER_NUMBER = "customer_number"
    CALLER_NUMBER = "caller_number"
    QUEUE = "queue"
    STARTED_AT = "started_at"
    RINGING_AT = "ringing_at"
    ANSWERED_AT = "answered_at"
    ENDED_AT = "ended_at"
    DATE = "date"
    TIME = "time"
    DURATION_S = "duration_s"
    TALK_S = "talk_s"
    WAIT_S = "wait_s"
    OUTCOME = "outcome"
    HANGUP_BY = "hangup_by"
    AMOUNT = "amount"
    CURRENCY = "currency"
    SALE_AT = "sale_at"
    SATISFACTION = "satisfaction"
    RECORDING_URL = "recording_url"
    RECORDING_FILE = "recording_file"
    EVENT_ID = "event_id"
    TYPE = "type"
    AT = "at"
    REASON = "reason"
    STATE = "state"
    LEFT_BY = "left_by"
    EXTRA = "extra"
    IGNORE = "ignore"


OF_EVENTS = frozenset(
    {Field.EVENT_ID, Field.TYPE, Field.AT, Field.REASON, Field.STATE, Field.LEFT_BY}
)
"""Fields that only a table of events has."""
OF_CALLS = frozenset(
    {
        Field.STARTED_AT,
        Field.RINGING_AT,
        Field.ANSWERED_AT,
        Field.ENDED_AT,
        Field.DATE,
        Field.TIME,
        Field.DURATION_S,
        Field.TALK_S,
        Field.WAIT_S,
        Field.SALE_AT,
    }
)
"""Fields that only a table of calls has."""
INSTANTS = frozenset(
    {
        Field.STARTED_AT,
        Field.RINGING_AT,
        Field.ANSWERED_AT,
        Field.ENDED_AT,
        Field.SALE_AT,
        Field.AT,
    }
)
DURATIONS = frozenset({Field.DURATION_S, Field.TALK_S, Field.WAIT_S})
MANY = frozenset({Field.EXTRA, Field.IGNORE})
"""Fields that several columns may be."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("there is no such time zone; use an IANA name: Asia/Shanghai") from error
    return name


def _storable(text: str) -> str:
    if "\0" in text or text != text.encode("utf-8", "replace").decode():
        raise ValueError("with characters in it that cannot be stored")
    return text


Text = Annotated[str, Limits(max_length=200), AfterValidator(_storable)]


class Column(BaseModel):
    """One column of a table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: Text
    """Its heading; `#3` for the third column when it has none."""
    field: Field
    format: Text | None = None
    """Of times `excel`, `epoch`, `epoch_ms` or as in strptime (`%d.%m.%Y %H:%M`); of durations
    `s`, `ms`, `min`, `mm:ss` or `days`. None: as it looks."""
    values: Annotated[dict[Text, Text], Limits(max_length=500)] = {}
    """Their words, and ours for them."""


class Mapping(BaseModel):
    """How the rows of a table become calls or events."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    one_row_is: Literal["call", "event"] = "call"
    columns: Annotated[tuple[Column, ...], Limits(max_length=COLUMNS_MAX)] = ()
    timezone: Annotated[str, Limits(max_length=64), AfterValidator(_known_zone)] | None = None
    """IANA name, of times without an offset. None: as declared of the source."""
    date_order: Literal["ymd", "mdy", "dmy"] | None = None
    """What 03/04/2026 is. None: years first, and others refused."""
    defaults: Annotated[dict[Field, Text], Limits(max_length=20)] = {}
    """What holds for rows that do not say."""
    delimiter: Annotated[str, Limits(min_length=1, max_length=1)] | None = None
    """Between the columns of a text file. None: what its first lines look like."""

    def column_of(self, field: Field) -> Column | None:
        return next((each for each in self.columns if each.field is field), None)

    def has(self, *fields: Field) -> bool:
        """Whether any of `fields` is there, as a column or by default."""
        return any(self.column_of(field) or field in self.defaults for field in fields)
