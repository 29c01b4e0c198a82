/** The lines of a result with what can be said against them. Pure. */
import { isHere } from "../../components/call/arithmetic";
import type { Evidence, ScoreLine } from "../../lib/api";
import type { AppealableLine, Result } from "./queries";

export interface ResultLine {
  line: ScoreLine;
  appealable: AppealableLine | null;
  /** It took points, or the whole score. */
  lost: boolean;
  /** Places that can be played. */
  places: Evidence[];
}

const SAME = 0.005;

export function costs({ verdict, weight, earned, deducted }: ScoreLine): boolean {
  return deducted > SAME || (verdict === "failed" && (weight === 0 || earned < weight - SAME));
}

/** Those that cost something first, else as on the scorecard. */
export function linesOf({ arithmetic, lines }: Pick<Result, "arithmetic" | "lines">): ResultLine[] {
  const appealable = new Map(lines.map((one) => [one.rule_key, one]));
  const all = arithmetic.lines.map((line) => ({
    line,
    appealable: appealable.get(line.rule_key) ?? null,
    lost: costs(line),
    places: line.evidence.filter(isHere),
  }));
  return all.toSorted((a, b) => Number(b.lost) - Number(a.lost));
}
