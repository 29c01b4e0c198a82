/** Stretches that are looked at: calendar days, both included. Pure. */
import type { Dayjs } from "dayjs";

export type Days = readonly [first: Dayjs, last: Dayjs];

/** As many as coverage is told of at once. */
export const MOST_DAYS = 92;

/** The Monday of a day's week; plans count their weeks so. */
export function monday(day: Dayjs): Dayjs {
  return day.subtract((day.day() + 6) % 7, "day");
}

/** Whole weeks, of which `today`'s is the last but `back`. */
export function weeks(today: Dayjs, count: number, back = 0): Days {
  const last = monday(today).subtract(back, "week");
  return [last.subtract(count - 1, "week"), last.add(6, "day")];
}

/** The whole month that was `back` months ago. */
export function month(today: Dayjs, back = 0): Days {
  const first = today.startOf("month").subtract(back, "month");
  return [first, first.endOf("month").startOf("day")];
}

/** Periods of a plan that are over, `count` of them; with 0 the one that `today` is in. */
export function stretch(period: "day" | "week", today: Dayjs, count: number): Days {
  if (period === "week") return count > 0 ? weeks(today, count, 1) : weeks(today, 1);
  return count > 0 ? [today.subtract(count, "day"), today.subtract(1, "day")] : [today, today];
}
