"""What the demo's inspectors write, in the language of the call."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Words(NamedTuple):
    zh: str
    en: str

    def in_language(self, language: str | None) -> str:
        return self.en if language == "en" else self.zh


PRAISE = Words(
    "开场清楚:先报姓名和公司,再说明本次通话会被录音,客户一听就明白来意。",
    "A clear opening: name, company and the recording notice before the offer.",
)
AT_THE_OPENING = Words("这段开场值得在晨会上放给大家听。", "Worth playing to the team at stand-up.")
KEEP_GOING = Words(
    "保持现在的节奏;报完价后先停两秒,等客户提问。",
    "Keep this pace, and pause two seconds after the price: let the customer ask.",
)
NOT_A_NOTICE = Words(
    "只说“不保证收益”不是风险提示,要完整说出“投资有风险”。",
    "This alone is not the risk notice; the whole sentence is needed.",
)
AT_THE_WORDS = Words("请听这一句,问题就出在这里。", "Listen to this sentence: here it is.")

APPEAL = Words(
    "我是在重复客户的问题,后面马上说明了要看合同,请再听一遍前后文。",
    "I was repeating the customer's question and went on to explain. Please hear it in context.",
)

SUGGESTIONS: Mapping[str, Words] = {
    "no_guaranteed_return": Words(
        "不要承诺收益。客户问收益时这样说:“过往业绩不代表将来,您可能拿不回全部本金。”",
        "Promise no return. When asked, say: past results say nothing about the future.",
    ),
    "no_riskless_promise": Words(
        "任何产品都不能说没有风险。改说:“这款产品的风险等级是R2,我给您念一下说明。”",
        "Never say there is no risk. Name the risk class and read the notice instead.",
    ),
    "no_pressure": Words(
        "不要催客户当天决定。改说:“您先看资料,我明天下午三点再给您打电话,可以吗?”",
        "Do not push for a decision today. Offer to send the terms and agree on a time to call.",
    ),
    "no_rebate": Words(
        "不能私下返钱。优惠只能说活动页上写明的。",
        "Offer no money back. Only what the offer sheet says may be promised.",
    ),
    "recording_notice": Words(
        "报完姓名马上说“本次通话将会被录音”,再介绍产品。",
        "Give the recording notice right after your name, before the product.",
    ),
    "identification": Words(
        "第一句话先报姓名和公司,再问客户方不方便。",
        "Say your name and company in the first sentence, then ask whether now is a good time.",
    ),
    "refusal_respected": Words(
        "客户说不要再打,就道歉、登记、结束通话,不要再介绍产品。",
        "When asked not to call, apologise, note it and end the call.",
    ),
}
"""What to do better, by the rule that was broken."""


def suggestion(broken: Iterable[str], language: str | None) -> str:
    """The first broken rule that there is advice for decides; none broken, an encouragement."""
    known = (SUGGESTIONS[key] for key in broken if key in SUGGESTIONS)
    return next(known, KEEP_GOING).in_language(language)
