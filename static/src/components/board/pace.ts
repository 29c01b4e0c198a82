/** A day against its goal, and against another day. Pure. */

export type PaceLevel = "waiting" | "reached" | "good" | "look" | "act";

export interface Pace {
  target: number;
  /** What is done of what should be done by now; null while nothing is to be done yet. */
  share: number | null;
  level: PaceLevel;
}

/** Below these shares of what should be done by now one should look, and act. */
const LOOK = 0.97;
const ACT = 0.85;

export function pace(done: number, target: number, expected: number): Pace {
  const share = expected > 0 ? done / expected : null;
  return { target, share, level: levelOf(done, target, share) };
}

function levelOf(done: number, target: number, share: number | null): PaceLevel {
  if (done >= target) return "reached";
  if (share === null) return "waiting";
  if (share < ACT) return "act";
  return share < LOOK ? "look" : "good";
}

export type Direction = "up" | "down" | "same";

export interface Change {
  direction: Direction;
  /** Counts: the share by which it grew. Rates: the points by which it rose. Never negative. */
  by: number;
}

/** How much more or less than `before`; null where there was nothing to grow from. */
export function growth(now: number, before: number): Change | null {
  return before > 0 ? changeOf(now / before - 1) : null;
}

/** By how many points a rate differs; null where one is unknown. */
export function points(now: number | null, before: number | null): Change | null {
  return now === null || before === null ? null : changeOf(now - before);
}

/** Less than a tenth of a percent, which nobody could read, is the same. */
function changeOf(by: number): Change {
  if (Math.abs(by) < 0.0005) return { direction: "same", by: 0 };
  return { direction: by > 0 ? "up" : "down", by: Math.abs(by) };
}
