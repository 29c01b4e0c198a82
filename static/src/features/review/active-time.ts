/** How long somebody has worked on a review: breaks do not count. Pure. */

export interface ActiveTime {
  active_s: number;
  /** When it was last looked at. */
  looked_ms: number;
  /** When the reader last did something. */
  moved_ms: number;
}

/** Who does nothing for so long has gone for coffee; who listens has not. */
export const IDLE_MS = 60_000;
/** A computer that slept comes back with hours between two looks. */
const LONGEST_LOOK_MS = 10_000;

export function startTime(active_s: number, now_ms: number): ActiveTime {
  return { active_s, looked_ms: now_ms, moved_ms: now_ms };
}

export function moved(time: ActiveTime, now_ms: number): ActiveTime {
  return { ...time, moved_ms: now_ms };
}

export function isActive(
  { moved_ms }: ActiveTime,
  now_ms: number,
  { visible, playing }: { visible: boolean; playing: boolean },
): boolean {
  return visible && (playing || now_ms - moved_ms < IDLE_MS);
}

/** Counts the time since the last look, if the reader was at work. */
export function look(time: ActiveTime, now_ms: number, active: boolean): ActiveTime {
  const passed_ms = Math.min(Math.max(0, now_ms - time.looked_ms), LONGEST_LOOK_MS);
  const active_s = time.active_s + (active ? passed_ms / 1000 : 0);
  return { ...time, active_s, looked_ms: now_ms };
}
