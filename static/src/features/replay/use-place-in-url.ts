import { useEffect, useEffectEvent } from "react";
import { useSearchParams } from "react-router";

import type { Speed } from "./place";
import type { Player } from "./use-player";

const SETTLED_MS = 400;
const WHILE_PLAYING_S = 5;

/** Keeps in the address where the player stands: when it rests, and now and then while it plays. */
export function usePlaceInUrl({ past, playing }: Player, speed: Speed): void {
  const [, setParams] = useSearchParams();
  const at_s = Math.floor(past.at_s);
  const step_s = playing ? WHILE_PLAYING_S * speed : 1;
  const noted = Math.floor(at_s / step_s);

  const note = useEffectEvent(() => {
    setParams(
      (before) => {
        if (at_s > 0) before.set("at", String(at_s));
        else before.delete("at");
        return before;
      },
      { replace: true },
    );
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is what is noted
  useEffect(() => {
    const timer = setTimeout(() => note(), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [noted, playing]);
}
