import { useEffect, useMemo, useRef } from "react";
import { nextHit, previousHit } from "../../components/call/marks";
import { useNoFocusByMouse } from "../../components/call/no-focus-by-mouse";
import type { Player } from "../../components/call/player";
import type { Hit } from "../../lib/api";
import { type Shortcut, useShortcuts } from "../../lib/keys";
import { readPreferences, setPreferences } from "../../lib/preferences";
import type { ChosenAndChange } from "./use-chosen";

const STEP_S = 5;

/** The keys of the call screen; they work wherever the mouse last clicked. */
export function useCallKeys(player: Player, hits: readonly Hit[], chosen: ChosenAndChange): void {
  const turnPanel = useRef(() => {});
  useEffect(() => {
    const { panel, change } = chosen;
    turnPanel.current = () => change({ panel: panel === "score" ? "sound" : null });
  });
  const shortcuts = useMemo<Shortcut[]>(() => {
    const jump = (find: typeof nextHit) => {
      const hit = find(hits, player.time_s());
      if (hit) player.playFrom(hit.start_s);
    };
    return [
      { keys: [" "], label: "play", run: player.toggle },
      { keys: ["j"], label: "next_hit", run: () => jump(nextHit) },
      { keys: ["k"], label: "previous_hit", run: () => jump(previousHit) },
      { keys: ["ArrowLeft"], label: "back", run: () => player.skip(-STEP_S) },
      { keys: ["ArrowRight"], label: "forward", run: () => player.skip(STEP_S) },
      { keys: ["["], label: "slower", run: () => player.shiftSpeed(-1) },
      { keys: ["]"], label: "faster", run: () => player.shiftSpeed(1) },
      { keys: ["w"], label: "wording", run: () => flip("written_numbers") },
      { keys: ["d"], label: "doubtful", run: () => flip("show_doubtful") },
      { keys: ["m"], label: "marks", run: () => flip("show_marks") },
      { keys: ["p"], label: "panel", run: () => turnPanel.current() },
    ];
  }, [player, hits]);
  useShortcuts(shortcuts);
  useNoFocusByMouse();
}

function flip(name: "written_numbers" | "show_doubtful" | "show_marks"): void {
  setPreferences({ [name]: !readPreferences()[name] });
}
