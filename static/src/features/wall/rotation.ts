/** Which view a wall shows when. Pure. */

export interface Turn {
  place: number;
  /** Seconds since it came. */
  since_s: number;
}

/**
 * The view whose turn it is at `now_ms`, by the server's clock.
 *
 * Made of the time alone: nothing runs on for days, and screens of one wall turn together.
 */
export function turnAt(seconds: readonly number[], now_ms: number): Turn {
  const round = seconds.reduce((sum, one) => sum + one, 0);
  if (round <= 0) return { place: 0, since_s: 0 };
  let left = Math.floor(now_ms / 1000) % round;
  for (const [place, stays] of seconds.entries()) {
    if (left < stays) return { place, since_s: left };
    left -= stays;
  }
  return { place: 0, since_s: 0 };
}
