import { useEffect, useEffectEvent, useRef, useState } from "react";

import type { Player } from "../../components/call/player";
import { type ActiveTime, isActive, look, moved, startTime } from "./active-time";

const LOOK_MS = 1000;
const MOVES = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

export interface Working {
  active_s: number;
  active: boolean;
}

/** The seconds somebody works on a review, from `from_s` on; none pass while not `counting`. */
export function useActiveTime(from_s: number, player: Player, counting: boolean): Working {
  const time = useRef<ActiveTime>(undefined);
  const [working, setWorking] = useState<Working>({ active_s: from_s, active: true });

  const tick = useEffectEvent(() => {
    const now_ms = Date.now();
    const before = time.current ?? startTime(from_s, now_ms);
    const visible = document.visibilityState === "visible";
    const active = counting && isActive(before, now_ms, { visible, playing: player.isPlaying() });
    time.current = look(before, now_ms, active);
    setWorking({ active_s: time.current.active_s, active });
  });

  useEffect(() => {
    const onMove = () => {
      const now_ms = Date.now();
      time.current = moved(time.current ?? startTime(from_s, now_ms), now_ms);
    };
    for (const kind of MOVES) window.addEventListener(kind, onMove, { passive: true });
    const timer = setInterval(() => tick(), LOOK_MS);
    return () => {
      clearInterval(timer);
      for (const kind of MOVES) window.removeEventListener(kind, onMove);
    };
  }, [from_s]);

  return working;
}
