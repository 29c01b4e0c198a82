/** The clock of a past hour: it stands where the player is. */
import type { Clock } from "../../lib/now";

export interface PastClock extends Clock {
  set(now_ms: number): void;
}

export function pastClock(now_ms: number): PastClock {
  const listeners = new Set<() => void>();
  let shown = whole(now_ms);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => shown,
    set(wanted_ms) {
      if (whole(wanted_ms) === shown) return;
      shown = whole(wanted_ms);
      for (const listener of listeners) listener();
    },
  };
}

function whole(ms: number): number {
  return ms - (ms % 1000);
}
