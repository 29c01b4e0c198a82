/** What is worth looking at in a replay: where it is, and which comes next. Pure. */
import type { AlertCard, FatalCard, Replay, SaleCard } from "../../lib/api";

export type MarkCard = FatalCard | SaleCard | AlertCard;

export interface Mark {
  at_s: number;
  card: MarkCard;
}

/** So close to a mark one is at it: the one before is wanted. */
const AT_S = 1;

/** Every fatal hit, sale and alert when it came, in order of time. */
export function marksOf({ steps }: Replay): Mark[] {
  const seen = new Set<string>();
  return steps.flatMap((step) => {
    if (step.kind !== "card") return [];
    const { card } = step;
    if (card.kind !== "fatal" && card.kind !== "sale" && card.kind !== "alert") return [];
    const name = `${card.kind}/${card.key}`;
    if (seen.has(name)) return [];
    seen.add(name);
    return card.withdrawn ? [] : [{ at_s: step.at_s, card }];
  });
}

export function nextMark(marks: readonly Mark[], at_s: number): Mark | undefined {
  return marks.find((mark) => mark.at_s > at_s);
}

export function previousMark(marks: readonly Mark[], at_s: number): Mark | undefined {
  return marks.findLast((mark) => mark.at_s < at_s - AT_S);
}

export type MarkKind = MarkCard["kind"];

/** Marks of one kind so close that they would cover each other stand as one. */
export function bundled(marks: readonly Mark[], apart_s: number): Mark[][] {
  const bundles: Mark[][] = [];
  for (const mark of marks) {
    const last = bundles.findLast(([first]) => first?.card.kind === mark.card.kind);
    if (last?.[0] && mark.at_s - last[0].at_s < apart_s) last.push(mark);
    else bundles.push([mark]);
  }
  return bundles;
}
