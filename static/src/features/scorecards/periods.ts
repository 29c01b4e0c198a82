/** Which scorecard scores a campaign's calls on which days. Pure. */
import { dayAfter } from "../../lib/day";
import type { Period } from "./queries";

const EVER = "0000-01-01";
const FOR_GOOD = "9999-12-31";

/** The periods with `wanted` among them; the others give way, and lose only days that it takes. */
export function assigned(periods: readonly Period[], wanted: Period): Period[] {
  const left = periods.flatMap((one) => without(one, wanted));
  return [...left, wanted]
    .toSorted((one, other) => (start(one) < start(other) ? -1 : 1))
    .reduce(joined, []);
}

/** Days of one card that follow each other are one period. */
function joined(periods: Period[], next: Period): Period[] {
  const last = periods.at(-1);
  const follows =
    last?.until_date != null &&
    last.scorecard_id === next.scorecard_id &&
    dayAfter(last.until_date) === next.from_date;
  if (!last || !follows) return [...periods, next];
  return [...periods.slice(0, -1), { ...last, until_date: next.until_date ?? null }];
}

export function unassigned(periods: readonly Period[], gone: Period): Period[] {
  return periods.filter(
    (one) =>
      one.scorecard_id !== gone.scorecard_id ||
      start(one) !== start(gone) ||
      end(one) !== end(gone),
  );
}

/** What is left of `one` before and after `taken`. */
function without(one: Period, taken: Period): Period[] {
  if (end(one) < start(taken) || end(taken) < start(one)) return [one];
  const before = start(one) < start(taken);
  const after = end(taken) < end(one);
  return [
    ...(before ? [{ ...one, until_date: dayBefore(start(taken)) }] : []),
    ...(after ? [{ ...one, from_date: dayAfter(end(taken)) }] : []),
  ];
}

export function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

function start({ from_date }: Period): string {
  return from_date ?? EVER;
}

function end({ until_date }: Period): string {
  return until_date ?? FOR_GOOD;
}

/** As it is sent: names of cards are the server's to tell. */
export function plain({
  scorecard_id,
  from_date = null,
  until_date = null,
}: {
  scorecard_id: string;
  from_date?: string | null;
  until_date?: string | null;
}) {
  return { scorecard_id, from_date, until_date };
}
