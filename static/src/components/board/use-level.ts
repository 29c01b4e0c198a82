/** Whether somebody has been in a state for too long, by the server's clock. */
import type { AgentCard } from "../../lib/api";
import { useClock } from "../../lib/now";
import { DEFAULT_THRESHOLDS, dwellLevel, type Level, type Thresholds } from "./thresholds";

export function useLevel(
  card: Pick<AgentCard, "state" | "state_since">,
  offsetMs: number,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Level {
  return useClock((now_ms) => dwellLevel(card, now_ms + offsetMs, thresholds));
}
