/** The periods whose numbers every card carries. Pure. */
import type { Board, Tally } from "../../lib/api";

export const PERIODS = ["today", "hour", "quarter"] as const;
export type Period = (typeof PERIODS)[number];

const STEP_MS = 5 * 60_000;
/** How many intervals of five minutes a period has, the one that goes on included. */
const STEPS = { hour: 12, quarter: 3 } as const;

export function readPeriod(text: string | null): Period {
  return PERIODS.find((period) => period === text) ?? "today";
}

export type Windows = Record<Period, Tally>;

/** The instant `period` begins, in milliseconds, on a board that was true at `as_of_ms`. */
export function periodStart(
  period: Period,
  { day_starts_at }: Pick<Board, "day_starts_at">,
  as_of_ms: number,
): number {
  const midnight = Date.parse(day_starts_at);
  if (period === "today") return midnight;
  const current = Math.floor(as_of_ms / STEP_MS) * STEP_MS;
  return current - (STEPS[period] - 1) * STEP_MS;
}
