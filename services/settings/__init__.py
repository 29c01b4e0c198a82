"""Every knob of Earshot, in one place."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.settings.hearing import DEFAULT_ENGINE, AsrSettings, EngineSettings, Script
from services.settings.lists import Buckets, Networks, Reachable, Watched
from services.settings.reading import SettingsWrong, read
from services.settings.values import DatabaseUrl, ServerUrl, SyslogUrl

__all__ = [
    "DEFAULT_ENGINE",
    "AsrSettings",
    "EngineSettings",
    "Script",
    "Settings",
    "SettingsWrong",
    "get_asr_settings",
    "get_settings",
    "read",
]


class Settings(BaseSettings):
    """Process settings, read from EARSHOT_* variables once at start-up."""

    model_config = SettingsConfigDict(
        env_prefix="EARSHOT_", env_file=".env", extra="ignore", use_attribute_docstrings=True
    )

    home: Path = Path("var")
    """Where the embedded database, recordings and spool files live."""
    database_url: DatabaseUrl | None = None
    """PostgreSQL >= 15; None starts the bundled PostgreSQL in `home/pg`."""
    database_direct_url: DatabaseUrl | None = None
    """The same database's own address, where `database_url` goes through a pooler."""
    database_prepared: bool | None = None
    """Whether statements are prepared; None where there is no pooler between."""
    database_pool_size: int = Field(default=10, ge=2)
    secrets: Path | None = None
    """A folder of files, each named after a setting in small letters and holding its value."""
    storage_url: str | None = None
    """Where recordings go, e.g. `s3://bucket/prefix`; None keeps them in `home/recordings`."""
    host: str = "127.0.0.1"
    port: int = Field(default=8800, ge=0, le=65535)
    public_origins: list[str] = []
    """Origins besides the served one that browsers may use, e.g. `https://earshot.example`."""
    trusted_proxies: Networks = ["127.0.0.1/32", "::1/128"]
    """Proxies in front whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, as CIDR."""
    recording_max_bytes: int = 500 * 1024 * 1024
    recording_min_free_bytes: int = 1024 * 1024 * 1024
    """Uploads are refused when less than this is left on the disk."""
    event_body_max_bytes: int = 16 * 1024 * 1024
    event_batch_max: int = 10_000
    intake_max_events: int = Field(default=20_000, ge=1)
    """Events that wait to be stored in one API process; more are answered 429."""
    intake_max_bytes: int = Field(default=64 * 1024 * 1024, ge=1)
    """Likewise the bytes of events and deliveries that wait."""
    hook_body_max_bytes: int = 32 * 1024 * 1024
    """Of one delivery of a dialer in its own format, sound in it included."""
    import_max_bytes: int = Field(default=4 * 1024 * 1024 * 1024, ge=1)
    """Of one file of calls brought in as a whole, as it is sent."""
    import_unpacked_max_bytes: int = Field(default=32 * 1024 * 1024 * 1024, ge=1)
    """Of such a file once it is unpacked."""
    import_share: float = Field(default=0.5, gt=0, le=1)
    """How much of the time an import may keep the database busy; it rests for what is left."""
    fetch_private: Reachable = []
    """Networks and hosts besides public ones that recordings may be fetched from."""
    fetch_buckets: Buckets = []
    """Buckets that recordings may be fetched from."""
    fetch_timeout: timedelta = Field(default=timedelta(minutes=10), gt=timedelta(0))
    """How long fetching one recording may take."""
    fetch_give_up_after: timedelta = timedelta(days=1)
    """A recording that the dialer does not have by then is given up."""
    fetch_concurrency: int = Field(default=4, ge=1, le=32)
    """Recordings that are fetched at once, by all workers together."""
    delivery_kept: timedelta = Field(default=timedelta(days=30), gt=timedelta(0))
    """How long what dialers sent is kept as it came."""
    retention_hour: int = Field(default=2, ge=0, le=23)
    """At which hour of the company's day what is due is deleted."""
    alerts_kept: timedelta = Field(default=timedelta(days=400), gt=timedelta(0))
    """How long alerts are kept once they are over."""
    system_told_after: timedelta = Field(default=timedelta(minutes=3), ge=timedelta(0))
    """How long a part must be bad, or good again, before administrators get a notice."""
    audit_syslog: SyslogUrl | None = None
    """Who is told of every entry of the audit log, e.g. `udp://siem:514` or `tcp://siem:601`."""
    audit_file: Path | None = None
    """A file that every entry is written to as well, one JSON object to a line."""
    call_open_max: timedelta = Field(default=timedelta(hours=4), gt=timedelta(0))
    """A call of which nothing is heard for this long, its end included, is closed."""
    source_silent_after: timedelta = Field(default=timedelta(minutes=15), gt=timedelta(0))
    """A dialer that sends nothing for this long within its working hours is silent."""
    match_tolerance: timedelta = Field(default=timedelta(minutes=1), ge=timedelta(0))
    """How far the time in a recording's name may lie outside of its call."""
    match_confidence: float = Field(default=0.7, ge=0, le=1)
    """A recording that is less likely of a call than this stays unmatched."""
    watch: Watched = []
    """Folders and buckets that recordings are taken from, each with its source."""
    watch_interval: timedelta = Field(default=timedelta(minutes=1), gt=timedelta(0))
    """How often all of a watched folder or bucket is looked through."""
    event_oldest: timedelta = timedelta(days=366)
    """Events older than this are refused: a dialer with a broken clock."""
    event_newest: timedelta = timedelta(hours=1)
    """Events further in the future than this are refused."""
    session_lifetime: timedelta = timedelta(hours=12)
    session_idle: timedelta = timedelta(hours=2)
    secure_cookies: bool = False
    """Set behind TLS: the session cookie is then never sent over plain HTTP."""
    requests_per_minute: int = Field(default=3000, ge=0)
    """That one key, session or address may send to one API process; 0 for no limit."""
    job_heartbeat: timedelta = timedelta(seconds=6)
    """A job whose worker is silent for longer than this goes back to the queue."""
    transcribe_attempts: int = Field(default=3, ge=1)
    transcribe_timeout: timedelta = timedelta(minutes=30)
    transcribe_concurrency: int | None = Field(default=None, ge=1)
    """Recordings that each engine hears at once, by all workers together. None for no limit."""
    transcribe_together: int = Field(default=1, ge=1, le=64)
    """Short recordings that a worker takes at once, to be heard in one inference."""
    worker_grace: timedelta = timedelta(seconds=5)
    """How long a stopping worker lets what it hears go on."""
    board_window: timedelta = timedelta(milliseconds=50)
    """Changes that happen within one window reach browsers together."""
    board_recheck: timedelta = timedelta(minutes=1)
    """How often an open board asks again whether its viewer may see it."""
    recording_missing_after: timedelta = timedelta(minutes=15)
    judge_url: ServerUrl | None = None
    """An OpenAI-compatible server that judges calls, e.g. `http://gpu-box:8000/v1`."""
    judge_model: str | None = Field(default=None, validate_default=True)
    """The model that it is asked with."""
    judge_key: SecretStr | None = None
    judge_key_file: Path | None = None
    """A file with that key, instead of it."""
    judge_daily_budget: int = Field(default=1000, ge=0)
    """Requests in a day (UTC), by all workers together."""
    judge_timeout: timedelta = Field(default=timedelta(minutes=1), gt=timedelta(0))
    """How long that server may take for one answer."""
    judge_attempts: int = Field(default=3, ge=1, le=10)
    """How often it is asked the same when it is busy or broken."""
    judge_max_characters: int = Field(default=20_000, ge=100)
    """Calls with more text than this are not shown to it."""
    review_whole: bool = True
    """Whether a review is finished only once every hit and item that asks for it has an answer."""
    rule_reviewed_min: int = Field(default=20, ge=1)
    """Hits of a rule that people must have reviewed before its precision says anything."""
    rule_trusted_from: float = Field(default=0.9, gt=0, le=1)
    """A rule is trusted when its precision is at least this, even at the lower bound."""
    rule_muted_below: float = Field(default=0.5, ge=0, lt=1)
    """A rule asks to be muted when its precision is less than this, even at the upper bound."""
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    slow_statement: timedelta = Field(default=timedelta(seconds=1), ge=timedelta(0))
    """Statements of the database that take longer are logged, by the name of who asked."""
    traces: ServerUrl | None = None
    """An OpenTelemetry collector that takes OTLP over HTTP, e.g. `http://collector:4318`."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """What contradicts each other is said here, not found out at night."""
        if self.database_direct_url is not None and self.database_url is None:
            raise ValueError("EARSHOT_DATABASE_DIRECT_URL is set, and EARSHOT_DATABASE_URL is not")
        if self.judge_key is not None and self.judge_key_file is not None:
            raise ValueError("EARSHOT_JUDGE_KEY and EARSHOT_JUDGE_KEY_FILE: set one of them")
        if self.session_idle > self.session_lifetime:
            raise ValueError("EARSHOT_SESSION_IDLE is longer than EARSHOT_SESSION_LIFETIME")
        if self.rule_muted_below > self.rule_trusted_from:
            raise ValueError("EARSHOT_RULE_MUTED_BELOW is above EARSHOT_RULE_TRUSTED_FROM")
        if self.secure_cookies and any(each.startswith("http:") for each in self.public_origins):
            raise ValueError(
                "EARSHOT_SECURE_COOKIES is on, and EARSHOT_PUBLIC_ORIGINS has an origin without TLS"
            )
        return self

    @field_validator("judge_model")
    @classmethod
    def _judge_has_model(cls, model: str | None, known: ValidationInfo) -> str | None:
        if known.data.get("judge_url") and not model:
            raise ValueError("a judge needs a model")
        return model

    def read_judge_key(self) -> str | None:
        """Raises OSError when its file cannot be read."""
        if self.judge_key_file is not None:
            return self.judge_key_file.read_text(encoding="utf-8").strip()
        return self.judge_key.get_secret_value() if self.judge_key else None

    @property
    def where(self) -> str:
        """Which installation this is, in words, so that nobody works on the wrong one."""
        return str(self.home.absolute()) if self.database_url is None else "the database given"


@cache
def get_settings() -> Settings:
    """Raises SettingsWrong."""
    return read(Settings)


@cache
def get_asr_settings() -> AsrSettings:
    """Raises SettingsWrong."""
    return read(AsrSettings)
