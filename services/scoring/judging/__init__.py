"""What a scorecard's conditions are of a call, with the places that prove it. Pure."""

from services.scoring.judging.compiled import CompiledCard
from services.scoring.judging.compiling import CardNotUsable, compile_card
from services.scoring.judging.judge import judge
from services.scoring.judging.talk import Talk

__all__ = ["CardNotUsable", "CompiledCard", "Talk", "compile_card", "judge"]
