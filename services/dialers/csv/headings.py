"""What columns are usually called, in Chinese and in English."""

import re

from services.dialers.csv.mapping import Field

_HEADINGS: dict[Field, str] = {
    Field.CALL_ID: """
        通话id 呼叫id 通话编号 通话流水号 流水号 会话id 话单号 话单id 录音流水号 唯一标识
        通话标识 呼叫流水号
        callid uniqueid sessionid uuid callsid contactid interactionid linkedid callkey
        callidentifier conversationid""",
    Field.DIRECTION: """
        呼叫类型 呼叫方向 通话类型 通话方向 方向 呼入呼出 呼叫方式 话单类型
        direction calltype calldirection""",
    Field.AGENT: """
        坐席 座席 工号 坐席工号 座席工号 坐席id 座席id 坐席号 座席号 坐席编号 座席编号 员工工号
        客服工号 分机 分机号
        坐席分机 客服 经办人 业务员工号 坐席账号
        agent agentid agentcode agentno user userid username extension operator operatorid rep
        agentextension agentlogin""",
    Field.AGENT_NAME: """
        坐席姓名 座席姓名 坐席名称 座席名称 客服姓名 员工姓名 业务员 业务员姓名 姓名 坐席名 座席名
        agentname agentfullname operatorname repname fullname""",
    Field.CAMPAIGN: """
        项目 活动 任务 任务名称 项目名称 活动名称 外呼任务 批次 营销活动 业务 任务id 项目编号
        campaign campaignid campaignname project list""",
    Field.CUSTOMER_NUMBER: """
        客户号码 客户电话 客户手机 客户手机号 被叫 被叫号码 手机号 手机号码 电话 电话号码
        联系电话 号码 对方号码
        customernumber customerphone phone phonenumber customer callee calleenumber called
        callednumber destination dnis dialednumber dialednum to tonumber dst""",
    Field.CALLER_NUMBER: """
        主叫 主叫号码 外显号码 外显 中继号码 中继号 企业号码 总机号 热线号码 显示号码
        callernumber caller callerid ani from fromnumber src cli outboundnumber displaynumber""",
    Field.QUEUE: """
        队列 技能组 队列名称 技能组名称 技能队列 排队队列
        queue queuename skill skillgroup skillset hunt huntgroup ingroup""",
    Field.STARTED_AT: """
        开始时间 呼叫时间 呼叫开始时间 通话开始时间 拨打时间 呼出时间 外呼时间 来电时间 发起时间
        拨号时间
        通话时间 呼入时间 进线时间 创建时间
        starttime start startedat startdate startdatetime calltime calldate calldatetime
        callstart timestamp datetime initiated initiationtimestamp begin begintime dialtime""",
    Field.RINGING_AT: """
        振铃时间 响铃时间 振铃开始时间 ringtime ringingat ringstart ringingtime alertingtime""",
    Field.ANSWERED_AT: """
        应答时间 接听时间 接通时间 摘机时间 客户接听时间 坐席接听时间 接起时间
        answertime answer answered answeredat answerdate connecttime connectedat connected
        pickuptime""",
    Field.ENDED_AT: """
        结束时间 挂机时间 挂断时间 通话结束时间 呼叫结束时间
        endtime end ended endedat enddate hanguptime hangupat callend disconnecttimestamp
        disconnected""",
    Field.DATE: "日期 通话日期 呼叫日期 拨打日期 date day",
    Field.TIME: "时间 时刻 time timeofday",
    Field.DURATION_S: """
        时长 呼叫时长 总时长 总通话时长 持续时间 呼叫总时长
        duration calllength length totalduration callduration totaltime seconds lengthinsec
        durations durationsec durationseconds""",
    Field.TALK_S: """
        通话时长 通话秒数 计费时长 接听时长 应答时长 客户通话时长 坐席通话时长 有效通话时长
        talktime talk talkduration billsec billableseconds talks talksec talkseconds handletime
        conversationtime""",
    Field.WAIT_S: """
        等待时长 排队时长 振铃时长 响铃时长 等待时间 排队时间
        waittime wait waitduration ringduration queuetime queuewaittime queueseconds waits
        waitsec ringsec ringseconds""",
    Field.OUTCOME: """
        呼叫结果 通话结果 结果 通话状态 呼叫状态 状态 接听状态 接通状态 小结 通话小结 外呼结果
        意向 客户意向
        处理结果 是否接通 拨打结果 跟进结果
        disposition outcome result status callstatus callresult dispo wrapup wrapupcode""",
    Field.HANGUP_BY: """
        挂机方 挂断方 挂机方向 释放方 结束方 先挂机方 挂机原因方
        hangupby hangup hungupby disconnectedby releasedby termreason terminatedby""",
    Field.AMOUNT: """
        金额 成交金额 销售金额 订单金额 签约金额 交易金额
        amount saleamount revenue value ordervalue price dealvalue""",
    Field.CURRENCY: "币种 货币 currency currencycode",
    Field.SALE_AT: "成交时间 下单时间 签约时间 订单时间 saleat saletime saledate ordertime soldat",
    Field.SATISFACTION: """
        满意度 满意度评价 客户评价 评价 评分 满意度得分 satisfaction csat rating surveyscore""",
    Field.RECORDING_URL: """
        录音地址 录音链接 录音url 录音下载地址 录音 录音文件地址 录音下载 录音路径
        recordingurl recordurl recording recordinglink recordings audiourl recordinglocation""",
    Field.RECORDING_FILE: """
        录音文件 录音文件名 录音名称 recordingfile recordfile filename recordingfilename
        monitorfilename""",
    Field.EVENT_ID: "事件id 事件编号 eventid",
    Field.TYPE: "事件 事件类型 事件名称 type eventtype event eventname",
    Field.AT: "发生时间 事件时间 at eventtime occurredat",
    Field.REASON: "原因 小休原因 示忙原因 reason reasoncode pausereason",
    Field.STATE: "坐席状态 座席状态 agentstate state",
    Field.LEFT_BY: "离开原因 leftby",
}
_KNOWN = {heading: field for field, words in _HEADINGS.items() for heading in words.split()}
_BETWEEN = re.compile(r"[\s_\-./:：#*]+")
_UNIT = re.compile(r"[(（\[【](?P<unit>[^)）\]】]*)[)）\]】]")
_UNITS = {
    "s": "s",
    "sec": "s",
    "seconds": "s",
    "秒": "s",
    "ms": "ms",
    "毫秒": "ms",
    "milliseconds": "ms",
    "min": "min",
    "minutes": "min",
    "分": "min",
    "分钟": "min",
}


def plain(heading: str) -> str:
    """Without case, what is between words, and what stands in brackets."""
    return _BETWEEN.sub("", _UNIT.sub("", heading)).casefold()


_CALLED_WORDS = """被叫 被叫号码 callee calleenumber called callednumber destination dnis
    dialednumber dialednum to tonumber dst"""
_CALLED = frozenset(_CALLED_WORDS.split())


def is_called_party(heading: str) -> bool:
    """Whether it names who was called, which of an inbound call is not the customer."""
    return plain(heading) in _CALLED


def field_of(heading: str) -> Field | None:
    return _KNOWN.get(plain(heading))


def unit_of(heading: str) -> str | None:
    """The format that the heading itself names: `通话时长(秒)`."""
    found = _UNIT.search(heading)
    return _UNITS.get(found["unit"].strip().casefold()) if found else None
