"""What each dialer posts when all is well: where fuzzing begins."""

import gzip
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from tests.sealing import Identity, encrypted, identity, signed
from tests.sounds import two, wav

PAYLOADS = Path(__file__).parents[1] / "data" / "dialers"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

_CDR = (
    '"","1001","13800138000","out","""Li"" <1001>","PJSIP/1001-0000002a","PJSIP/trunk-0000002b",'
    '"Dial","x","2026-03-02 09:00:00","2026-03-02 09:00:10","2026-03-02 09:01:10",70,60,"ANSWERED",'
    '"DOCUMENTATION","1772413200.1","","","1772413200.1","7"\n'
)
_CEL = "".join(
    f'"{kind}","{at}","","555","","","","s","from-trunk","{channel}","Queue","sales","3","",'
    f'"{uniqueid}","1772413200.1","","","","{extra}"\n'
    for kind, at, channel, uniqueid, extra in (
        ("CHAN_START", "1772413200.5", "SIP/trunk-00000001", "1772413200.1", ""),
        ("APP_START", "1772413201.0", "SIP/trunk-00000001", "1772413200.1", ""),
        ("CHAN_START", "1772413202.0", "SIP/1001-00000002", "1772413202.2", ""),
        *(
            ("BRIDGE_ENTER", "1772413205.0", channel, uniqueid, '{""bridge_id"":""b-1""}')
            for channel, uniqueid in (
                ("SIP/trunk-00000001", "1772413200.1"),
                ("SIP/1001-00000002", "1772413202.2"),
            )
        ),
        ("HANGUP", "1772413265.0", "SIP/1001-00000002", "1772413202.2", '{""hangupcause"":16}'),
        ("LINKEDID_END", "1772413265.1", "SIP/trunk-00000001", "1772413200.1", ""),
    )
)
_AMI = (
    "Event: Newchannel\r\nChannel: PJSIP/trunk-0000000a\r\nUniqueid: 1772413200.10\r\n"
    "Linkedid: 1772413200.10\r\nCallerIDNum: 13800138000\r\nTimestamp: 1772413200.5\r\n\r\n"
    "Event: AgentConnect\r\nPrivilege: agent,all\r\nChannel: PJSIP/trunk-0000000a\r\n"
    "Uniqueid: 1772413200.10\r\nLinkedid: 1772413200.10\r\nDestChannel: PJSIP/1001-0000000b\r\n"
    "DestUniqueid: 1772413204.11\r\nQueue: sales\r\nInterface: PJSIP/1001\r\nMemberName: Li Na\r\n"
    "HoldTime: 6\r\nRingTime: 4\r\nTimestamp: 1772413206.5\r\n\r\n"
)
_QUEUE_TABLE = (
    "id,time,callid,queuename,agent,event,data1,data2,data3,data4,data5\n"
    "1,2026-03-02 09:00:00.000000,1772413200.1,sales,NONE,ENTERQUEUE,,13800138000,1,,\n"
    "2,2026-03-02 09:00:10.000000,1772413200.1,sales,PJSIP/1001,CONNECT,10,1772413205.2,5,,\n"
)
_TABLES = (
    "call id,agent,start time,answer time,end time,phone,direction,result,recording url\n"
    "c-1,1001,2026-03-02 09:00:00,2026-03-02 09:00:09,2026-03-02 09:01:09,13800138000,outbound,"
    "sale,https://records.example/c-1.wav\n"
    "c-2,1002,2026-03-02 09:05:00,,2026-03-02 09:05:30,13900139000,outbound,no answer,\n",
    "通话id;坐席工号;开始时间;通话时长;客户号码;呼叫类型;通话结果\n"
    "d-1;1001;2026/3/2 9:00;0:01:00;13800138000;呼出;成交\n",
)


@dataclass(frozen=True)
class Shot:
    """One request to a hook, without its key."""

    body: bytes = b""
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    method: str = "POST"
    whole: bool = True
    """The dialer would send it so; what it never sends may be refused."""


@cache
def shots_of(dialer: str) -> tuple[Shot, ...]:
    """Raises KeyError for a dialer of which nothing is known here."""
    return tuple(_SHOTS[dialer]())


