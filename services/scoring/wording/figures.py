"""Places, phrases, seconds and figures, as a language writes them."""

from collections.abc import Sequence

from services.scoring.results import Evidence, Measured
from services.scoring.wording.words import Words

MOST_LISTED = 3
_PERCENT = "%"


def clock(second: float) -> str:
    """`1:05`, or `1:02:03` from an hour on."""
    minutes, seconds = divmod(int(max(0, second)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def window(from_s: float | None, to_s: float | None) -> str:
    return f"{clock(from_s or 0)}–{clock(to_s or 0)}"


def places(found: Sequence[Evidence], kind: str, words: Words) -> str:
    told = [_place(each, kind, words) for each in found[:MOST_LISTED]]
    return words.apart.join(told) + (words.more if len(found) > MOST_LISTED else "")


def phrases(texts: Sequence[str], words: Words) -> str:
    return listed([words.quoted.format(text=text) for text in texts], words)


def any_of(texts: Sequence[str], words: Words) -> str:
    """Phrases of which one will do."""
    told = [words.quoted.format(text=text) for text in texts[:MOST_LISTED]]
    return words.either.join(told) + (words.more if len(texts) > MOST_LISTED else "")


def listed(items: Sequence[str], words: Words) -> str:
    """The first few."""
    cut = words.more if len(items) > MOST_LISTED else ""
    return words.comma.join(items[:MOST_LISTED]) + cut


def figure(measured: Measured, words: Words) -> str:
    """What was measured against what was wanted, as a sentence."""
    slots = {
        "name": name_of(measured.name, words),
        "value": _value(measured.value, measured, words),
        "op": words.ops[measured.op] if measured.op else "",
        "wanted": _value(measured.wanted, measured, words),
    }
    how = "measured" if measured.op else "told"
    if measured.op and measured.value is None:
        how = "wanted"
    return filled(words.figures.get(measured.name, words.figures[how]), slots)


def name_of(name: str, words: Words) -> str:
    """Of a measure or a fact."""
    kind, _, rest = name.partition(".")
    if rest and kind in ("extra", "campaign"):
        return (words.extra if kind == "extra" else words.stated).format(name=rest)
    return words.names.get(name, name)


def number(value: float) -> str:
    return f"{round(value, 2):g}" if abs(value) < 1e6 else f"{value:.0f}"


def filled(template: str, slots: dict[str, str]) -> str:
    """`{Name}` is `{name}` with a capital letter."""
    capital = {name.capitalize(): text[:1].upper() + text[1:] for name, text in slots.items()}
    return template.format_map({**capital, **slots})


def _place(place: Evidence, kind: str, words: Words) -> str:
    if place.utterance is None or place.char_start is None or place.char_end is None:
        told = words.stretch.format(from_s=clock(place.start_s), to_s=clock(place.end_s))
    else:
        told = words.place.format(
            at=clock(place.start_s),
            quote=words.quoted.format(text=place.quote),
            number=place.utterance + 1,
            first=place.char_start + 1,
            last=place.char_end,
        )
    if place.detail and kind in words.details:
        told += words.details[kind].format(detail=place.detail)
    return words.in_earlier_call.format(place=told) if place.call_id else told


def _value(value: object, measured: Measured, words: Words) -> str:
    match value:
        case None:
            return words.values["none"]
        case bool():
            return words.values[str(value).lower()]
        case int() | float():
            unit = words.units.get(measured.name, "")
            shown = number(value * 100 if unit.strip() == _PERCENT else value)
            return words.numeric.format(number=shown, unit=unit)
        case tuple():
            return words.comma.join(_value(each, measured, words) for each in value)
        case _:
            return words.quoted.format(text=value)
