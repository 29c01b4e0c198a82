import type { Call } from "../lib/api";
import { formatDuration, NO_VALUE } from "../lib/format";
import { useNow } from "../lib/now";

type Talk = Pick<Call, "state" | "answered_at" | "talk_s" | "hold_s">;

/** Talk time of a call, counting up while it lasts. */
export function TalkTime({ state, answered_at, talk_s, hold_s }: Talk) {
  if (!answered_at) return NO_VALUE;
  if (state === "ended") return formatDuration(talk_s);
  return <Counting since={answered_at} hold_s={hold_s} />;
}

function Counting({ since, hold_s }: { since: string; hold_s: number }) {
  const talk_s = (useNow() - Date.parse(since)) / 1000 - hold_s;
  return formatDuration(talk_s);
}
