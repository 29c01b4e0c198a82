"""Words of other systems, and ours for them."""

from collections.abc import Iterable, Mapping

from services.dialers.csv.mapping import Field

WORD_MAX = 200
"""Characters of a value that a mapping can name."""
OUTBOUND = "outbound"
INBOUND = "inbound"
UNANSWERED = frozenset(
    {
        "no_answer",
        "busy",
        "failed",
        "cancelled",
        "unreachable",
        "wrong_number",
        "switched_off",
        "abandoned",
        "blocked",
    }
)
"""Outcomes of calls that nobody answered."""

_WORDS: dict[Field, dict[str, str]] = {
    Field.DIRECTION: {
        OUTBOUND: "呼出 外呼 去电 拨出 主叫 呼出通话 外线呼出 outbound out outgoing dialout placed",
        INBOUND: "呼入 来电 进线 被叫 接入 呼入通话 外线呼入 inbound in incoming received",
    },
    Field.OUTCOME: {
        "sale": "成交 成功 已成交 销售成功 签约 已签约 下单 已下单 购买 sale sold success won xfer",
        "callback": "回访 预约 回拨 预约回访 预约回拨 再联系 稍后联系 callback callbk followup",
        "refused": "拒绝 不需要 无意向 拒接 拒访 refused declined notinterested rejected ni",
        "complaint": "投诉 客户投诉 complaint complained",
        "wrong_number": "空号 错号 号码错误 号码不存在 错误号码 wrongnumber invalidnumber dc",
        "no_answer": """未接 未接通 未接听 无人接听 无应答 无人应答 未应答 振铃未接 否 noanswer na
            unanswered missed missedcall notanswered""",
        "busy": "忙 忙线 占线 用户忙 正忙 通话中 busy",
        "failed": "失败 呼叫失败 拨打失败 线路故障 failed error congestion chanunavail",
        "cancelled": "取消 已取消 主叫取消 提前挂机 cancel cancelled canceled",
        "switched_off": "关机 已关机 停机 已停机 switchedoff poweroff",
        "unreachable": "无法接通 不在服务区 暂时无法接通 unreachable notreachable",
        "abandoned": "放弃 用户放弃 排队放弃 呼损 abandoned abandon drop dropped",
        "voicemail": "语音信箱 留言 语音留言 voicemail",
        "answering_machine": "答录机 语音助手 机器人 秘书 answeringmachine machine am",
        "answered": """已接 接通 已接通 已接听 接听 应答 已应答 人工接听 正常 是 answered connected
            completed answer""",
    },
    Field.HANGUP_BY: {
        "agent": "坐席 座席 坐席挂机 座席挂机 客服 客服挂机 员工 agent operator",
        "customer": "客户 用户 客户挂机 用户挂机 客户挂断 用户挂断 customer client",
        "system": "系统 系统挂机 超时 system timeout none",
    },
    Field.STATE: {
        "offline": "签出 离线 登出 offline loggedout logout",
        "ready": "空闲 示闲 就绪 在线 ready available idle login loggedin",
        "ringing": "振铃 响铃 ringing",
        "talking": "通话 通话中 talking incall oncall",
        "hold": "保持 hold onhold",
        "wrap_up": "话后 整理 事后处理 话后处理 wrapup acw aftercallwork",
        "break": "小休 休息 示忙 离席 用餐 break pause paused lunch away notready",
        "meeting": "会议 开会 meeting",
        "training": "培训 training",
    },
    Field.TYPE: {
        "call.dialed": "拨号 外呼 dialed dial",
        "call.ringing": "振铃 ringing ring",
        "call.answered": "应答 接听 answered answer",
        "call.queued": "排队 进入队列 queued queue",
        "call.bridged": "坐席接听 接通坐席 bridged bridge connected connect",
        "call.held": "保持 held hold",
        "call.resumed": "恢复 取消保持 resumed resume unhold",
        "call.transferred": "转接 转移 transferred transfer",
        "call.ended": "挂机 挂断 结束 ended end hangup",
        "call.disposed": "小结 结果 disposed disposition",
        "agent.state": "状态变更 坐席状态 agentstate state",
        "sale.recorded": "成交 sale",
        "satisfaction.recorded": "满意度 评价 satisfaction",
        "recording.ready": "录音 recording",
    },
}
_KNOWN: dict[Field, dict[str, str]] = {
    field: {word: ours for ours, words in meanings.items() for word in words.split()}
    for field, meanings in _WORDS.items()
}


def ours_for(field: Field, word: str) -> str | None:
    """Our word for `word`; None when it is not known."""
    plain = "".join(char for char in word.casefold() if char.isalnum())
    if word in _WORDS.get(field, {}):
        return word
    return _KNOWN.get(field, {}).get(plain)


def values_for(field: Field, samples: Iterable[str]) -> Mapping[str, str]:
    """What those of `samples` mean that are known and written otherwise."""
    known = {word: ours_for(field, word) for word in samples if 0 < len(word) <= WORD_MAX}
    return {word: ours for word, ours in known.items() if ours is not None and ours != word}


def has_words(field: Field) -> bool:
    return field in _WORDS
