import { useEffect, useMemo, useRef } from "react";

import { type Shortcut, useShortcuts } from "../../lib/keys";
import { type Mark, nextMark, previousMark } from "./marks";
import { faster, type Speed } from "./place";
import type { Player } from "./use-player";

const STEP_S = 30;

/** The keys of the player; they work wherever the mouse last clicked. */
export function useReplayKeys(
  player: Player,
  marks: readonly Mark[],
  speed: Speed,
  onSpeed: (speed: Speed) => void,
): void {
  const now = useRef({ player, marks, speed, onSpeed });
  useEffect(() => {
    now.current = { player, marks, speed, onSpeed };
  });
  const shortcuts = useMemo<Shortcut[]>(() => {
    const skip = (by_s: number) => now.current.player.seek(now.current.player.past.at_s + by_s);
    const jump = (find: typeof nextMark) => {
      const mark = find(now.current.marks, now.current.player.past.at_s);
      if (mark) now.current.player.seek(mark.at_s);
    };
    const hurry = (by: -1 | 1) => now.current.onSpeed(faster(now.current.speed, by));
    return [
      { keys: [" "], label: "play", run: () => now.current.player.toggle() },
      { keys: ["j"], label: "next_event", run: () => jump(nextMark) },
      { keys: ["k"], label: "previous_event", run: () => jump(previousMark) },
      { keys: ["ArrowLeft"], label: "half_minute_back", run: () => skip(-STEP_S) },
      { keys: ["ArrowRight"], label: "half_minute_on", run: () => skip(STEP_S) },
      { keys: ["["], label: "slower", run: () => hurry(-1) },
      { keys: ["]"], label: "faster", run: () => hurry(1) },
    ];
  }, []);
  useShortcuts(shortcuts);
}
