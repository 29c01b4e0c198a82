/** Of which alerts the browser tells: each once, while it is new. Pure. */
import { SEVERITIES, type Severity } from "../../components/alerts/severities";

/** Who comes in the morning is not told of the night. */
const NEWS_MS = 15 * 60_000;
/** More than these at once become one message. */
export const MOST_AT_ONCE = 3;
/** As many as are remembered; older ones are no news anyway. */
const REMEMBERED = 300;

export type Least = "critical" | "warning";

export interface Newsworthy {
  id: string;
  severity: Severity;
  raised_at: string;
  acknowledged_at?: string | null;
  over_at?: string | null;
}

/** Those to tell of now, the oldest first. */
export function newsOf<Alert extends Newsworthy>(
  alerts: readonly Alert[],
  told: readonly string[],
  least: Least,
  now_ms: number,
): Alert[] {
  const enough = SEVERITIES.indexOf(least);
  return alerts
    .filter(
      ({ id, severity, raised_at, acknowledged_at, over_at }) =>
        !acknowledged_at &&
        !over_at &&
        SEVERITIES.indexOf(severity) <= enough &&
        now_ms - Date.parse(raised_at) <= NEWS_MS &&
        !told.includes(id),
    )
    .toSorted((a, b) => Date.parse(a.raised_at) - Date.parse(b.raised_at));
}

/** What is remembered once `news` was told. */
export function remember(told: readonly string[], news: readonly { id: string }[]): string[] {
  return [...told, ...news.map(({ id }) => id)].slice(-REMEMBERED);
}
