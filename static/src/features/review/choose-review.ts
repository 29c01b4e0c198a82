/** Which of a call's reviews the desk shows. Pure. */
import type { ListedReview, Opened, Task } from "./types";

/** Those that are part of a call's history; calibration is nobody's result. */
const PURPOSES = ["review", "appeal"];
/** Those that are not. */
const APART = ["calibration", "regrade"] as const;

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

/** What a task asks to be opened for. */
export function purposeOf(task: Pick<Task, "purpose"> | undefined): Opened {
  return APART.find((one) => one === task?.purpose) ?? "review";
}

/** A task beside the call's history is shown with the review that came of it, and no other. */
export function reviewOf(
  task: Pick<Task, "purpose" | "review_id"> | undefined,
  listed: readonly ListedReview[],
  wanted: string | null,
  me: string,
): string | null {
  const isApart = task && purposeOf(task) !== "review";
  return isApart ? (wanted ?? task.review_id) : chooseReview(listed, wanted, me);
}
