import { useEffect, useMemo } from "react";

import type { Hit } from "../../lib/api";
import { type Shortcut, useShortcuts } from "../../lib/keys";
import { nextHit, previousHit } from "./marks";
import type { Player } from "./player";

const STEP_S = 5;
const PRESSED = 'button, a, [type="radio"], [type="checkbox"], [role="slider"]';

/** The keys of the call screen; they work wherever the mouse last clicked. */
export function useCallKeys(player: Player, hits: readonly Hit[]): void {
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
    ];
  }, [player, hits]);
  useShortcuts(shortcuts);
  useNoFocusByMouse();
}

/** What the mouse pressed keeps no focus, so that the next key is the screen's. */
function useNoFocusByMouse(): void {
  useEffect(() => {
    const onClick = ({ detail }: MouseEvent) => {
      const byMouse = detail > 0;
      // A label hands the focus on only after its own click.
      if (byMouse) setTimeout(dropFocus);
    };
    window.addEventListener("click", onClick);
    return () => window.removeEventListener("click", onClick);
  }, []);
}

function dropFocus(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.matches(PRESSED)) activeElement.blur();
}
