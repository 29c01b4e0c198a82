"""All benchmarks in words: what each does, what it is held against, how long it takes.

How a bench is measured is said in its module; here is what the page of figures and
`make bench` tell of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bench:
    """`figures` are phrases for `str.format`; one whose figures are missing is left out."""

    name: str
    work: str
    against: str
    usual_s: int
    """On two quiet cores; three times as long, and a minute, is the most it may take."""
    figures: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    """What `make bench` adds to the command: a shorter run than by default."""

    @property
    def limit_s(self) -> int:
        return 3 * self.usual_s + 60


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """A budget for something that Earshot does not do yet: there is nothing to measure."""

    name: str
    work: str
    against: str
    goal: str


BENCHES = (
    Bench(
        "start",
        "`earshot serve` on an existing folder until `/readyz` answers",
        "5 s",
        45,
        ("{ready_s:.1f} s",),
    ),
    Bench(
        "score",
        "one call of 150 utterances by a card of 80 rules: 200 keywords (40 by sound), 50"
        " expressions, 30 script lines; the whole score with places, reasons and arithmetic",
        "loops over utterances and phrases (`in`, `re`, `partial_ratio`, pinyin of every"
        " utterance) that say yes or no only",
        20,
        (
            "{earshot_ms:.1f} ms of processor time against {loops_ms:.1f} ms",
            "the slowest of the calls {worst_ms:.1f} ms",
            "compiling the card, once, {compiling_ms:.0f} ms",
        ),
    ),
    Bench(
        "ingest",
        "one event per POST, 64 connections, 2xx after commit; fold, counters and agent time"
        " included",
        "a no-op POST on the same server",
        60,
        ("{events_per_s:,.0f} events/s against {noop_per_s:,.0f} no-op POSTs/s",),
    ),
    Bench(
        "ingest-batch",
        "1,000 events per POST as NDJSON, 4 connections; stored, folded and counted before the"
        " answer",
        "COPY into a temporary table and `INSERT ... ON CONFLICT` of the same rows",
        60,
        ("{events_per_s:,.0f} events/s against {copied_per_s:,.0f} rows/s",),
    ),
    Bench(
        "board",
        "POST to card read from the socket; 500 events/s; 200, then 1,000 viewers of teams of ten",
        "the window within which changes are collected",
        110,
        (
            "window {window_ms:.0f} ms",
            "200 viewers: p50 {p50_200_viewers_ms:.0f} ms, p99 {p99_200_viewers_ms:.0f} ms",
            "1,000 viewers: p50 {p50_1000_viewers_ms:.0f} ms, p99 {p99_1000_viewers_ms:.0f} ms",
        ),
    ),
    Bench(
        "fanout",
        "3,000 sockets, four changes a second each, cards of 1.2 KB: encoding, framing, writing,"
        " looking after slow viewers",
        "the same bytes written to plain asyncio transports",
        170,
        (
            "{boards_us:.1f} µs of processor time for a message against {plain_us:.1f} µs",
            "by texts through ASGI {texts_us:.1f} µs",
            "memory {mb_before:.0f} MB, and {mb_after:.0f} MB after {soak_messages:,} more"
            " messages while {soak_viewers_replaced:,} viewers left and others came",
        ),
    ),
    Bench(
        "backtest",
        "one rule with one more phrase, tried on 100,000 stored calls of 40 utterances, in 3,000"
        " of which the phrase is said",
        "reading and scoring each call whole, measured on 400 and reckoned up; in times as fast",
        150,
        ("{seconds:.1f} s against {whole_s:.0f} s",),
    ),
    Bench(
        "recovery",
        "`kill -9` of the worker that hears a recording, until another has begun it; four kills",
        "10 s",
        60,
        (
            "median {median_s:.1f} s, worst {worst_s:.1f} s",
            "silent workers are given up after {heartbeat_s:.0f} s",
        ),
    ),
    Bench(
        "workers",
        "recordings heard by two worker processes on one database, each waiting 1 s as for a GPU",
        "one worker process",
        110,
        (
            "{one_per_s:.2f} and {two_per_s:.2f} recordings/s",
            "with the demo's model, one thread each, on the same cores: {model_one_per_s:.2f} and"
            " {model_two_per_s:.2f}",
        ),
    ),
    Bench(
        "transcribe",
        "four of the demo's calls, 203 s on two channels: voice activity, echo, text",
        "plain `WhisperModel.transcribe` on each channel in turn; same model, int8, threads,"
        " beam 1, temperature 0",
        110,
        (
            "{earshot_s:.1f} s against {plain_own_s:.1f} s, and {plain_30_s:.1f} s in windows of"
            " 30 s",
            "character errors {earshot_cer:.1%} against {plain_own_cer:.0%} and {plain_30_cer:.0%}",
            "windows of 30 s on both sides: ratio {ratio_30:.2f}",
            "{resident_mb:.0f} MB resident, and {after_100_calls_mb:.0f} MB after 100 more calls,"
            " two models loaded",
        ),
    ),
    Bench(
        "long",
        "three hours on two channels, nearly silent, with a call every ten minutes, through all"
        " that a worker does",
        "1.5 GB resident",
        200,
        ("{peak_mb:.0f} MB at most", "{seconds:.0f} s"),
    ),
    Bench(
        "hotwords",
        "names, companies and products in eight Chinese demo calls; character error rate of these"
        " terms alone",
        "the same, as the model writes them",
        60,
        (
            "as recorded {quiet_as_heard[terms]:.1%}",
            "with noise {noise_db} dB below speech {noisy_as_heard[terms]:.1%}, put right by sound"
            " {noisy_by_sound[terms]:.1%}",
            "prompted with hot words, which the demo's model never learnt from:"
            " {quiet_prompted[terms]:.1%}",
            "written in other characters that sound the same: {homophones_as_heard[terms]:.0%}"
            " before, {homophones_by_sound[terms]:.0%} after",
        ),
    ),
    Bench(
        "soak",
        "single events from 64 connections, batches of 200, every twentieth sent again, for some"
        " minutes (`earshot bench soak --minutes N`)",
        "resident memory after the first fifth",
        380,
        (
            "{minutes:g} minutes",
            "{mb_before:.0f} MB, then {mb_after:.0f} MB: {slope_mb_per_minute:.1f} MB a minute",
            "{events_per_s:.0f} events/s",
        ),
        ("--minutes", "6"),
    ),
    Bench(
        "shuffled",
        "100,000 events of a shift, a tenth of them twice, in random order, one event a request,"
        " over two API processes on one database; compared row by row",
        "the same events sent in order: the share of rows that are the same",
        220,
        (
            "{rows_off} rows and {counters_off} counters off",
            "{shuffled_s:.0f} s, in order by batches {in_order_s:.0f} s",
        ),
    ),
)

NOT_BUILT = (
    NotBuilt(
        "search",
        "a two-character Chinese word, a phrase, an English word over 200,000 calls",
        "a scan of all texts",
        "≥ 1,000 times as fast, p95 ≤ 5 ms",
    ),
    NotBuilt(
        "reports",
        "90 days, per team and hour, over 5 million calls",
        "the same question on raw rows",
        "≥ 100 times as fast, p95 ≤ 50 ms",
    ),
)
