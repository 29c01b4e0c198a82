"""Print how well the demo's model hears the recordings: `python -m demo.making.evaluate_calls`."""

from pathlib import Path
from typing import Annotated

import typer

from demo.calls import MODEL, RECORDINGS, read_manifest
from demo.making.hearing import Ear, measure, missed_phrases


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
    planted = [call for call in calls if any(broken.quote for broken in call.violations)]
    missed = {call.file: missed_phrases(call, ear.hear(call, folder)) for call in planted}
    for file, phrases in missed.items():
        if phrases:
            typer.echo(f"{file}: not heard: {', '.join(phrases)}")
    typer.echo(
        f"calls with a planted phrase: {len(planted)}, all heard in "
        f"{sum(not phrases for phrases in missed.values())}"
    )


if __name__ == "__main__":
    typer.run(main)
