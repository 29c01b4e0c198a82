/** The sums behind a score, for showing: score = earned % + added − deducted. Pure. */
import type { Evaluation, Evidence, ScoreLine } from "../../lib/api";

/** A score with its arithmetic, the machine's or a person's. */
export type Reckoned = Pick<Evaluation, "score" | "added" | "deducted" | "sections" | "lines"> & {
  earned_percent?: number | null;
};

export interface Sums {
  weight: number;
  earned: number;
}

/** Lines of one section; null for those of none. */
export interface Group {
  section: Evaluation["sections"][number] | null;
  lines: ScoreLine[];
}

export function sumLines(lines: readonly ScoreLine[]): Sums {
  const sums = { weight: 0, earned: 0 };
  for (const line of lines) {
    sums.weight += line.weight;
    sums.earned += line.earned;
  }
  return sums;
}

/** `100 × 80 ÷ 100 + 3 − 10`, numbers written by `write`; null when nothing could be earned. */
export function equation(evaluation: Reckoned, write: (value: number) => string): string | null {
  const { earned_percent, added, deducted, lines, sections } = evaluation;
  const sums = sumLines(lines);
  if (earned_percent == null || sums.weight <= 0) return null;
  const weighed = sections.some(({ weight }) => weight != null);
  const base = weighed
    ? `${write(earned_percent)}`
    : `100 × ${write(sums.earned)} ÷ ${write(sums.weight)}`;
  const plus = added > 0 ? ` + ${write(added)}` : "";
  return `${base}${plus} − ${write(deducted)}`;
}

/** What the sums alone come to: below zero if more was deducted, and whatever fatal rules say. */
export function sumsScore({ earned_percent, added, deducted }: Reckoned): number | null {
  return earned_percent == null ? null : earned_percent + added - deducted;
}

export function isBrokenFatal({ fatal, verdict }: ScoreLine): boolean {
  return fatal === "card" && verdict === "failed";
}

/** Fatal rules that were broken: they alone decide the score. */
export function brokenFatals({ lines }: Pick<Evaluation, "lines">): ScoreLine[] {
  return lines.filter(isBrokenFatal);
}

/** Broken fatal rules first, else as on the scorecard. */
export function gravestFirst(lines: readonly ScoreLine[]): ScoreLine[] {
  return lines.toSorted((a, b) => Number(isBrokenFatal(b)) - Number(isBrokenFatal(a)));
}

/** By section as on the scorecard, in each the gravest first; rules of none at the end. */
export function bySection({ lines, sections }: Evaluation): Group[] {
  const groups = [...sections, null].map((section) => ({
    section,
    lines: gravestFirst(lines.filter((line) => (line.section ?? null) === (section?.key ?? null))),
  }));
  return groups.filter((group) => group.lines.length > 0);
}

/** The first thing said that broke a fatal rule; null when all of them broke by silence. */
export function firstFatalEvidence(
  evaluation: Pick<Evaluation, "lines">,
): { line: ScoreLine; evidence: Evidence } | null {
  const found = brokenFatals(evaluation).flatMap((line) =>
    line.evidence.filter(isHere).map((evidence) => ({ line, evidence })),
  );
  return found.toSorted((a, b) => a.evidence.start_s - b.evidence.start_s)[0] ?? null;
}

/** Whether it can be played here: other places are in earlier calls. */
export function isHere({ call_id }: Evidence): boolean {
  return call_id == null;
}
