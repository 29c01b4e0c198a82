/** What the figures of a dialer come down to, in one word. Pure. */
import type { Health } from "../../lib/api";

export type SourceState = "receiving" | "quiet" | "silent" | "never";

/** As long as the server waits before silence is alarming. */
const RECENT_MS = 15 * 60_000;

export function stateOf({ last_seen_at, silent_since, at }: Health): SourceState {
  if (last_seen_at === null) return "never";
  if (silent_since !== null) return "silent";
  return Date.parse(at) - Date.parse(last_seen_at) <= RECENT_MS ? "receiving" : "quiet";
}

const ORDER: readonly SourceState[] = ["silent", "receiving", "quiet", "never"];

/** What was not used: deliveries of which something could not be, and events sent directly. */
export function rejectsOf({ deliveries, direct }: Health): number {
  return (deliveries.refused ?? 0) + (deliveries.partly ?? 0) + direct.refused;
}

/** Events that were known already, whichever way they came. */
export function duplicatesOf({ duplicates, direct }: Health): number {
  return duplicates + direct.duplicates;
}

/** Whether local times are refused for want of a zone. */
export function lacksZone({ notes }: Health): boolean {
  return "zone-needed" in notes;
}

/** What needs somebody first: the silent, then those with rejects, then by name. */
export function byNeed<Row extends { name: string; health: Health | undefined }>(
  rows: readonly Row[],
): Row[] {
  return rows.toSorted((a, b) => need(a) - need(b) || a.name.localeCompare(b.name));
}

function need({ health }: { health: Health | undefined }): number {
  if (!health) return 2 * ORDER.length;
  const place = 2 * ORDER.indexOf(stateOf(health));
  return rejectsOf(health) > 0 ? place : place + 1;
}