def _files(dialer: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted((PAYLOADS / dialer).iterdir()):
        yield path.name, path.read_bytes()


def _json(value: Any, *query: tuple[str, str], **headers: str) -> Shot:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Shot(body, query, {"content-type": JSON, **headers})


def _aliyun_ccc() -> Iterator[Shot]:
    for name, body in _files("aliyun_ccc"):
        query = (("kind", "vms"),) if name == "vms.json" else ()
        yield Shot(body, query, {"content-type": JSON})
        said = json.loads(body)
        for message in said if isinstance(said, list) else []:
            yield _json(message, *query)


def _amazon_connect() -> Iterator[Shot]:
    records = []
    for _, body in _files("amazon_connect"):
        records.append({"data": b64encode(body).decode()})
        yield Shot(body, headers={"content-type": JSON})
    # As Firehose packs them.
    yield _json({"requestId": "r-1", "timestamp": 1772413200000, "records": records})


def _asterisk() -> Iterator[Shot]:
    texts = {"text/plain": [body for _, body in _files("asterisk")]}
    texts["text/csv"] = [each.encode() for each in (_CDR, _CEL, _QUEUE_TABLE)]
    texts["text/plain"].append(_AMI.encode())
    for kind, bodies in texts.items():
        for body in bodies:
            yield Shot(body, headers={"content-type": kind})
    for name, text in {"cdr": _CDR, "cel": _CEL, "ami": _AMI}.items():
        yield Shot(text.encode(), (("kind", name), ("told", "1")))


def _csv() -> Iterator[Shot]:
    for table in _TABLES:
        for encoding in ("utf-8", "gb18030", "utf-16"):
            yield Shot(table.encode(encoding), headers={"content-type": "text/csv"})


def _forms(dialer: str) -> Iterator[Shot]:
    for name, body in _files(dialer):
        if name.endswith(".json"):
            yield Shot(body, headers={"content-type": JSON})
            continue
        fields = tuple(parse_qsl(body.decode().strip(), keep_blank_values=True))
        yield Shot(urlencode(fields).encode(), headers={"content-type": FORM})
        yield Shot(b"", fields, method="GET")
        yield replace(_json(dict(fields)), whole=False)


def _freeswitch() -> Iterator[Shot]:
    for _, body in _files("freeswitch"):
        text = body.decode()
        yield Shot(body, headers={"content-type": JSON})
        yield Shot(f"cdr={quote(text)}".encode(), headers={"content-type": FORM})
        packed = b"cdr=" + b64encode(body)
        yield Shot(packed, headers={"content-type": "application/x-www-form-base64-encoded"})


def _standard_webhooks() -> Iterator[Shot]:
    said: dict[str, dict[str, Any]] = {
        "call.dialed": {"customer_number": "+8613800138000", "direction": "outbound"},
        "call.queued": {},
        "call.answered": {},
        "call.held": {},
        "call.ended": {"hangup_by": "customer", "estimated": False},
        "call.disposed": {"outcome": "sale", "amount": 99.5, "currency": "CNY"},
        "agent.state": {"state": "break", "reason": "lunch"},
    }
    events: list[dict[str, Any]] = [
        {
            "specversion": "1.0",
            "id": f"c-1-{number}",
            "source": "/dialer/1",
            "type": kind,
            "time": f"2026-03-02T09:00:{number:02}+08:00",
            "data": {"call_id": "c-1", "agent": "8002", "queue": "sales", **more},
        }
        for number, (kind, more) in enumerate(said.items())
    ]
    yield _json(events)
    for event in events:
        yield _json(event)
    yield _json({**events[0], "timestamp": events[0]["time"], "time": None})
    lines = "\n".join(json.dumps(event) for event in events)
    yield Shot(lines.encode(), headers={"content-type": "application/x-ndjson"})


def _tccc() -> Iterator[Shot]:
    actions = {"record_agent.json": "record", "record_customer.json": "record"}
    actions["voicemail.json"] = "voicemail"
    for name, body in _files("tccc"):
        query = (("action", actions.get(name, "cdr")), ("version", "1"))
        yield Shot(body, query, {"content-type": JSON})
        yield Shot(body, query, {"x-tccc-push-uuid": "p-1"})


def _twilio() -> Iterator[Shot]:
    for _, body in _files("twilio"):
        for said in json.loads(body):
            yield Shot(urlencode(said).encode(), headers={"content-type": FORM})
            yield Shot(b"", tuple(said.items()), method="GET")


def _vcon() -> Iterator[Shot]:
    plain = [body for _, body in _files("vcon")]
    for body in plain:
        yield Shot(body, headers={"content-type": "application/vcon"})
    packed = gzip.compress(plain[0], mtime=0)
    yield Shot(packed, headers={"content-type": "application/vcon+gzip"})
    yield Shot(b"[" + b",".join(plain) + b"]", headers={"content-type": JSON})
    vcon = json.loads((PAYLOADS / "vcon" / "recorded.json").read_text())
    sound = {"body": urlsafe_b64encode(wav(*two(1))).decode(), "encoding": "base64url", "url": None}
    yield _json({**vcon, "dialog": [{**vcon["dialog"][0], **sound}]})
    seal = signed(vcon, vcon_reader())
    yield _json(seal)
    yield _json(encrypted(seal, vcon_reader()))


@cache
def vcon_reader() -> Identity:
    """Signs vCons, and opens those that are sealed. New in every process."""
    return identity("reader")


def _vicidial() -> Iterator[Shot]:
    for name, body in _files("vicidial"):
        yield Shot(body, (("table", name.partition(".")[0]),))
        yield Shot(body, headers={"content-type": "text/csv"})
    filled = {
        "uniqueid": "1772413200.9",
        "lead_id": "501",
        "user": "6001",
        "campaign": "LOANS",
        "dispo": "SALE",
        "phone_number": "13800138000",
        "talk_time": "62",
        "term_reason": "CALLER",
    }
    for event in ("start", "dispo", "no_agent"):
        yield Shot(b"", (("event", event), *filled.items()), method="GET")


_SHOTS: dict[str, Callable[[], Iterator[Shot]]] = {
    "aliyun_ccc": _aliyun_ccc,
    "amazon_connect": _amazon_connect,
    "asterisk": _asterisk,
    "clink": lambda: _forms("clink"),
    "csv": _csv,
    "freeswitch": _freeswitch,
    "qimo": lambda: _forms("qimo"),
    "standard_webhooks": _standard_webhooks,
    "tccc": _tccc,
    "twilio": _twilio,
    "vcon": _vcon,
    "vicidial": _vicidial,
}
