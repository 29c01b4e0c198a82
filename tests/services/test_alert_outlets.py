"""Messages reach services as their documents say, and refusals are told from success."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError
from standardwebhooks.webhooks import Webhook

from services.alerts import addresses, messages, outlets
from services.alerts.addresses import (
    DingTalkAddress,
    FeishuAddress,
    MailAddress,
    SlackAddress,
    TeamsAddress,
    WebhookAddress,
    WeComAddress,
)
from services.alerts.messages import Told
from services.alerts.outlets import NotDelivered, chats, robots
from services.alerts.outlets.refusals import plain
from services.settings import get_settings
from services.tables import AlertKind, AlertSeverity
from tests.alert_outlets import ChatServer, chat_server, mail_server

DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=abc123"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/aa-bb"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=aa-bb-cc"
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
TEAMS = (
    "https://prod-1.westus.logic.azure.com:443/workflows/643e69f8/triggers/manual/paths/invoke"
    "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=iXKeH"
)
UNSAFE = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
SECRET = "whsec_" + base64.b64encode(b"s" * 24).decode()


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with chat_server() as server:
        yield server


def told(name: str = "Idle", severity: str = "warning", **fields: Any) -> Told:
    defaults: dict[str, Any] = {
        "id": "1",
        "kind": AlertKind.IDLE,
        "subject": "Alice",
        "unit_name": "North",
        "value": 12.34,
        "limit": 10.0,
        "count": 1,
        "raised_at": datetime(2026, 11, 22, 4, 3, tzinfo=UTC),
    }
    return Told(rule_name=name, severity=AlertSeverity(severity), **defaults | fields)


def message(n: int = 1, language: str = "en") -> messages.Message:
    alerts = [told(f"Rule {each}") for each in range(n)]
    return messages.of_alerts(
        alerts, language=language, zone="Asia/Shanghai", origin="https://earshot.example"
    )


def test_a_message_says_what_it_is_about_and_where_to_look() -> None:
    said = messages.of_alerts(
        [told(), told("Abandon rate", "critical", kind=AlertKind.ABANDON_RATE, subject="Loans")],
        language="en",
        zone="Asia/Shanghai",
        origin="https://earshot.example/",
    )
    assert said.title == "Earshot alerts: 2"
    assert said.text().splitlines() == [
        "[Critical] Abandon rate: Loans abandon rate over 30 days 12.3 % (limit 10 %)"
        " · North · 12:03",
        "[Warning] Idle: Alice ready for 12.3 min (limit 10) · North · 12:03",
        "See https://earshot.example/boards/alerts",
    ]
    chinese = messages.of_alerts([told()], language="zh-CN", zone="Asia/Shanghai", origin=None)
    assert chinese.title == "听岗告警:Idle"
    assert chinese.text() == "[警告] Idle: Alice 已就绪 12.3 分钟(上限 10) · North · 12:03"


@pytest.mark.parametrize(
    ("language", "title"), [("zh-CN", "听岗告警:红线命中"), ("en", "Earshot alert: Fatal hit")]
)
def test_a_name_in_both_languages_is_told_in_one(language: str, title: str) -> None:
    said = messages.of_alerts(
        [told("红线命中 · Fatal hit")], language=language, zone="UTC", origin=None
    )
    assert said.title == title
    assert " · Fatal hit" not in said.text()


@pytest.mark.parametrize(
    ("language", "whom"), [("zh-CN", "未知坐席 9999"), ("en", "unknown agent 9999")]
)
def test_an_agent_whom_nobody_knows_is_called_so(language: str, whom: str) -> None:
    alerts = [told(subject="9999", agent_unknown=True)]
    said = messages.of_alerts(alerts, language=language, zone="UTC", origin=None)
    assert whom in said.text()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_kind_has_words(language: str) -> None:
    for kind in AlertKind:
        said = messages.of_alerts([told(kind=kind)], language=language, zone="UTC", origin=None)
        assert "{" not in said.text()


def test_many_alerts_fit_into_what_a_service_takes() -> None:
    many = message(300, "zh-CN")
    assert "还有 280 条" in many.text()
    short = many.text(500)
    assert len(short.encode()) <= 500
    assert short.endswith("查看:https://earshot.example/boards/alerts")
    assert "还有" in short


def test_dingtalk_gets_a_signed_text(chat: ChatServer) -> None:
    chat.answers = [(200, {"errcode": 0, "errmsg": "ok"})]
    address = DingTalkAddress(url=DINGTALK, secret="SECabc")
    assert robots.dingtalk(address, message(), chat.client) == "ok"
    [heard] = chat.heard
    query = parse_qs(urlsplit(heard.path).query)
    assert query["access_token"] == ["abc123"]
    signed = hmac.new(b"SECabc", f"{query['timestamp'][0]}\nSECabc".encode(), hashlib.sha256)
    assert query["sign"] == [base64.b64encode(signed.digest()).decode()]
    assert heard.json["msgtype"] == "text"
    assert heard.json["text"]["content"].startswith("Earshot alert: Rule 0\n")


def test_feishu_gets_a_signed_text(chat: ChatServer) -> None:
    chat.answers = [(200, {"code": 0, "msg": "success", "data": {}})]
    address = FeishuAddress(url=FEISHU, secret="s3cret")
    assert robots.feishu(address, message(), chat.client) == "success"
    body = chat.heard[0].json
    signed = hmac.new(f"{body['timestamp']}\ns3cret".encode(), b"", hashlib.sha256)
    assert body["sign"] == base64.b64encode(signed.digest()).decode()
    assert (body["msg_type"], "Rule 0" in body["content"]["text"]) == ("text", True)
    assert chat.heard[0].path == "/open-apis/bot/v2/hook/aa-bb"


def test_wecom_gets_no_more_than_it_takes(chat: ChatServer) -> None:
    chat.answers = [(200, {"errcode": 0, "errmsg": "ok"})]
    robots.wecom(WeComAddress(url=WECOM), message(300, "zh-CN"), chat.client)
    body = chat.heard[0].json
    assert body["msgtype"] == "text"
    assert len(body["text"]["content"].encode()) <= 2048


@pytest.mark.parametrize(
    ("answer", "for_good", "again_after_s"),
    [
        ((200, {"errcode": 310000, "errmsg": "keywords not in content"}), True, 0),
        ((200, {"errcode": 130101, "errmsg": "send too fast"}), False, 600),
        ((200, "<html>proxy</html>"), False, 0),
        ((500, "down"), False, 0),
        ((429, "slow"), False, 60),
        ((200, {}), False, 0),
    ],
)
def test_what_a_robot_refuses_is_no_success_though_it_answers_200(
    chat: ChatServer, answer: tuple[int, Any], for_good: bool, again_after_s: float
) -> None:
    chat.answers = [answer]
    with pytest.raises(NotDelivered) as refusal:
        robots.dingtalk(DingTalkAddress(url=DINGTALK), message(), chat.client)
    assert (refusal.value.for_good, refusal.value.again_after_s) == (for_good, again_after_s)
    assert "abc123" not in refusal.value.reason


def test_nobody_listens(unused_port: int) -> None:
    gone = ChatServer(url=f"http://127.0.0.1:{unused_port}")
    with pytest.raises(NotDelivered, match="no answer"):
        robots.wecom(WeComAddress(url=WECOM), message(), gone.client)


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine is one that may be posted to."""
    monkeypatch.setenv("EARSHOT_FETCH_PRIVATE", "127.0.0.1/32")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_web_hook_gets_signed_json(chat: ChatServer, reachable: None) -> None:
    address = WebhookAddress(url=f"{chat.url}/hook", secret=SECRET)
    assert outlets.send(address, message(2)) == "200"
    [heard] = chat.heard
    told = Webhook(SECRET).verify(heard.content.decode(), heard.headers)
    assert (told["type"], len(told["data"]["alerts"])) == ("alerts.raised", 2)
    assert told["data"]["alerts"][0]["rule_name"] == "Rule 0"


