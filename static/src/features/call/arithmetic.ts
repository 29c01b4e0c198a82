/** The sums behind a score, for showing: score = max(0, 100 * earned / weight - deducted). Pure. */
import type { Evaluation, ScoreLine } from "../../lib/api";

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

/** Fatal rules that were broken: they alone decide the score. */
export function brokenFatals({ lines }: Evaluation): ScoreLine[] {
  return lines.filter(({ fatal, verdict }) => fatal && verdict === "failed");
}
