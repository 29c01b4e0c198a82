/** From a dial to a sale: how many get from step to step. Pure. */
import type { Tally } from "../../lib/api";
import { ratio } from "../../lib/format";

export const STEPS = ["dials", "connects", "effective_talks", "sales"] as const;
export type StepName = (typeof STEPS)[number];

export interface Step {
  name: StepName;
  count: number;
  /** The step before: what `rate` divides by. Null for the first. */
  before: number | null;
  /** `count / before`, null where there is nothing to divide by. */
  rate: number | null;
  /** `count / dials`: how wide the step is drawn. */
  of_all: number | null;
}

export type Counts = Pick<Tally, StepName>;

export function funnel(counts: Counts): Step[] {
  return STEPS.map((name, place) => {
    const previous = STEPS[place - 1];
    const before = previous ? counts[previous] : null;
    return {
      name,
      count: counts[name],
      before,
      rate: before === null ? null : ratio(counts[name], before),
      of_all: ratio(counts[name], counts.dials),
    };
  });
}

/** The step whose rate fell the most below the other's, in points of a share; null where none fell. */
export function weakestStep(now: readonly Step[], other: readonly Step[]): StepName | null {
  const falls = now.flatMap(({ name, rate }, place) => {
    const before = other[place]?.rate ?? null;
    return rate === null || before === null ? [] : [{ name, fall: before - rate }];
  });
  const [worst] = falls.toSorted((a, b) => b.fall - a.fall);
  return worst && worst.fall > 0 ? worst.name : null;
}
