/** Where a reader is in a replay, as the address says it. Pure. */

const FIVE_MS = 5 * 60_000;
export const LENGTHS = [15, 30, 60, 120] as const;
export const SPEEDS = [1, 5, 15, 60] as const;

export type Length = (typeof LENGTHS)[number];
export type Speed = (typeof SPEEDS)[number];

export interface Place {
  from_at: string;
  minutes: Length;
  at_s: number;
  speed: Speed;
}

/** Null where the address names no beginning, or none that can be. */
export function readPlace(params: URLSearchParams): Place | null {
  const from_ms = Date.parse(params.get("from") ?? "");
  if (Number.isNaN(from_ms)) return null;
  const minutes = oneOf(LENGTHS, params.get("minutes")) ?? 60;
  const at_s = Number.parseFloat(params.get("at") ?? "");
  return {
    from_at: atFive(from_ms),
    minutes,
    at_s: Number.isFinite(at_s) ? clamp(at_s, minutes * 60) : 0,
    speed: oneOf(SPEEDS, params.get("speed")) ?? 15,
  };
}

/** The newest stretch of `minutes` that is over. */
export function lastStretch(now_ms: number, minutes: number): string {
  return atFive(Math.floor(now_ms / FIVE_MS) * FIVE_MS - minutes * 60_000);
}

/** The stretch before or after; null where that has not passed yet. */
export function neighbour(
  { from_at, minutes }: Pick<Place, "from_at" | "minutes">,
  by: -1 | 1,
  now_ms: number,
): string | null {
  const from = atFive(Date.parse(from_at) + by * minutes * 60_000);
  return from > lastStretch(now_ms, minutes) ? null : from;
}

/** The same or the newest that can be: a stretch must have passed as a whole. */
export function passed(from_at: string, minutes: number, now_ms: number): string {
  const newest = lastStretch(now_ms, minutes);
  return from_at > newest ? newest : from_at;
}

export function faster(speed: Speed, by: -1 | 1): Speed {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;
}

export function clamp(at_s: number, length_s: number): number {
  return Math.min(Math.max(0, at_s), length_s);
}

function atFive(ms: number): string {
  return new Date(Math.floor(ms / FIVE_MS) * FIVE_MS).toISOString();
}

function oneOf<Value extends number>(
  values: readonly Value[],
  text: string | null,
): Value | undefined {
  return values.find((value) => String(value) === text);
}
