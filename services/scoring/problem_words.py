"""What is wrong with a scorecard, said in Chinese."""

import re

_PLACES = {
    "A fact of the call": "通话信息",
    "A language": "语言条件",
    "Something that is not so": "“非”条件",
    "An earlier call": "历史通话条件",
}
_WHOLE = {
    "A condition needs a type": "条件需要写明类型（type）",
    "at_least asks for more conditions than there are": "at_least 要求的条件数超过了现有条件数",
    "a phrase needs at least one letter or digit": "词语至少要有一个文字或数字",
    "a rule cannot refer to itself": "规则不能引用自己",
    "a rule that is fatal to its section needs a section": "否决所属分组的规则必须先归入一个分组",
    "Field required": "此项必填",
    "give at least one phrase or word pack": "至少要填一个词语或选一个词包",
    "give either value or fact": "value 与 fact 二选一",
    "give one of first_s, last_s, first_turns, last_turns": (
        "first_s、last_s、first_turns、last_turns 中只填一个"
    ),
    "in and not_in need a list of values, the others one value": (
        "in 和 not_in 需要一组值，其他比较只要一个值"
    ),
    "Input should be a finite number": "必须是有限的数字",
    "per_place is for rules that add or deduct": "只有加分或扣分的规则才能按次计分",
    "There is no such field here": "这里没有这个字段",
    "This is missing": "此项必填",
    "This must be text. Put what looks like a number into quotes": (
        "这里必须是文字；看起来像数字的内容请加引号"
    ),
    "Words of packs are filled in when a version is published. Leave this out": (
        "词包的词语在发布时自动填入，这里请不要填写"
    ),
}
_PATTERNS = [
    (re.compile(pattern), template)
    for pattern, template in (
        (r"a rule may have at most (\d+) conditions", r"一条规则最多 \1 个条件"),
        (r"Conditions within conditions go more than (\d+) deep", r"条件嵌套超过 \1 层"),
        (r"Input should be greater than or equal to (\S+)", r"不能小于 \1"),
        (r"Input should be greater than (\S+)", r"必须大于 \1"),
        (r"Input should be less than or equal to (\S+)", r"不能大于 \1"),
        (r"Input should be less than (\S+)", r"必须小于 \1"),
        (r"Input should be a valid (?:number|integer|decimal)\b.*", r"必须是数字"),
        (r"Input should be a valid (?:list|tuple|array)\b.*", r"必须是列表"),
        (r"Input should be a valid (?:dict|object|model)\w*\b.*", r"必须是一组字段"),
        (r"Input should be a valid boolean\b.*", r"只能是 true 或 false"),
        (r"Input should be ('.+')", r"只能是 \1 之一"),
        (
            r"It asks for (\d+) different phrases and lists (\d+)",
            r"要求 \1 个不同的词语，只列了 \2 个",
        ),
        (
            r"Near something that is near something goes more than (\d+) deep",
            r"“前后”条件嵌套超过 \1 层",
        ),
        (
            r"Only a person answers the rule (\S+), so nothing can hang on it",
            r"规则 \1 只由人工作答，其他条件不能依赖它",
        ),
        (
            r"rule (\S+) earns, so it needs a section with a weight",
            r"得分规则 \1 需要归入有权重的分组",
        ),
        (
            r"rule (\S+) refers to (\S+), which is not on this card",
            r"规则 \1 引用的 \2 不在这张评分卡上",
        ),
        (r"rule (\S+): there is no section (\S+)", r"规则 \1：没有分组 \2"),
        (r"rule keys appear twice: (.+)", r"规则标识重复：\1"),
        (r"rules refer to each other in a circle: (.+)", r"规则之间循环引用：\1"),
        (r"section keys appear twice: (.+)", r"分组标识重复：\1"),
        (r"String should have at least (\d+) characters?", r"至少 \1 个字"),
        (r"String should have at most (\d+) characters?", r"最多 \1 个字"),
        (r"String should match pattern '(.+)'", r"格式不对，应符合 \1"),
        (r"The card looks for more than ([\d,]+) phrases by now", r"整张评分卡的词语超过 \1 个"),
        (
            r"The expression cannot be used: (.+?)\. There is no look-around and no reference back",
            r"正则表达式不能使用：\1。不支持环视和反向引用",
        ),
        (r"The expression cannot be used: (.+)", r"正则表达式不能使用：\1"),
        (r"There is no condition of the type (.+)", r"没有 \1 这种条件"),
        (r"There is no word pack (\S+)", r"没有词包 \1"),
        (
            r"(?:Tuple|List|Dictionary) should have at least (\d+) items? after validation, not .+",
            r"至少要有 \1 项",
        ),
        (
            r"(?:Tuple|List|Dictionary) should have at most (\d+) items? after validation, not .+",
            r"最多 \1 项",
        ),
        (r"weights total (\S+), not 100", r"权重合计 \1，应为 100"),
        (r"This YAML cannot be read\. Line (\d+): (.+)", r"YAML 第 \1 行无法读取：\2"),
        (r"This YAML cannot be read\. (.+)", r"YAML 无法读取：\1"),
    )
]
_KIND = "|".join(map(re.escape, _PLACES))
_NEAR = re.compile(rf"({_KIND}) has no place in a call that something could be near to")
_STEP = re.compile(rf"({_KIND}) has no place in a call, so it cannot be the step (.+)")


def in_chinese(sentence: str) -> str:
    """The same sentence; as it is where nobody has put it into Chinese yet."""
    plain = sentence.rstrip(".")
    told = _WHOLE.get(plain) or _of_place(plain) or _by_pattern(plain)
    return f"{told}。" if told else sentence


def _by_pattern(sentence: str) -> str | None:
    for pattern, template in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return found.expand(template)
    return None


def _of_place(sentence: str) -> str | None:
    if found := _NEAR.fullmatch(sentence):
        return f"{_PLACES[found[1]]}在通话中没有位置，不能作为“前后”条件的参照"
    if found := _STEP.fullmatch(sentence):
        return f"{_PLACES[found[1]]}在通话中没有位置，不能作为步骤“{found[2]}”"
    return None
