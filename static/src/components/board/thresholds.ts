/** How long somebody may be in a state before a board says so. Pure. */
import type { AgentCard, AgentState } from "../../lib/api";

/** Seconds; a state without a limit may last. */
export type Thresholds = Partial<Record<AgentState, number>>;

export const DEFAULT_THRESHOLDS: Thresholds = {
  ready: 5 * 60,
  talking: 15 * 60,
  hold: 15 * 60,
  wrap_up: 2 * 60,
  break: 15 * 60,
};

/** `look` from the limit on, `act` from twice the limit. */
export type Level = "fine" | "look" | "act";

const RANKS = { fine: 0, look: 1, act: 2 } as const satisfies Record<Level, number>;

/** `now_ms` is the server's clock. */
export function dwellLevel(
  { state, state_since }: Pick<AgentCard, "state" | "state_since">,
  now_ms: number,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Level {
  const limit_s = thresholds[state];
  if (limit_s === undefined || !state_since) return "fine";
  const dwell_s = (now_ms - Date.parse(state_since)) / 1000;
  if (dwell_s > 2 * limit_s) return "act";
  return dwell_s > limit_s ? "look" : "fine";
}

/** For sorting: the higher, the more it wants looking at. */
export function rankOf(level: Level): number {
  return RANKS[level];
}
