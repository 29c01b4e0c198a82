/** The sums behind a score, for showing: score = max(0, 100 * earned / weight - deducted). Pure. */
import type { Evaluation, Evidence, ScoreLine } from "../../lib/api";

export interface Sums {
  weight: number;
  earned: number;
  deducted: number;
}

export function sumLines(lines: readonly ScoreLine[]): Sums {
  const sums = { weight: 0, earned: 0, deducted: 0 };
  for (const line of lines) {
    sums.weight += line.weight;
    sums.earned += line.earned;
    sums.deducted += line.deducted;
  }
  return sums;
}

/** `100 × 80 ÷ 100 − 10`, numbers written by `write`; null when nothing could be earned. */
export function equation(sums: Sums, write: (value: number) => string): string | null {
  if (sums.weight <= 0) return null;
  return `100 × ${write(sums.earned)} ÷ ${write(sums.weight)} − ${write(sums.deducted)}`;
}

/** What the sums alone come to: below zero if more was deducted, and whatever fatal rules say. */
export function sumsScore({ weight, earned, deducted }: Sums): number | null {
  return weight > 0 ? (100 * earned) / weight - deducted : null;
}

export function isBrokenFatal({ fatal, verdict }: ScoreLine): boolean {
  return fatal && verdict === "failed";
}

/** Fatal rules that were broken: they alone decide the score. */
export function brokenFatals({ lines }: Evaluation): ScoreLine[] {
  return lines.filter(isBrokenFatal);
}

/** Broken fatal rules first, else as on the scorecard. */
export function gravestFirst(lines: readonly ScoreLine[]): ScoreLine[] {
  return lines.toSorted((a, b) => Number(isBrokenFatal(b)) - Number(isBrokenFatal(a)));
}

/** The first thing said that broke a fatal rule; null when all of them broke by silence. */
export function firstFatalEvidence(
  evaluation: Evaluation,
): { line: ScoreLine; evidence: Evidence } | null {
  const found = brokenFatals(evaluation).flatMap((line) =>
    line.evidence.map((evidence) => ({ line, evidence })),
  );
  return found.toSorted((a, b) => a.evidence.start_s - b.evidence.start_s)[0] ?? null;
}
