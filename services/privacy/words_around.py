"""What the words around a number say about it."""

import re
from enum import StrEnum


class Topic(StrEnum):
    """What is spoken of."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    CARD = "card"
    BANK_ACCOUNT = "bank_account"
    PASSPORT = "passport"
    SSN = "ssn"
    SECURITY_CODE = "security_code"
    HOTLINE = "hotline"
    """A number that everybody may know."""
    OTHER_NUMBER = "other_number"
    """The number of a thing: an order, a policy, a parcel."""
    QUANTITY = "quantity"


_WORDS = {
    Topic.PHONE: r"手机|电话(?!客服|销售)|号码|联系方式|座机|固话|打给|拨打|回拨|加.{0,3}微信|"
    r"微信号?|"
    r"\b(?:phone|mobile|cell|call (?:me|you|him|her)|reach (?:me|you)|contact number|text me|"
    r"telephone|landline|my number|your number)\b",
    Topic.ID_NUMBER: r"身份证|证件号|身份证件|公民身份|\b(?:identity card|id card|id number|"
    r"resident id|national id)\b",
    Topic.CARD: r"银行卡|信用卡|储蓄卡|借记卡|卡号|扣款卡|工资卡|还款卡|"
    r"\b(?:credit card|debit card|card number|card details|visa|mastercard|amex|"
    r"long number|my card|your card|the card)\b",
    Topic.BANK_ACCOUNT: r"银行账[号户]|银行帐[号户]|(?<!会员)(?<!游戏)(?<!登录)(?<!登陆)账号|"
    r"(?<!会员)帐号|对公账户|账户|存折|收款账|"
    r"\b(?:account number|bank account|checking account|savings account|iban|account is)\b",
    Topic.PASSPORT: r"护照|通行证|\bpassport\b",
    Topic.SSN: r"\b(?:social security|ssn|social is|social number|your social|my social)\b",
    Topic.SECURITY_CODE: r"安全码|背面.{0,3}[三□]位|验证码|校验码|\bcv[vc]2?\b|"
    r"\b(?:security code|verification code|one[ -]time (?:code|password)|passcode)\b|动态码|"
    r"交易密码|取款密码",
    Topic.HOTLINE: r"客服(?:电话|热线|中心)?|热线|总机|前台|官方电话|服务电话|投诉电话|"
    r"咨询电话|公司电话|报警|"
    r"\b(?:hotline|helpline|customer (?:service|care)|switchboard|toll[ -]free|front desk|"
    r"support line|our office)\b",
    Topic.OTHER_NUMBER: r"订单|单号|保单|运单|快递|流水|工单|编号|发票|合同|案件|批次|序列号|"
    r"条码|货号|"
    r"工号|邮编|房间|门牌|车牌|期号|票号|学号|病历|设备号|型号|批准文号|备案|产品代码|税号|"
    r"会员号|会员账号|"
    r"游戏账号|登[录陆]账号|交易号|参考号|申请号|受理号|积分|信用代码|许可证|基金代码|股票|文号|"
    r"\b(?:order|policy|tracking|invoice|reference|ticket|confirmation|case|serial|part|model|"
    r"booking|membership|member|batch|zip|postcode|flight|tax id|claim|quote|product code|sku|"
    r"barcode|receipt|shipment|transaction|employee|badge|extension|room|contract|version|imei)"
    r"(?: (?:number|code|id|no))?\b",
    Topic.QUANTITY: r"价格|保额|保费|金额|一共|总共|余额|额度|收益|利息|人民币|播放量|销量|"
    r"\b(?:price|total|amount|dollars|balance|premium|population|revenue)\b",
}
_TOPICS = {topic: re.compile(words) for topic, words in _WORDS.items()}
_UNIT = re.compile(
    r"[\s,]?(?:元|块|万|亿|人|次(?!序)|个(?!号)|条|股|份|公里|平方|吨|%|年(?!$)|dollars|yuan|bucks|"
    r"people|percent|pounds|euros|points|users|views|miles)"
)
_MONEY = re.compile(r"(?:[¥$€£]|rmb|usd)\s?$")


def topic_of(before: str, after: str) -> Topic | None:
    """What was spoken of last in `before`; else first in `after`.

    Of two that end at one place the longer one counts: 订单号码 is no telephone.
    """
    found = [
        (match.end(), match.end() - match.start(), topic)
        for topic, words in _TOPICS.items()
        for match in words.finditer(before)
    ]
    if found:
        last = max(found)
        return _of_thing(before, found, last)
    later = [
        (match.start(), topic) for topic, words in _TOPICS.items() if (match := words.search(after))
    ]
    return min(later)[1] if later else None


def _of_thing(
    before: str, found: list[tuple[int, int, Topic]], last: tuple[int, int, Topic]
) -> Topic:
    """订单号码 and 客服的电话 are of the thing named right before."""
    end, length, topic = last
    if topic not in (Topic.PHONE, Topic.BANK_ACCOUNT):
        return topic
    begin = end - length
    for other_end, _, other in found:
        if other in (Topic.HOTLINE, Topic.OTHER_NUMBER) and 0 <= begin - other_end <= 2:
            return other
        if other in (Topic.CARD, Topic.ID_NUMBER, Topic.PASSPORT) and 0 <= begin - other_end <= 2:
            return other
    return topic


def counts_something(before: str, after: str) -> bool:
    """Whether a number between these is a quantity: ¥…, …元, … people."""
    return bool(_UNIT.match(after) or _MONEY.search(before))
