"""What people say in a demo telesales call: a template grammar, Chinese and English.

The demo speech model has heard exactly this grammar, so demo calls must be composed from it.
"""

import random
import re
from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]
Role = Literal["agent", "customer"]
Slots = Mapping[str, tuple[str, ...]]

CHINESE_SHARE = 0.75
"""Of all sentences the model is trained on."""

DIGITS = "一二三四五六七八九零"

CHINESE_SLOTS: Slots = {
    "co": ("平安保险", "华信教育", "联通宽带", "安心理财", "康健体检", "东方银行"),
    "name": ("小王", "小李", "小张", "小陈", "刘经理", "赵顾问"),
    "cust": ("王先生", "李女士", "张先生", "陈女士", "刘先生", "赵女士", "周先生", "吴女士"),
    "prod": (
        "重疾险",
        "医疗险",
        "年金保险",
        "英语课程",
        "编程课程",
        "千兆宽带",
        "稳健理财",
        "体检套餐",
        "信用卡",
        "意外险",
    ),
    "num": (
        "九十九",
        "一百二十",
        "一百九十八",
        "两百八十",
        "三百六十五",
        "五百",
        "六百八十",
        "一千二",
        "两千",
        "三千六",
    ),
    "day": ("今天", "明天", "后天", "周一", "周三", "周五", "下周"),
    "time": ("上午十点", "下午两点", "下午三点", "晚上七点"),
}

ENGLISH_SLOTS: Slots = {
    "co": ("Sunrise Insurance", "Bright Energy", "Global Telecom", "Harbor Bank"),
    "name": ("Alex", "Maria", "David", "Susan", "Kevin"),
    "cust": ("mister Brown", "miss Taylor", "mister Wilson", "missus Green"),
    "prod": ("health plan", "energy plan", "internet package", "credit card", "life insurance"),
    "num": ("nineteen", "twenty nine", "thirty nine", "forty five", "ninety nine"),
}

TEMPLATES: Mapping[tuple[Language, Role], tuple[str, ...]] = {
    ("zh", "agent"): (
        "您好,请问是{cust}吗",
        "喂,您好",
        "您好,我是{co}的{name}",
        "我是{co}的客户经理{name},工号{gh}",
        "本次通话将会被录音",
        "为了保证服务质量,本次通话将会录音",
        "打扰您一分钟可以吗",
        "请问您现在方便接听电话吗",
        "给您介绍一下我们的{prod}",
        "我们最近推出了一款{prod}",
        "这款{prod}每个月只要{num}元",
        "一年的费用是{num}元",
        "您之前有了解过{prod}吗",
        "投资有风险,请您谨慎选择",
        "本产品不保证收益",
        "具体条款以合同为准",
        "犹豫期是十五天",
        "犹豫期内可以全额退款",
        "请问您的年龄是多大",
        "您平时有购买保险的习惯吗",
        "我们保证收益百分之八",
        "这个产品绝对没有风险",
        "今天是最后一天优惠",
        "这是全国最好的产品",
        "不买您会后悔的",
        "您必须现在决定",
        "我可以给您返现{num}元",
        "您看这样可以吗",
        "我理解您的顾虑",
        "很多客户一开始也有这样的想法",
        "那我加一下您的微信",
        "我把资料发到您的手机上",
        "那我{day}{time}再给您打电话",
        "您看{day}{time}方便吗",
        "稍后会有短信发送给您",
        "请您核对一下身份信息",
        "请问您的身份证号码是多少",
        "您的地址有变化吗",
        "您确认购买这款{prod}吗",
        "请您回答是或者不是",
        "恭喜您投保成功",
        "请问还有什么可以帮您",
        "感谢您的接听,祝您生活愉快",
        "感谢您的支持,再见",
        "不好意思,打扰您了,再见",
    ),
    ("zh", "customer"): (
        "喂,你好",
        "是我,你是哪位",
        "你是哪里",
        "你好,请说",
        "现在不方便",
        "我在开车",
        "我在开会",
        "你说吧",
        "什么产品",
        "多少钱",
        "一个月多少钱",
        "太贵了",
        "有没有优惠",
        "不需要,谢谢",
        "我不需要",
        "我没有兴趣",
        "我考虑一下",
        "我和家里人商量一下",
        "你把资料发给我",
        "那你{day}再打过来",
        "{day}{time}可以",
        "可以,没问题",
        "好的",
        "好的,谢谢",
        "是的",
        "不是",
        "我确认",
        "我要投诉你们",
        "你们怎么有我的电话",
        "不要再打了",
        "请把我的号码删除",
        "能不能退款",
        "保证收益吗",
        "有没有风险",
        "你刚才说什么",
        "我听不清楚",
        "再说一遍",
        "我已经买过了",
        "我今年三十五岁",
        "我住在北京",
        "再见",
    ),
    ("en", "agent"): (
        "Hello, may I speak with {cust}?",
        "Good morning, this is {name} from {co}.",
        "This call is being recorded for quality purposes.",
        "Is this a good time to talk?",
        "I would like to tell you about our {prod}.",
        "It costs only {num} dollars a month.",
        "There is no risk at all.",
        "We guarantee you will save money.",
        "You must decide today.",
        "This offer ends today.",
        "You can cancel within thirty days.",
        "Terms and conditions apply.",
        "May I ask how old you are?",
        "I understand your concern.",
        "I will send you the details by email.",
        "Can I call you back tomorrow?",
        "Do you agree to the terms?",
        "Please answer yes or no.",
        "Thank you for your time, goodbye.",
        "Is there anything else I can help you with?",
    ),
    ("en", "customer"): (
        "Hello, who is this?",
        "Yes, speaking.",
        "I am busy right now.",
        "How much is it?",
        "That is too expensive.",
        "I am not interested.",
        "Please send me an email.",
        "I need to think about it.",
        "Please do not call me again.",
        "Take me off your list.",
        "I want to make a complaint.",
        "How did you get my number?",
        "Yes, I agree.",
        "No, thank you.",
        "Okay, goodbye.",
        "Can I get a refund?",
        "What are the risks?",
        "Could you say that again?",
    ),
}


def slots_of(language: Language) -> Slots:
    return CHINESE_SLOTS if language == "zh" else ENGLISH_SLOTS


def draw_sentence(rng: random.Random, language: Language, role: Role) -> str:
    """One sentence of the grammar, every slot drawn anew."""
    return fill(rng.choice(TEMPLATES[language, role]), language, rng, {})


def fill(template: str, language: Language, rng: random.Random, known: Mapping[str, str]) -> str:
    """Fill the slots of `template`: from `known` where it says, drawn otherwise.

    Draws once per slot of the language, used or not, so that what follows in `rng`
    does not depend on the template.
    """
    for slot, values in slots_of(language).items():
        drawn = rng.choice(values)
        template = template.replace(f"{{{slot}}}", known.get(slot, drawn))
    if language == "zh":
        template = template.replace("{gh}", "".join(rng.choice(DIGITS) for _ in range(4)))
    return template


def is_in_grammar(text: str, language: Language, role: Role) -> bool:
    """Whether the demo speech model can know this sentence."""
    return any(
        re.fullmatch(_pattern(template, language), text) for template in TEMPLATES[language, role]
    )


def _pattern(template: str, language: Language) -> str:
    pattern = re.escape(template).replace(re.escape("{gh}"), f"[{DIGITS}]{{4}}")
    for slot, values in slots_of(language).items():
        options = "|".join(re.escape(value) for value in values)
        pattern = pattern.replace(re.escape(f"{{{slot}}}"), f"(?:{options})")
    return pattern