def test_a_web_hook_goes_nowhere_inside_unless_it_is_allowed(chat: ChatServer) -> None:
    with pytest.raises(NotDelivered, match="EARSHOT_FETCH_PRIVATE") as refusal:
        outlets.send(WebhookAddress(url=f"{chat.url}/hook"), message())
    assert refusal.value.for_good
    assert chat.heard == []


def test_a_web_hook_is_not_led_elsewhere(chat: ChatServer, reachable: None) -> None:
    chat.answers = [(302, ""), (200, {})]
    with pytest.raises(NotDelivered, match="302"):
        outlets.send(WebhookAddress(url=chat.url), message())
    assert len(chat.heard) == 1


@UNSAFE
def test_mail_arrives_at_everybody() -> None:
    with mail_server(user="earshot", password="p@ss/word") as box:
        address = MailAddress(
            host="127.0.0.1",
            port=box.port,
            security="none",
            user="earshot",
            password="p@ss/word",
            sender="earshot@example.com",
            to=("lead@example.com", "qa@example.com"),
        )
        assert outlets.send(address, message(2, "zh-CN")) == "ok"
    assert {mail["To"] for mail in box.mails} == {"lead@example.com", "qa@example.com"}
    assert "earshot@example.com" in box.mails[0]["From"]
    assert box.mails[0]["Subject"] == "听岗告警:2 条"
    body = box.mails[0].get_body(("plain",))
    assert body is not None
    assert "已就绪" in body.get_content()


