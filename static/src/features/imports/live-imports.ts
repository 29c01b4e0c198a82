/** Imports as they go on: the socket's messages, and the list they belong to. Pure. */
import type { Import, ImportsMessage } from "../../lib/api";

/** By id; the newest that was heard of each. */
export type LiveImports = ReadonlyMap<string, Import>;

export const noImports: LiveImports = new Map();

export function applyMessage(known: LiveImports, { imports }: ImportsMessage): LiveImports {
  const next = new Map(known);
  for (const one of imports) next.set(one.id, newer(known.get(one.id), one));
  return next;
}

/** The page as it was read, with what was heard since; new ones are put before the first page. */
export function withLive(page: readonly Import[], live: LiveImports, isFirst: boolean): Import[] {
  const shown = page.map((one) => newer(live.get(one.id), one));
  if (!isFirst) return shown;
  const since = page[0]?.created_at ?? "";
  const unseen = [...live.values()].filter(
    ({ id, created_at }) => created_at > since && !page.some((one) => one.id === id),
  );
  return [...unseen.toSorted((a, b) => b.created_at.localeCompare(a.created_at)), ...shown];
}

const PLACES: Record<Import["state"], number> = {
  uploaded: 0,
  queued: 1,
  running: 2,
  cancelled: 3,
  failed: 3,
  done: 4,
};

/** Of two tellings of one import the one that is further; the later of two that are as far. */
export function newer(before: Import | undefined, after: Import): Import {
  if (!before || after.state !== before.state) {
    const resumed = before && isResting(before) && !isResting(after);
    return before && !resumed && PLACES[before.state] > PLACES[after.state] ? before : after;
  }
  return before.rows_read > after.rows_read ? before : after;
}

/** Whether it waits for somebody to resume it. */
function isResting({ state }: Import): boolean {
  return state === "cancelled" || state === "failed";
}

export function isMoving({ state }: Import): boolean {
  return state === "queued" || state === "running";
}

/** How much of the file is done, 0 to 1: by rows where they are counted, else by bytes. */
export function doneShare(one: Import): number {
  if (one.state === "done") return 1;
  const { rows_total, rows_read, bytes_read, size_bytes } = one;
  const share = rows_total ? rows_read / rows_total : size_bytes ? bytes_read / size_bytes : 0;
  return Math.min(1, Math.max(0, share));
}
