"""Why a customer was not reached, in 云联络中心's words.

Source: earlyMediaState in 事件消息格式; releaseReason is a SIP response code and its text.
"""

EARLY_MEDIA = {
    "NoAnswer": "no_answer",
    "Busy": "busy",
    "PowerOff": "unreachable",
    "OutOfService": "unreachable",
    "NotConnected": "unreachable",
    "NotExist": "wrong_number",
    "Restricted": "failed",
}
_SIP = {
    "404": "wrong_number",
    "408": "no_answer",
    "480": "unreachable",
    "486": "busy",
    "487": "cancelled",
    "600": "busy",
    "603": "rejected",
    "604": "wrong_number",
}
_ANSWERED = "200"
_CODE_DIGITS = 3


def outcome_of(early_media: str | None, reason: str | None) -> str | None:
    """None where the call was answered or nothing says why it was not."""
    code = (reason or "").strip()[:_CODE_DIGITS]
    if code == _ANSWERED:
        return None
    if early_media in EARLY_MEDIA:
        return EARLY_MEDIA[early_media]
    return _SIP.get(code) or ("failed" if code[:1] in ("4", "5", "6") else None)
