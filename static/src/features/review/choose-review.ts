/** Which of a call's reviews the desk shows. Pure. */
import type { ListedReview } from "./types";

/** Those that are part of a call's history; calibration is nobody's result. */
const PURPOSES = ["review", "appeal"];

/**
 * The one the address asks for, else one's own draft, else what counts, else what
 * somebody else is working on; null where nobody has begun.
 */
export function chooseReview(
  listed: readonly ListedReview[],
  wanted: string | null,
  me: string,
): string | null {
  const own = listed.filter(({ purpose }) => PURPOSES.includes(purpose));
  const found =
    listed.find(({ id }) => id === wanted) ??
    own.find(({ state, reviewer }) => state === "draft" && reviewer.id === me) ??
    own.find(({ state }) => state === "final") ??
    own.find(({ state }) => state === "draft") ??
    own.findLast(({ state }) => state === "superseded");
  return found?.id ?? null;
}
