"""Print how well the demo's model hears the recordings: `python -m demo.making.evaluate_calls`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from demo.calls import MODEL, RECORDINGS, RecordedCall, read_manifest
from demo.making.hearing import Ear, Heard, measure, missed_phrases
from demo.making.judging import misjudged


def main(
    folder: Annotated[Path, typer.Argument(help="Recordings and their manifest.")] = RECORDINGS,
    model: Annotated[Path, typer.Option(help="CTranslate2 model directory.")] = MODEL,
) -> None:
    """Character error rate and real-time factor by language, and planted phrases not heard."""
    ear = Ear(model)
    calls = read_manifest(folder).calls
    for kind, figures in sorted(measure(ear, calls, folder).items()):
        typer.echo(
            f"{kind}: character error rate {figures.error_rate:.1%} of {figures.characters}, "
            f"real-time factor {figures.real_time_factor:.3f} over {figures.audio_s:.0f} s"
        )
    _report_judgements(calls, {call.file: ear.hear(call, folder) for call in calls})


def _report_judgements(calls: Sequence[RecordedCall], heard: Mapping[str, list[Heard]]) -> None:
    stereo = [call for call in calls if call.layout == "stereo"]
    for call in stereo:
        for phrase in missed_phrases(call, heard[call.file]):
            typer.echo(f"{call.file}: not heard: {phrase}")
        for rule_key in misjudged(call, heard[call.file]):
            typer.echo(f"{call.file}: misjudged: {rule_key}")
    planted = sum(any(broken.quote for broken in call.violations) for call in stereo)
    typer.echo(f"{len(stereo)} calls with two channels, {planted} of them with a planted phrase")


if __name__ == "__main__":
    typer.run(main)
