"""How calls ended in TCCC's words. The list is open: unknown words are kept and noted.

Source: 通话结束状态码 (679/123938) and the API's data types (TelCdrInfo.EndStatus).
"""

OUTCOMES = {
    "unconnected": "failed",
    "notAnswer": "no_answer",
    "userReject": "rejected",
    "powerOff": "unreachable",
    "notInService": "unreachable",
    "outOfCredit": "unreachable",
    "numberNotExist": "wrong_number",
    "busy": "busy",
    "callerCancel": "cancelled",
    "error": "failed",
    "clientError": "failed",
    "operatorError": "failed",
    "carrierBlocked": "failed",
    "restrictedCallee": "failed",
    "restrictedArea": "failed",
    "restrictedTime": "failed",
    "tooManyRequest": "failed",
}
"""What came of a call. The others say nothing that its times do not say."""

LEFT_BY = {
    "waitingGiveUp": "caller",
    "ringingGiveUp": "caller",
    "noSeatOnline": "empty",
    "seatGiveUp": "timeout",
    "error": "failed",
    "clientError": "failed",
}
"""Why a wait in a queue ended without an agent."""

_OTHERS = frozenset(
    {"ok", "unknown", "blackList", "ivrGiveUp", "ivrEnd", "notWorkTime", "seatForward"}
)


def is_known(status: str) -> bool:
    return status in OUTCOMES or status in LEFT_BY or status in _OTHERS
