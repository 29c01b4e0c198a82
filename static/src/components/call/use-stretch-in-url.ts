import { useEffect, useMemo } from "react";
import { useSearchParams } from "react-router";

import { runsOver, stretchOf } from "../clips/stretch";
import type { Stretch } from "./marks";
import type { Player } from "./player";

/** Starts at the address's `from` and stops at its `to`, once; what lies beyond can still be played. */
export function useStretchInUrl(player: Player): Stretch | null {
  const [params] = useSearchParams();
  const from = params.get("from");
  const to = params.get("to");
  const stretch = useMemo(() => stretchOf(from, to), [from, to]);
  useEffect(() => {
    if (!stretch) return;
    player.seek(stretch.start_s);
    let before_s = stretch.start_s;
    return player.subscribe(() => {
      const now_s = player.time_s();
      const over = player.isPlaying() && runsOver(before_s, now_s, stretch.end_s);
      before_s = now_s;
      if (over) player.pause();
    });
  }, [player, stretch]);
  return stretch;
}
