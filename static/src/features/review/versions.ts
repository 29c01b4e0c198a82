/** The results of a call side by side: the machine's and those of people. Pure. */
import type { Verdict } from "../../lib/api";
import { pointsOf } from "./items";
import type { Review, Score } from "./types";

export interface Column {
  key: string;
  kind: "machine" | "final" | "draft";
  number: number | null;
  who: string | null;
  score: Pick<Score, "score" | "lines">;
}

export interface Row {
  rule_key: string;
  rule_name: string;
  /** By column; null where the version knows no such rule. */
  cells: ({ verdict: Verdict; points: number } | null)[];
  differs: boolean;
}

/** The machine's, then the results by number, then the draft at hand. */
export function columnsOf(shown: Review, all: readonly Review[]): Column[] {
  const results = all
    .filter(({ number, state }) => number !== null && state !== "draft")
    .toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
  const draft = shown.state === "draft" ? [shown] : [];
  return [
    { key: "machine", kind: "machine", number: null, who: null, score: shown.machine },
    ...[...results, ...draft].map(
      (review): Column => ({
        key: review.id,
        kind: review.state === "draft" ? "draft" : "final",
        number: review.number,
        who: review.reviewer.name,
        score: review.score,
      }),
    ),
  ];
}

export function rowsOf(columns: readonly Column[]): Row[] {
  const names = new Map(
    columns.flatMap(({ score }) => score.lines.map((line) => [line.rule_key, line.rule_name])),
  );
  return [...names].map(([rule_key, rule_name]) => {
    const cells = columns.map(({ score }) => {
      const line = score.lines.find((one) => one.rule_key === rule_key);
      return line ? { verdict: line.verdict, points: pointsOf(line) } : null;
    });
    const kinds = new Set(cells.map((cell) => (cell ? `${cell.verdict} ${cell.points}` : "")));
    return { rule_key, rule_name, cells, differs: kinds.size > 1 };
  });
}
