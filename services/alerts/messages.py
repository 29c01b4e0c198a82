"""What is said of alerts in chats and mails: one message for several, in either language. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.tables import AlertKind, AlertSeverity

_BOTH_LANGUAGES = re.compile(r"(?P<zh>.*[\u4e00-\u9fff].*) · (?P<en>[^\u4e00-\u9fff]+)")
_LINES = 20
"""More alerts than this are only counted: the link shows them all."""

_SEVERITY = {
    "zh-CN": {
        AlertSeverity.INFO: "提示",
        AlertSeverity.WARNING: "警告",
        AlertSeverity.CRITICAL: "严重",
    },
    "en": {
        AlertSeverity.INFO: "Info",
        AlertSeverity.WARNING: "Warning",
        AlertSeverity.CRITICAL: "Critical",
    },
}
_WHAT = {
    "zh-CN": {
        AlertKind.IDLE: "已就绪 {value} 分钟(上限 {limit})",
        AlertKind.CALL: "通话已 {value} 分钟(上限 {limit})",
        AlertKind.WRAP_UP: "话后已 {value} 分钟(上限 {limit})",
        AlertKind.BREAK: "小休已 {value} 分钟(上限 {limit})",
        AlertKind.ABANDON_RATE: "30 天呼损率 {value}%(上限 {limit}%)",
        AlertKind.CONNECT_RATE: "近 60 分钟接通率 {value}%(下限 {limit}%)",
        AlertKind.SOURCE_SILENT: "已 {value} 分钟没有数据(上限 {limit})",
        AlertKind.FATAL_HIT: "触犯红线",
        AlertKind.OUTSIDE_HOURS: "在非允许时段外呼",
        AlertKind.TOO_OFTEN: "被呼叫 {value} 次(上限 {limit})",
        AlertKind.REFUSED_CALLED: "拒绝 {value} 天后又被呼叫",
    },
    "en": {
        AlertKind.IDLE: "ready for {value} min (limit {limit})",
        AlertKind.CALL: "on the call for {value} min (limit {limit})",
        AlertKind.WRAP_UP: "in wrap-up for {value} min (limit {limit})",
        AlertKind.BREAK: "on a break for {value} min (limit {limit})",
        AlertKind.ABANDON_RATE: "abandon rate over 30 days {value} % (limit {limit} %)",
        AlertKind.CONNECT_RATE: "connect rate of the last 60 min {value} % (limit {limit} %)",
        AlertKind.SOURCE_SILENT: "sent nothing for {value} min (limit {limit})",
        AlertKind.FATAL_HIT: "broke a fatal rule",
        AlertKind.OUTSIDE_HOURS: "called outside of calling hours",
        AlertKind.TOO_OFTEN: "called {value} times (limit {limit})",
        AlertKind.REFUSED_CALLED: "called {value} days after refusing",
    },
}
_TITLE = {"zh-CN": "听岗告警:{n} 条", "en": "Earshot alerts: {n}"}
_TITLE_OF_ONE = {"zh-CN": "听岗告警:{name}", "en": "Earshot alert: {name}"}
_MORE = {"zh-CN": "还有 {n} 条", "en": "and {n} more"}
_UNKNOWN_AGENT = {"zh-CN": "未知坐席 {name}", "en": "unknown agent {name}"}
_COUNTED = {"zh-CN": "共 {n} 次", "en": "{n} times"}
_SEE = {"zh-CN": "查看:{link}", "en": "See {link}"}
_TEST = {
    "zh-CN": ("听岗测试消息", "通道“{name}”可以收到告警。"),
    "en": ("Earshot test message", 'Channel "{name}" can receive alerts.'),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as messages tell it."""

    id: str
    rule_name: str
    kind: AlertKind
    severity: AlertSeverity
    subject: str
    unit_name: str
    value: float | None
    limit: float | None
    count: int
    raised_at: datetime
    agent_unknown: bool = False
    """`subject` is what a dialer calls an agent whom nobody has matched."""


@dataclass(frozen=True, slots=True)
class Message:
    """A title, lines of text, and where to look. `told` is the same for programs."""

    title: str
    lines: tuple[str, ...]
    severity: AlertSeverity = AlertSeverity.INFO
    link: str | None = None
    told: tuple[Told, ...] = ()
    language: str = "zh-CN"
    event: str = "alerts.raised"
    facts: dict[str, Any] = field(default_factory=dict)

    def text(self, max_bytes: int | None = None) -> str:
        """The lines and the link, in at most so many bytes of UTF-8; what is cut is counted."""
        end = [_SEE[self.language].format(link=self.link)] if self.link else []
        for shown in range(len(self.lines), -1, -1):
            left = len(self.lines) - shown
            more = [_MORE[self.language].format(n=left)] if left else []
            text = "\n".join([*self.lines[:shown], *more, *end])
            if max_bytes is None or len(text.encode()) <= max_bytes:
                return text
        return ""


def of_alerts(alerts: Sequence[Told], *, language: str, zone: str, origin: str | None) -> Message:
    """The loudest first. `zone` is the one that times are told in, `origin` where people look."""
    loud = list(AlertSeverity)
    ordered = sorted(alerts, key=lambda told: (-loud.index(told.severity), told.raised_at))
    lines = [_line(told, language, ZoneInfo(zone)) for told in ordered[:_LINES]]
    if len(ordered) > _LINES:
        lines.append(_MORE[language].format(n=len(ordered) - _LINES))
    one = len(ordered) == 1
    title = _TITLE_OF_ONE[language] if one else _TITLE[language]
    return Message(
        title=title.format(n=len(ordered), name=name_in(language, ordered[0].rule_name)),
        lines=tuple(lines),
        severity=ordered[0].severity,
        link=f"{origin.rstrip('/')}/boards/alerts" if origin else None,
        told=tuple(ordered),
        language=language,
    )


def name_in(language: str, name: str) -> str:
    """`红线命中 · Fatal hit` as a reader of `language` calls it; other names stay as they are."""
    halves = _BOTH_LANGUAGES.fullmatch(name)
    return name if halves is None else halves["zh" if language == "zh-CN" else "en"]


def of_trial(name: str, language: str) -> Message:
    """To see whether a channel works."""
    title, line = _TEST[language]
    return Message(title, (line.format(name=name),), language=language, event="alerts.test")


def _line(told: Told, language: str, zone: ZoneInfo) -> str:
    """`[严重] 呼损率过高:车险外呼 30 天呼损率 2.7%(上限 2.5%) · 14:03`"""
    what = _WHAT[language][told.kind].format(value=_number(told.value), limit=_number(told.limit))
    counted = f" · {_COUNTED[language].format(n=told.count)}" if told.count > 1 else ""
    team = f" · {told.unit_name}" if told.unit_name != told.subject else ""
    local = told.raised_at.astimezone(zone)
    severity = _SEVERITY[language][told.severity]
    name = name_in(language, told.rule_name)
    about = _UNKNOWN_AGENT[language] if told.agent_unknown else "{name}"
    whom = about.format(name=told.subject)
    return f"[{severity}] {name}: {whom} {what}{counted}{team} · {local:%H:%M}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}".removesuffix(".0")
