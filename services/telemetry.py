"""Traces by OpenTelemetry. Imported only where they are wanted, see `services.tracing`."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ParentBased,
    Sampler,
    SamplingResult,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, SpanKind, Status, TraceState
from opentelemetry.util.types import Attributes
from pgqueuer.adapters.tracing.opentelemetry import OpenTelemetryTracing
from pgqueuer.ports.tracing import set_tracing_class
from typing_extensions import override

from services.spans import Carried, Span

_KEPT = frozenset(
    {
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "error.type",
        "exception.type",
        "server.address",
        "server.port",
        "url.scheme",
        "network.protocol.version",
        "db.system.name",
        "db.operation.name",
        "code.function.name",
    }
)
_KEPT_ALL_OF = ("earshot.", "messaging.")


def begin(endpoint: str | None, service: str) -> "OpenTelemetrySpans":
    """Send the traces of this process, from now on and until it ends.

    `endpoint` is a collector's address; None for what OpenTelemetry's variables say.
    """
    # The names of attributes that OpenTelemetry has settled on.
    os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http")
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces" if endpoint else None)
    provider = TracerProvider(_sampler(), Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(Discreet(exporter)))
    trace.set_tracer_provider(provider)
    HTTPXClientInstrumentor().instrument()
    set_tracing_class(OpenTelemetryTracing())
    return OpenTelemetrySpans(provider.get_tracer("earshot"))


class OpenTelemetrySpans:
    """See `services.spans.Spans`."""

    def __init__(self, tracer: trace.Tracer) -> None:
        self._tracer = tracer

    @contextmanager
    def span(
        self, name: str, carried: Carried | None, begun_ns: int | None, *, serving: bool
    ) -> Iterator[Span]:
        made = self._tracer.start_as_current_span(
            name,
            context=propagate.extract(carried) if carried else None,
            kind=SpanKind.SERVER if serving else SpanKind.INTERNAL,
            start_time=begun_ns,
        )
        with made as span:
            yield _Noted(span)

    @contextmanager
    def statement(self, query: Any, asked_by: Callable[[], str]) -> Iterator[None]:
        if not trace.get_current_span().is_recording():
            yield
            return
        operation = _operation(query)
        attributes = {
            "db.system.name": "postgresql",
            "db.operation.name": operation,
            "code.function.name": asked_by(),
        }
        with self._tracer.start_as_current_span(
            operation, kind=SpanKind.CLIENT, attributes=attributes
        ):
            yield


class _Noted:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def note(self, **attributes: str | float) -> None:
        for name, value in attributes.items():
            self._span.set_attribute(f"earshot.{name}", value)


class Discreet(SpanExporter):
    """Lets through only attributes that are known to hold no number and no word of anybody.

    Addresses that were asked for have searches and links in them, and messages of errors
    the values of a statement: of those the kind of the error is told, and nothing else.
    """

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    @override
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._exporter.export([_discreet(span) for span in spans])

    @override
    def shutdown(self) -> None:
        self._exporter.shutdown()

    @override
    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


def _discreet(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=span.get_span_context(),
        parent=span.parent,
        resource=span.resource,
        attributes=_kept(span.attributes),
        events=[Event(each.name, _kept(each.attributes), each.timestamp) for each in span.events],
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _kept(attributes: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        name: value
        for name, value in (attributes or {}).items()
        if name in _KEPT or name.startswith(_KEPT_ALL_OF)
    }


class _ByRequest(Sampler):
    """Requests begin traces, and what is done for them belongs to these.

    What a worker does by the clock, every few seconds, begins none.
    """

    def __init__(self, share: float) -> None:
        self._share = TraceIdRatioBased(share)

    @override
    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        decides = self._share if kind is SpanKind.SERVER else ALWAYS_OFF
        return decides.should_sample(
            parent_context, trace_id, name, kind, attributes, links, trace_state
        )

    @override
    def get_description(self) -> str:
        return f"ByRequest{{{self._share.get_description()}}}"


def _sampler() -> Sampler:
    return ParentBased(_ByRequest(float(os.environ.get("OTEL_TRACES_SAMPLER_ARG") or 1)))


def _operation(query: Any) -> str:
    sql = query.decode() if isinstance(query, bytes) else str(query)
    return (sql.split(None, 1) or ["statement"])[0].upper()
