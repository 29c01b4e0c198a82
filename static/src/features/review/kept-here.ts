/** What is not saved yet survives a reload of this tab. */
import type { Act } from "./acts";
import type { Review } from "./types";

export function keepHere({ id, revision }: Review, pending: readonly Act[]): void {
  try {
    sessionStorage.setItem(nameOf(id), JSON.stringify({ revision, pending }));
  } catch {
    // A browser that keeps nothing still saves to the server.
  }
}

export function forgetHere(id: string): void {
  sessionStorage.removeItem(nameOf(id));
}

/** Nothing where somebody saved since: what waited may be done already. */
export function keptHere({ id, revision, state }: Review): Act[] {
  const kept = sessionStorage.getItem(nameOf(id));
  if (!kept || state !== "draft") return [];
  const read: { revision: number; pending: Act[] } = JSON.parse(kept);
  return read.revision === revision ? read.pending : [];
}

function nameOf(id: string): string {
  return `earshot.review.${id}`;
}
