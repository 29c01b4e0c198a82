"""The story of a Chinese telesales call, as the grammar can tell it."""

from demo.calls import Outcome
from demo.making.dialogues import (
    GUARANTEE,
    IDENTIFICATION,
    IGNORED_REFUSAL,
    NOTICE,
    PRESSURE,
    REBATE,
    RISKLESS,
    Script,
)


def tell(script: Script) -> None:
    """From the customer's first word to the agent's farewell."""
    _open(script)
    if script.sheet.outcome is Outcome.WRONG_NUMBER:
        return _wrong_number(script)
    if script.sheet.brief:
        return _brush_off(script)
    _offer(script)
    _answer_doubts(script)
    _ENDINGS[script.sheet.outcome](script)


def _open(script: Script) -> None:
    script.customer("喂,你好")
    if script.chance(0.5):
        script.agent("您好,请问是{cust}吗")
        script.customer("是我,你是哪位")
    elif script.chance(0.3):
        script.agent("喂,您好")
        script.customer("你是哪里")
    if script.sheet.breaks != IDENTIFICATION:
        script.agent("您好,我是{co}的{name}")
    if script.sheet.breaks != NOTICE:
        script.agent("本次通话将会被录音", "为了保证服务质量,本次通话将会录音")


def _wrong_number(script: Script) -> None:
    script.agent("您好,请问是{cust}吗")
    script.customer("不是")
    script.agent("不好意思,打扰您了,再见")
    script.customer("再见")


def _brush_off(script: Script) -> None:
    script.agent("请问您现在方便接听电话吗", "打扰您一分钟可以吗")
    script.customer("现在不方便", "我在开车", "我在开会", "我没有兴趣")
    _ENDINGS[script.sheet.outcome](script)


def _offer(script: Script) -> None:
    if script.chance(0.6):
        script.agent("打扰您一分钟可以吗", "请问您现在方便接听电话吗")
        script.customer("你说吧", "可以,没问题", "你好,请说")
    if script.chance(0.4):
        script.agent("您之前有了解过{prod}吗")
        script.customer("什么产品", "你说吧")
    script.agent("我们最近推出了一款{prod}", "给您介绍一下我们的{prod}")
    if script.chance(0.2):
        script.customer("你刚才说什么", "我听不清楚", "再说一遍")
        script.agent("给您介绍一下我们的{prod}")
    script.customer("多少钱", "一个月多少钱")
    script.agent("这款{prod}每个月只要{num}元")


def _answer_doubts(script: Script) -> None:
    doubts = [_about_risk, _about_price, _about_refund]
    script.rng.shuffle(doubts)
    needed = {GUARANTEE: _about_risk, RISKLESS: _about_risk, REBATE: _about_price}
    for doubt in doubts:
        if doubt is needed.get(script.sheet.breaks or "") or script.chance(0.6):
            doubt(script)
    if script.sheet.campaign == "wealth" and not _warned(script) and script.chance(0.85):
        script.agent("投资有风险,请您谨慎选择")
    if script.sheet.breaks == PRESSURE:
        script.customer("我考虑一下", "我和家里人商量一下")
        script.agent("您必须现在决定", "不买您会后悔的", breaks=PRESSURE)


def _warned(script: Script) -> bool:
    return any("投资有风险" in line.text for line in script.lines)


def _about_risk(script: Script) -> None:
    match script.sheet.breaks:
        case "no_guaranteed_return":
            script.customer("保证收益吗")
            script.agent("我们保证收益百分之八", breaks=GUARANTEE)
        case "no_riskless_promise":
            script.customer("有没有风险")
            script.agent("这个产品绝对没有风险", breaks=RISKLESS)
        case _ if script.sheet.campaign == "wealth":
            script.customer("保证收益吗", "有没有风险")
            script.agent("本产品不保证收益")
            script.agent("投资有风险,请您谨慎选择")
        case _:
            script.customer("有没有风险")
            script.agent("具体条款以合同为准")


def _about_price(script: Script) -> None:
    script.customer("太贵了", "有没有优惠")
    script.agent("我理解您的顾虑", "很多客户一开始也有这样的想法")
    if script.sheet.breaks == REBATE:
        script.agent("我可以给您返现{num}元", breaks=REBATE)


def _about_refund(script: Script) -> None:
    script.customer("能不能退款")
    script.agent("犹豫期内可以全额退款")
    if script.chance(0.5):
        script.agent("犹豫期是十五天", "具体条款以合同为准")


def _sell(script: Script) -> None:
    script.agent("您确认购买这款{prod}吗")
    if script.chance(0.3):
        script.agent("请您回答是或者不是")
    script.customer("我确认", "是的", "可以,没问题")
    if script.chance(0.6):
        script.agent("请您核对一下身份信息")
        script.customer("好的", "我今年三十五岁")
    if script.chance(0.4):
        script.agent("您的地址有变化吗")
        script.customer("我住在北京")
    script.agent("稍后会有短信发送给您")
    script.customer("好的,谢谢")
    if script.chance(0.5):
        script.agent("请问还有什么可以帮您")
        script.customer("不需要,谢谢")
    script.agent("感谢您的支持,再见", "感谢您的接听,祝您生活愉快")
    script.customer("再见")


def _call_back(script: Script) -> None:
    script.customer("我考虑一下", "我和家里人商量一下", "你把资料发给我", "那你{day}再打过来")
    if script.chance(0.5):
        script.agent("我把资料发到您的手机上")
    script.agent("那我{day}{time}再给您打电话")
    script.customer("{day}{time}可以", "好的", "可以,没问题")
    script.agent("感谢您的接听,祝您生活愉快", "感谢您的支持,再见")
    script.customer("再见", "好的,谢谢")


def _refuse(script: Script) -> None:
    if script.sheet.breaks == IGNORED_REFUSAL:
        return _ignore_refusal(script)
    script.customer("我不需要", "我没有兴趣", "我已经买过了", "不需要,谢谢")
    if not script.sheet.brief and script.chance(0.5):
        script.agent("我理解您的顾虑")
        script.customer("不需要,谢谢", "我没有兴趣")
    script.agent("不好意思,打扰您了,再见")
    script.customer("再见")


def _ignore_refusal(script: Script) -> None:
    script.customer("我不需要", "我没有兴趣")
    script.agent("我理解您的顾虑")
    script.customer("不要再打了")
    script.agent("那我{day}{time}再给您打电话", breaks=IGNORED_REFUSAL)
    script.customer("不要再打了")
    script.agent("感谢您的接听,祝您生活愉快")


def _complain(script: Script) -> None:
    script.customer("你们怎么有我的电话")
    script.agent("我理解您的顾虑")
    script.customer("我要投诉你们")
    script.customer("请把我的号码删除", "不要再打了")
    script.agent("不好意思,打扰您了,再见")


_ENDINGS = {
    Outcome.SALE: _sell,
    Outcome.CALLBACK: _call_back,
    Outcome.REFUSED: _refuse,
    Outcome.COMPLAINT: _complain,
}
