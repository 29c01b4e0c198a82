"""Make the recordings of demo and tests: `python -m demo.making.compose`."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import numpy as np
import typer

from demo.calls import (
    RECORDINGS,
    Manifest,
    Outcome,
    RecordedCall,
    Turn,
    Violation,
    sha256_of,
    write_manifest,
)
from demo.making import chinese, english
from demo.making.dialogues import (
    IDENTIFICATION,
    NOTICE,
    PRICES,
    Line,
    Script,
    Sheet,
    write_dialogue,
)
from demo.making.files import OPUS, PROBES, Format, write_audio, write_gsm
from demo.making.sheets import HELD_OUT, PROBE, PROBE_LINES, SHEETS
from demo.making.speech import FEMALE, MALE, RATE_HZ, draw_voice
from demo.making.telephone import Cast, Performance, Stereo, perform

Layout = Literal["stereo", "mono", "twice_mono"]
TEST_CALLS = Path("tests/data/calls")
WOMEN = ("小李", "小陈", "刘经理", "Maria", "Susan", "女士", "miss", "missus")
LEFT_OUT = (NOTICE, IDENTIFICATION)
"""Rules broken by silence: there is no second to point at."""


class Call(NamedTuple):
    script: Script
    performance: Performance


def main(
    recordings: Annotated[Path, typer.Option(help="Folder of the demo's recordings.")] = RECORDINGS,
    tests: Annotated[Path, typer.Option(help="Folder of the held-out recordings.")] = TEST_CALLS,
) -> None:
    """Compose, speak and write every recording and its manifest. The same every time."""
    write_manifest(Manifest(calls=tuple(_demo_calls(recordings))), recordings)
    write_manifest(Manifest(calls=tuple(_test_calls(tests))), tests)
    (tests / "notes.wav").write_text("Not a sound: meeting notes somebody named .wav.\n")
    (tests / "empty.wav").write_bytes(b"")


def _demo_calls(folder: Path) -> Iterator[RecordedCall]:
    for sheet in SHEETS:
        yield _record(folder, f"{sheet.campaign}-{sheet.seed}", compose(sheet), OPUS)


def _test_calls(folder: Path) -> Iterator[RecordedCall]:
    for name, (sheet, layout) in HELD_OUT.items():
        call = compose(sheet, overlap=layout == "stereo")
        yield _record(folder, name, call, OPUS, layout)
    probe = compose(PROBE, overlap=False, length=PROBE_LINES)
    for name, form in PROBES.items():
        yield _record(folder, name, probe, form)
    write_gsm(folder / "wav-gsm.wav", probe.performance.sound)
    yield _describe(folder / "wav-gsm.wav", probe, 8_000, "mono")


def compose(sheet: Sheet, *, overlap: bool = True, length: int | None = None) -> Call:
    """Write and perform one call, or its first `length` lines. Draws depend on `sheet` alone."""
    rng = random.Random(f"earshot demo call {sheet.seed}")
    language = sheet.pitch.language
    script = write_dialogue(sheet, chinese.tell if language == "zh" else english.tell, rng)
    del script.lines[len(script.lines) if length is None else length :]
    cast = _cast(script, rng)
    return Call(script, perform(script.lines, language, cast, rng, overlap=overlap))


def _cast(script: Script, rng: random.Random) -> Cast:
    agent, customer = (
        draw_voice(rng, FEMALE if _is_woman(script.known[slot]) else MALE)
        for slot in ("name", "cust")
    )
    return Cast(agent, customer)


def _is_woman(name: str) -> bool:
    return name.split()[0].endswith(WOMEN)


def _record(
    folder: Path, name: str, call: Call, form: Format, layout: Layout = "stereo"
) -> RecordedCall:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.{form.suffix}"
    write_audio(path, _lay_out(call.performance.sound, layout), form)
    return _describe(path, call, form.sample_rate_hz, layout)


def _describe(path: Path, call: Call, sample_rate_hz: int, layout: Layout) -> RecordedCall:
    script, sheet = call.script, call.script.sheet
    sold = sheet.outcome is Outcome.SALE
    return RecordedCall(
        file=path.name,
        sha256=sha256_of(path),
        seed=sheet.seed,
        language=sheet.pitch.language,
        layout=layout,
        sample_rate_hz=sample_rate_hz,
        duration_s=round(call.performance.sound.shape[1] / RATE_HZ, 2),
        campaign=sheet.campaign,
        agent_name=script.known["name"],
        outcome=sheet.outcome,
        amount=_first_year(script) if sold else None,
        currency=sheet.pitch.currency if sold else None,
        turns=call.performance.turns,
        violations=tuple(_violations(sheet, script.lines, call.performance.turns)),
    )


def _lay_out(sound: Stereo, layout: Layout) -> Stereo:
    mix: Stereo = sound.sum(axis=0, keepdims=True)
    match layout:
        case "stereo":
            return sound
        case "mono":
            return mix
        case "twice_mono":
            return np.repeat(mix, 2, axis=0)


def _first_year(script: Script) -> float:
    """What twelve months cost at the price named in the call."""
    return float(PRICES[script.known["num"]] * 12)


def _violations(sheet: Sheet, lines: list[Line], turns: tuple[Turn, ...]) -> Iterator[Violation]:
    if sheet.breaks in LEFT_OUT:
        yield Violation(rule_key=str(sheet.breaks), at_s=None, quote=None)
    for line, turn in zip(lines, turns, strict=True):
        if line.breaks:
            yield Violation(rule_key=line.breaks, at_s=turn.start_s, quote=line.text)


if __name__ == "__main__":
    typer.run(main)
