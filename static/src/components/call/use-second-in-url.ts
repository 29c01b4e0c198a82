import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { useSearchParams } from "react-router";

import type { Player } from "./player";

/** Starts the player at the address's `t`, and keeps the selected second there. */
export function useSecondInUrl(player: Player): void {
  const [params, setParams] = useSearchParams();
  const wanted = params.get("t");
  const written = useRef<string | null>(null);

  useEffect(() => {
    if (wanted === null || wanted === written.current) return;
    const second = Number(wanted);
    if (Number.isFinite(second)) player.seek(second);
  }, [wanted, player]);

  const write = useEffectEvent(() => {
    const second = player.time_s().toFixed(1);
    if (second === written.current || second === wanted) return;
    written.current = second;
    setParams(
      (before) => {
        before.set("t", second);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  });

  // Gone before the sound stops: its last news would lead the reader back to this address.
  useLayoutEffect(() => {
    const audio = player.element();
    if (!audio) return;
    const onNews = () => write();
    audio.addEventListener("seeked", onNews);
    audio.addEventListener("pause", onNews);
    return () => {
      audio.removeEventListener("seeked", onNews);
      audio.removeEventListener("pause", onNews);
    };
  }, [player]);
}
