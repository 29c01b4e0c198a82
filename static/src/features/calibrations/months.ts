/** Points of months as lines of a chart and rows of a table. Pure. */
import type { Point } from "./queries";

export interface Line {
  key: string;
  name: string;
  /** One for each month; null where nothing was closed for it. */
  values: (number | null)[];
}

export interface Months {
  months: string[];
  lines: Line[];
}

/** Months ascending, without gaps between the first and the last. */
export function byMonth(points: readonly Point[]): Months {
  const known = [...new Set(points.map(({ month }) => month))].sort();
  const months = between(known[0], known.at(-1));
  const lines = new Map<string, Line>();
  for (const { key, name, month, alignment } of points) {
    const line = lines.get(key) ?? { key, name, values: months.map(() => null) };
    line.name = name;
    line.values[months.indexOf(month)] = alignment;
    lines.set(key, line);
  }
  return { months, lines: [...lines.values()] };
}

function between(first: string | undefined, last: string | undefined): string[] {
  const found: string[] = [];
  for (let month = first; month && last && month <= last; month = next(month)) found.push(month);
  return found;
}

function next(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
