import type { Task } from "./queries";

/** Where a task is worked on, or its result is read. */
export function reviewOf({ id, call, state, review_id }: Task): string {
  const desk = `/reviews/calls/${call.id}`;
  if (state !== "done" && state !== "withdrawn") return `${desk}?task=${id}`;
  return review_id ? `${desk}?review=${review_id}` : `/calls/${call.id}`;
}
