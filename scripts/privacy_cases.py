"""Write the labelled calls that the finder of personal numbers is measured with.

    python scripts/privacy_cases.py

Made-up numbers with right checksums, said in many ways, and numbers that only look alike.
`tuned.yaml` is what the finder was made with; `held_out.yaml` has other numbers in other
sentences, and nobody looks into it to change the finder. What is personal stands in ⟦⟧.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from stdnum import luhn
from stdnum.cn import ric

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "privacy"
ZH = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
YAO = ZH | {"1": "幺"}
RADIO = YAO | {"0": "洞", "7": "拐", "9": "勾"}
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
EN = dict(zip("0123456789", NAMES, strict=True))
AREAS = ("110105", "320102", "440305", "510107", "330106", "420111", "610113", "230103", "370202")
MOBILES = (130, 135, 137, 138, 139, 150, 151, 158, 159, 166, 177, 180, 186, 188, 189, 191, 199)
Case = dict[str, object]
Say = Callable[[random.Random, str], str]


def figures(rng: random.Random, digits: str) -> str:
    return digits


def spaced(rng: random.Random, digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def dashed(rng: random.Random, digits: str) -> str:
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def chinese(rng: random.Random, digits: str) -> str:
    return "".join(ZH.get(each, each) for each in digits)


def yao(rng: random.Random, digits: str) -> str:
    return "".join(YAO.get(each, each) for each in digits)


def radio(rng: random.Random, digits: str) -> str:
    return "".join(RADIO.get(each, each) for each in digits)


def paused(rng: random.Random, digits: str) -> str:
    """Cut into groups by commas and hesitation."""
    return _cut(rng, yao(rng, digits), ["，", "，嗯，", "，呃", "，那个，", " ", "、"])


def mixed(rng: random.Random, digits: str) -> str:
    at = rng.randint(3, len(digits) - 3)
    return digits[:at] + yao(rng, digits[at:])


def english(rng: random.Random, digits: str) -> str:
    return " ".join(EN[each] if each.isdigit() else each for each in digits)


def english_oh(rng: random.Random, digits: str) -> str:
    return english(rng, digits).replace("zero", "oh")


def english_double(rng: random.Random, digits: str) -> str:
    said, at = [], 0
    while at < len(digits):
        if digits[at : at + 2] == digits[at] * 2 and digits[at].isdigit():
            said.append(f"double {EN[digits[at]]}")
            at += 2
        else:
            said.append(EN.get(digits[at], digits[at]))
            at += 1
    return " ".join(said)


def english_paused(rng: random.Random, digits: str) -> str:
    return _cut(rng, english(rng, digits).split(" "), [", ", ", uh, ", ", um ", " - "], " ")


def _cut(rng: random.Random, said: str | list[str], gaps: list[str], joint: str = "") -> str:
    groups, at = [], 0
    while at < len(said):
        size = rng.choice((3, 4, 4, 5))
        groups.append(joint.join(said[at : at + size]))
        at += size
    text = groups[0]
    for group in groups[1:]:
        text += f"⟧{rng.choice(gaps)}⟦" + group
    return text


def card(rng: random.Random, english_one: bool) -> str:
    head = rng.choice(
        ["4", "51", "55"] if english_one else ["622202", "621700", "4563", "6259", "622848"]
    )
    length = 16 if english_one or head == "4563" else rng.choice((16, 19))
    body = head + "".join(rng.choices("0123456789", k=length - len(head) - 1))
    return body + luhn.calc_check_digit(body)


def identity(rng: random.Random) -> str:
    area = rng.choice(
        ["110105", "320102", "440305", "510107", "330106", "420111", "610113", "230103", "370202"]
    )
    day = f"{rng.randint(1950, 2005)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = area + day + f"{rng.randint(0, 999):03}"
    return body + ric.calc_check_digit(body + "0")


def mobile(rng: random.Random) -> str:
    head = rng.choice(
        [
            "130",
            "135",
            "137",
            "138",
            "139",
            "150",
            "151",
            "158",
            "159",
            "166",
            "177",
            "180",
            "186",
            "188",
            "189",
            "191",
            "199",
        ]
    )
    return head + "".join(rng.choices("0123456789", k=8))


def landline(rng: random.Random) -> str:
    area = rng.choice(["010", "021", "020", "0755", "0571", "028", "0512"])
    digits = 8
    return area + rng.choice("5678") + "".join(rng.choices("0123456789", k=digits - 1))


def american(rng: random.Random) -> str:
    area = rng.choice(["212", "415", "310", "646", "303", "206", "617", "512", "702", "404"])
    return area + rng.choice("2345679") + f"{rng.randint(13, 89)}" + f"{rng.randint(0, 9999):04}"


SAY_ZH: list[Say] = [figures, spaced, chinese, yao, paused, mixed, radio, dashed]
SAY_EN: list[Say] = [figures, spaced, english, english_oh, english_double, english_paused]

ASKS = {
    "tuned": {
        "card_zh": [
            "C:我的卡号是{}",
            "A:麻烦您报一下银行卡号|C:{}",
            "C:就扣这张信用卡吧，{}",
            "A:卡号多少|C:好，您记一下，{}",
            "C:{}，这是我的工资卡",
            "A:我核对一下您的卡号{}对吗",
            "C:卡号是{}|A:好的，谢谢",
        ],
        "card_en": [
            "C:my card number is {}",
            "A:can I take the long number on the card|C:sure, it's {}",
            "A:and your credit card number please|C:{}",
            "A:let me read the card back, {}",
        ],
        "id_zh": [
            "C:身份证号{}",
            "A:请问您的身份证号码|C:{}",
            "A:核实一下身份证|C:嗯，{}",
            "A:您的证件号是{}对吧",
            "C:我报身份证给你啊，{}",
            "C:{}",
        ],
        "phone_zh": [
            "C:我手机是{}",
            "A:您的联系电话|C:{}",
            "C:你打{}找我",
            "A:跟您核对一下，手机号{}",
            "C:我老婆的号码是{}，你打给她",
            "C:加我微信，{}",
            "C:{}，对",
        ],
        "landline_zh": ["C:家里座机是{}", "A:固话呢|C:{}", "C:你打这个电话{}"],
        "phone_en": [
            "C:you can reach me at {}",
            "A:what's the best number|C:{}",
            "C:my cell is {}",
            "C:call me back on {}",
            "C:my phone number is {}",
        ],
        "ssn_en": ["C:my social security number is {}", "A:what is your social|C:{}"],
        "account_zh": ["C:打到我的银行账号{}", "A:请提供收款账户|C:{}"],
        "account_en": ["C:my account number is {}", "A:your bank account number please|C:{}"],
        "passport_zh": ["C:护照号{}", "A:护照号码是|C:{}"],
        "email": ["C:我的邮箱是{}", "C:please send it to {}"],
        "code_zh": ["A:验证码是多少|C:{}", "C:背面三位是{}"],
    },
    "held_out": {
        "card_zh": [
            "C:我念给你听，银行卡，{}",
            "A:请问扣款卡的号码是|C:是{}",
            "C:储蓄卡{}，开户行是工行",
            "A:您说卡号|C:嗯，{}|A:收到",
        ],
        "card_en": [
            "C:okay the visa is {}",
            "A:go ahead with the card number|C:yes, {}",
            "C:put it on my debit card, {}",
        ],
        "id_zh": [
            "C:证件号码的话是{}",
            "A:需要登记您的身份证|C:好，{}",
            "A:麻烦说下身份证号|C:是{}",
            "A:系统里您的身份证是{}",
        ],
        "phone_zh": [
            "C:换个号码吧，{}",
            "A:方便留个电话吗|C:可以，{}",
            "C:我现在用的手机{}",
            "A:给您回拨的号码是{}没错吧",
        ],
        "landline_zh": ["C:办公室的座机{}", "A:家里电话是|C:{}"],
        "phone_en": [
            "C:text me at {}",
            "A:could I get a contact number|C:it's {}",
            "C:the number for my mobile is {}",
        ],
        "ssn_en": ["C:it's my ssn, {}", "A:I need your social security number|C:okay, {}"],
        "account_zh": ["C:退到这个银行账户{}", "A:对公账户报一下|C:是{}"],
        "account_en": ["C:checking account number {}", "C:the account is {}"],
        "passport_zh": ["C:我用护照登记，{}", "A:通行证还是护照|C:护照，{}"],
        "email": ["C:发我邮箱{}吧", "C:my email is {}"],
        "code_zh": ["A:收到验证码了吗|C:是{}", "C:安全码{}"],
    },
}
LOOKALIKE = {
    "tuned": [
        "A:您的订单号是{order}",
        "A:保单号{order}请您记录",
        "A:这款产品价格{price}元",
        "A:快递单号{order}，明天到",
        "A:我们客服热线{toll}",
        "A:您可以拨打{short}查询",
        "A:会议时间是{date}",
        "A:编号{order}",
        "A:保额{price}块钱",
        "C:我{year}年{month}月买的",
        "A:总共有{big}人买了",
        "A:工号{staff}为您服务",
        "A:your order number is {order}",
        "A:the policy number is {order}",
        "A:it costs {price} dollars",
        "A:call our hotline {toll_en}",
        "A:the tracking number is {order}",
        "C:it was in {year}",
        "A:流水号{order_zh}",
        "A:邮编是{zip}",
        "A:batch {order}",
        "A:年化{rate}，期限{days}天",
        "A:订单号码是{order_zh}",
        "A:卡的尾号是{tail}",
        "A:验证通过，请按{staff}",
        "A:order number {order_en}",
        "A:一共{zh_price}元",
        "C:我买了{count}份，一份{price}",
    ],
    "held_out": [
        "A:帮您查到工单{order}",
        "A:合同编号是{order}",
        "A:首付{price}元就行",
        "A:运单{order_zh}已经发出",
        "A:有事打客服电话{toll}",
        "A:投诉请打{short}",
        "A:活动到{date}结束",
        "A:发票号{order}",
        "C:大概{year}年吧",
        "A:播放量{big}次",
        "A:my employee number is {staff}",
        "A:your booking reference is {order}",
        "A:confirmation number {order_en}",
        "A:the premium is {price} dollars a month",
        "A:use our toll-free number {toll_en}",
        "A:invoice {order}",
        "A:批次{order}",
        "A:尾号{tail}的卡",
        "A:利息{rate}，共{days}天",
        "A:申请号{order}，请保存",
        "A:serial number {order}",
        "C:价格{price}太贵了",
        "A:基金代码{zip}",
    ],
}


def lookalike(rng: random.Random) -> dict[str, str]:
    order = "".join(
        rng.choices("123456789", k=1)
        + rng.choices("0123456789", k=rng.choice((8, 10, 11, 12, 13, 14, 16, 17, 18, 19)) - 1)
    )
    return {
        "order": order,
        "order_zh": yao(rng, order),
        "order_en": english(rng, order[:12]),
        "price": rng.choice(["199", "3500", "12,800", "1,380,000", "2999.9", "68000"]),
        "zh_price": rng.choice(["三千五百", "一万两千八", "九百九十九", "十二万"]),
        "toll": rng.choice(
            [
                "400 820 8820",
                "4008001234",
                "四零零八二零八八二零",
                "95588",
                "九五五八八",
                "12315",
                "010-12345678",
            ]
        ),
        "toll_en": rng.choice(
            [
                "800 555 0199",
                "1-888-555-0123",
                "eight hundred five five five oh one two three",
                "1 877 555 0100",
            ]
        ),
        "short": rng.choice(["110", "12315", "95533", "10086", "九五五三三", "幺二三幺五"]),
        "date": rng.choice(
            ["2026年3月15日", "2026-03-15", "三月十五号下午两点", "3月15日14:30", "20260315"]
        ),
        "year": str(rng.randint(1995, 2026)),
        "month": str(rng.randint(1, 12)),
        "big": str(rng.randint(10_000_000, 99_999_999)),
        "staff": f"{rng.randint(1000, 99999)}",
        "zip": f"{rng.randint(100000, 899999)}",
        "rate": f"{rng.randint(2, 9)}.{rng.randint(10, 99)}%",
        "days": str(rng.choice((90, 180, 365))),
        "tail": f"{rng.randint(1000, 9999)}",
        "count": str(rng.randint(2, 9)),
    }


def split_over(rng: random.Random, text: str, other: str) -> str:
    """A number said in two goes, the other saying something in between."""
    at = len(text) // 2
    return f"{text[:at]}⟧|{other}|C:⟦{text[at:]}"


def positives(which: str, rng: random.Random, each: int) -> Iterator[Case]:
    makers: dict[str, tuple[str, Callable[[], str], list[Say]]] = {
        "card_zh": ("card", lambda: card(rng, False), SAY_ZH),
        "card_en": ("card", lambda: card(rng, True), SAY_EN),
        "id_zh": ("id_number", lambda: identity(rng), [*SAY_ZH[:2], chinese, yao, paused, radio]),
        "phone_zh": ("phone", lambda: mobile(rng), SAY_ZH),
        "landline_zh": ("phone", lambda: landline(rng), [figures, yao, chinese]),
        "phone_en": ("phone", lambda: american(rng), SAY_EN),
        "ssn_en": (
            "ssn",
            lambda: f"{rng.randint(100, 665)}{rng.randint(10, 99)}{rng.randint(1000, 9999)}",
            [figures, english, english_paused],
        ),
        "account_zh": (
            "bank_account",
            lambda: "".join(rng.choices("123456789", k=rng.choice((12, 15, 17)))),
            [figures, yao],
        ),
        "account_en": (
            "bank_account",
            lambda: "".join(rng.choices("123456789", k=10)),
            [figures, english],
        ),
        "passport_zh": (
            "passport",
            lambda: "E" + "".join(rng.choices("0123456789", k=8)),
            [figures],
        ),
        "email": (
            "email",
            lambda: (
                rng.choice(["li.wei", "zhang_san88", "mary.jones", "bob"])
                + "@"
                + rng.choice(["qq.com", "163.com", "gmail.com"])
            ),
            [figures],
        ),
        "code_zh": (
            "security_code",
            lambda: "".join(rng.choices("0123456789", k=6)),
            [figures, yao],
        ),
    }
    many = {"card_zh": 3, "id_zh": 3, "phone_zh": 3, "card_en": 2, "phone_en": 2}
    for name, (kind, make, ways) in makers.items():
        for number in range(each * many.get(name, 1)):
            say = ways[number % len(ways)]
            template = rng.choice(ASKS[which][name])
            said = say(rng, make())
            if (
                number % 7 == 3
                and name in ("card_zh", "id_zh", "phone_zh")
                and "⟧" not in said
                and "C:{}" in template
            ):
                said = split_over(rng, said, rng.choice(["A:嗯", "A:好的", "A:您继续"]))
            yield {
                "kind": kind,
                "how": f"{name}/{say.__name__}",
                "lines": template.format(f"⟦{said}⟧").split("|"),
            }


def negatives(which: str, rng: random.Random, count: int) -> Iterator[Case]:
    for number in range(count):
        template = LOOKALIKE[which][number % len(LOOKALIKE[which])]
        yield {
            "kind": None,
            "how": "lookalike",
            "lines": template.format(**lookalike(rng)).split("|"),
        }


def write(which: str, seed: int, each: int, count: int) -> None:
    rng = random.Random(seed)
    cases = [*positives(which, rng, each), *negatives(which, rng, count)]
    with (FOLDER / f"{which}.yaml").open("w", encoding="utf-8") as file:
        yaml.safe_dump(
            cases, file, allow_unicode=True, sort_keys=False, width=200, default_flow_style=None
        )


if __name__ == "__main__":
    write("tuned", 20261122, 15, 300)
    write("held_out", 77041, 9, 200)
