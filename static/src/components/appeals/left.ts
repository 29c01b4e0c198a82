/** How much time is left. Pure. */
export interface Left {
  unit: "days" | "hours" | "minutes";
  count: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Until `instant`, in its greatest unit and never too much; null once it is over. */
export function timeLeft(instant: string, now_ms: number): Left | null {
  const left_ms = Date.parse(instant) - now_ms;
  if (left_ms <= 0) return null;
  if (left_ms >= 2 * DAY_MS) return { unit: "days", count: Math.floor(left_ms / DAY_MS) };
  if (left_ms >= HOUR_MS) return { unit: "hours", count: Math.floor(left_ms / HOUR_MS) };
  return { unit: "minutes", count: Math.max(1, Math.floor(left_ms / MINUTE_MS)) };
}
