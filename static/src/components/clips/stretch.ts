/** Stretches of a call: as an address names one, and as a clip is cut. Pure. */
import type { Stretch } from "../call/marks";

/** How long a clip is before anybody moves its ends. */
const FIRST_S = 15;
/** Time that passes between two looks at the player; a longer way was a jump. */
const LOOK_S = 1;

/** `?from=12&to=30.5`; null for none, or for one that is none. */
export function stretchOf(from: string | null, to: string | null): Stretch | null {
  if (!from || !to) return null;
  const start_s = Number(from);
  const end_s = Number(to);
  return start_s >= 0 && end_s > start_s && Number.isFinite(end_s) ? { start_s, end_s } : null;
}

/** From the second that is heard now; near the end, what is left and some before. */
export function firstClip(at_s: number, duration_s: number): Stretch {
  const start_s = Math.max(0, Math.min(at_s, duration_s - FIRST_S));
  return { start_s: tenth(start_s), end_s: tenth(Math.min(duration_s, start_s + FIRST_S)) };
}

/** Whether the sound ran over `end_s` by itself; who jumps beyond wants to hear what is there. */
export function runsOver(before_s: number, now_s: number, end_s: number): boolean {
  return before_s < end_s && now_s >= end_s && now_s - before_s < LOOK_S;
}

/** The address of a stretch, to send to a colleague. */
export function addressOf(callId: string, { start_s, end_s }: Stretch): string {
  return `/calls/${callId}?from=${tenth(start_s)}&to=${tenth(end_s)}`;
}

/** With one end moved to `at_s`; the other gives way where they would cross. */
export function withEnd(
  { start_s, end_s }: Stretch,
  end: "start" | "end",
  at_s: number,
  duration_s: number,
): Stretch {
  const at = tenth(Math.max(0, Math.min(at_s, duration_s)));
  if (end === "start")
    return { start_s: at, end_s: end_s > at ? end_s : firstClip(at, duration_s).end_s };
  return { start_s: start_s < at ? start_s : tenth(Math.max(0, at - FIRST_S)), end_s: at };
}

function tenth(second: number): number {
  return Math.round(second * 10) / 10;
}