@UNSAFE
def test_a_mail_server_that_refuses_is_told() -> None:
    with mail_server(user="earshot", password="right") as box:
        address = MailAddress(
            host="127.0.0.1",
            port=box.port,
            security="none",
            user="earshot",
            password="wrong-password",
            sender="earshot@example.com",
            to=("lead@example.com",),
        )
        with pytest.raises(NotDelivered) as refusal:
            outlets.send(address, message())
    assert refusal.value.reason
    assert "wrong-password" not in refusal.value.reason
    assert box.mails == []


def test_slack_and_teams_are_addresses_that_apprise_knows() -> None:
    for address in (SlackAddress(url=SLACK), TeamsAddress(url=TEAMS)):
        assert chats.outlet_of(address) is not None


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("dingtalk", "https://oapi.dingtalk.com.evil.example/robot/send?access_token=a"),
        ("dingtalk", "http://169.254.169.254/robot/send?access_token=a"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/a?x=http://b"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
        ("slack", "https://hooks.slack.com/services/T1/B1"),
        ("teams", "https://evil.example/workflows/a/triggers/manual/paths/invoke?sig=a"),
        ("webhook", "file:///etc/passwd"),
        ("webhook", "https://"),
    ],
)
def test_addresses_of_something_else_are_refused_without_being_repeated(
    kind: str, url: str
) -> None:
    with pytest.raises(ValidationError) as error:
        addresses.read(f'{{"kind": "{kind}", "url": "{url}"}}')
    assert "input_value" not in str(error.value)


def test_only_the_host_of_an_address_is_shown() -> None:
    assert addresses.shown(DingTalkAddress(url=DINGTALK)) == "oapi.dingtalk.com"
    mail = MailAddress(host="m", sender="a@example.com", to=("b@example.com", "c@example.com"))
    assert addresses.shown(mail) == "b@example.com +1"


def test_reasons_hide_what_signs_in() -> None:
    said = plain(
        "bad access_token=abc123&x=1 at\nhttps://oapi.dingtalk.com/robot?key=1 " + "x" * 999
    )
    assert "abc123" not in said
    assert "dingtalk" not in said
    assert len(said) <= 300
