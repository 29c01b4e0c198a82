/** A day in intervals: today's calls beside another day's. Pure. */
import type { Bucket } from "./figures";

const BUCKET_MS = 5 * 60_000;
export const STEP_MINUTES = [5, 15] as const;
export type StepMinutes = (typeof STEP_MINUTES)[number];

/** Sums from midnight on, one at the end of each five minutes. */
export interface Running {
  dials: readonly number[];
  connects: readonly number[];
  sales: readonly number[];
}

export interface Interval {
  at_ms: number;
  dials: number;
  connects: number;
  effective_talks: number;
  /** Sales per connect, null without connects. */
  conversion: number | null;
  /** The other day's, null where there is none. */
  other_dials: number | null;
  other_conversion: number | null;
}

export const NO_RUNNING: Running = { dials: [], connects: [], sales: [] };

/**
 * One interval per `minutes` from the first call of either day to the last.
 *
 * `buckets` are today's live ones; `today` tells of sales, which buckets do not know.
 */
export function intervals(
  buckets: readonly Bucket[],
  today: Running,
  other: Running | null,
  midnight_ms: number,
  minutes: StepMinutes,
): Interval[] {
  const size = minutes / 5;
  const placeOf = ({ at_ms }: Bucket) => Math.floor((at_ms - midnight_ms) / (BUCKET_MS * size));
  const grouped = new Map<number, Bucket[]>();
  for (const bucket of buckets) {
    const place = placeOf(bucket);
    grouped.set(place, [...(grouped.get(place) ?? []), bucket]);
  }
  const others = other && {
    dials: increments(other.dials, size),
    connects: increments(other.connects, size),
    sales: increments(other.sales, size),
  };
  const sales = increments(today.sales, size);
  const connects = increments(today.connects, size);
  const [first, last] = span([...grouped.keys()], others?.dials ?? []);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const place = first + index;
    const parts = grouped.get(place) ?? [];
    return {
      at_ms: midnight_ms + place * size * BUCKET_MS,
      dials: sum(parts, "dials"),
      connects: sum(parts, "connects"),
      effective_talks: sum(parts, "effective_talks"),
      conversion: rate(sales[place], connects[place]),
      other_dials: others ? (others.dials[place] ?? 0) : null,
      other_conversion: others ? rate(others.sales[place], others.connects[place]) : null,
    };
  });
}

/** What each `size` of the five minutes added. A correction may have taken something back. */
export function increments(running: readonly number[], size: number): number[] {
  const length = Math.ceil(running.length / size);
  return Array.from({ length }, (_, place) => {
    const end = running[Math.min((place + 1) * size, running.length) - 1] ?? 0;
    const start = place === 0 ? 0 : (running[place * size - 1] ?? 0);
    return end - start;
  });
}

/** From the first to the last place where anything is; an empty span has a negative length. */
function span(places: readonly number[], others: readonly number[]): [number, number] {
  const busy = [...places, ...others.flatMap((count, place) => (count > 0 ? [place] : []))];
  return busy.length === 0 ? [0, -1] : [Math.min(...busy), Math.max(...busy)];
}

function sum(parts: readonly Bucket[], name: "dials" | "connects" | "effective_talks"): number {
  return parts.reduce((total, part) => total + part[name], 0);
}

function rate(part = 0, whole = 0): number | null {
  return whole > 0 ? part / whole : null;
}
