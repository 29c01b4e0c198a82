"""Why something of a table was not used, said in Chinese."""

import re

_WHOLE = {
    "a quotation mark is opened here and never closed": "此处的引号没有闭合",
    "it has characters of another encoding": "含有其他编码的字符",
    "no column is the call's id: a row that is changed later becomes another call": (
        "没有通话编号列：以后改动过的行会成为另一通电话"
    ),
    "the call ends before it begins, or is answered outside of it": (
        "通话的结束早于开始，或接听不在通话期间"
    ),
    "the row does not say when the call began": "该行没有写明通话何时开始",
    "times have no zone: say which zone they are in": "时间没有时区：请指定时区",
    "too large, or with characters in it that cannot be stored": "过长，或含有无法保存的字符",
}
_PATTERNS = [
    (re.compile(pattern, re.DOTALL), template)
    for pattern, template in (
        (r"(\d+) columns where the heading has (\d+)", r"有 \1 列，而表头只有 \2 列"),
        (r"(\S+) is empty", r"\1 为空"),
        (
            r"(.+?): (.+) is none of the words known; say what it means",
            r"\1：不认识“\2”，请说明含义",
        ),
        (r"(.+?): no currency: (.+)", r"\1：不是货币：\2"),
        (r"(.+?): longer than (\d+) characters", r"\1：超过 \2 个字符"),
        (
            r"(.+?): (.+) was shortened by a spreadsheet; export it as text",
            r"\1：\2 已被表格软件截短，请以文本格式导出",
        ),
        (r"(.+?): not a number: (.+)", r"\1：不是数字：\2"),
        (r"(.+?): not an amount: (.+)", r"\1：不是金额：\2"),
        (r"(.+?): not a duration: (.+)", r"\1：不是时长：\2"),
        (r"(.+?): no call takes that long: (.+)", r"\1：通话不可能这么长：\2"),
        (r"(.+?): not a time: (.+)", r"\1：不是时间：\2"),
        (r"(.+?): not of our time: (.+)", r"\1：年份不合理：\2"),
        (
            r"(.+?): (.+) has no zone; say which zone these times are in \(Sources > Settings\)",
            r"\1：\2 没有时区，请指定时区（数据源 > 设置）",
        ),
        (
            r"(.+?): (.+): say whether the day or the month comes first",
            r"\1：\2：请指定日在前还是月在前",
        ),
        (r"(.+) lies in the future", r"\1 在未来"),
        (r"there is no column (.+)", r"没有“\1”这一列"),
        (r"two columns are (\S+)", r"有两列都是 \1"),
        (r"say which column is (\S+)", r"请指定哪一列是 \1"),
        (r"(\S+): no call has it", r"\1：通话没有这个字段"),
        (r"(\S+): no event has it", r"\1：事件没有这个字段"),
    )
]


def in_language(sentence: str, language: str) -> str:
    """`sentence` for who reads `language`, as `Accept-Language` has it.

    In English where nobody has put it into Chinese yet.
    """
    return in_chinese(sentence) if language.lower().startswith("zh") else sentence


def in_chinese(sentence: str) -> str:
    told = _WHOLE.get(sentence) or _by_pattern(sentence)
    return f"{told}。" if told else sentence


def _by_pattern(sentence: str) -> str | None:
    for pattern, template in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return found.expand(template)
    return None
