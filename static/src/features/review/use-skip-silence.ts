import { useEffect, useMemo } from "react";

import type { Player } from "../../components/call/player";
import type { Acoustics, Utterance } from "../../lib/api";
import { skippable, skipTo } from "./silence";

/** While `on`, the player jumps over what is silent. */
export function useSkipSilence(
  player: Player,
  on: boolean,
  acoustics: Acoustics | null,
  utterances: readonly Utterance[],
): void {
  const stretches = useMemo(() => skippable(acoustics, utterances), [acoustics, utterances]);
  useEffect(() => {
    if (!on) return;
    return player.subscribe(() => {
      const second = player.isPlaying() ? skipTo(stretches, player.time_s()) : null;
      if (second !== null) player.seek(second);
    });
  }, [player, on, stretches]);
}
