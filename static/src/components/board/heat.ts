/** Hours of weekdays in a table, each as dark as it is much. Pure. */
import type { HeatMap, MetricNumbers } from "../../lib/api";
import { connectRate, conversion } from "./figures";

export const HEATS = ["dials", "connect_rate", "conversion"] as const;
export type Heat = (typeof HEATS)[number];

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** So few calls make no rate: such an hour stays empty. */
const ENOUGH = 10;

export interface HeatCell {
  /** Mean per hour for dials, a share for rates; null where nothing is known. */
  value: number | null;
  /** 0 for nothing to 1 for the most. */
  heat: number;
}

export interface HeatRows {
  /** The hours that have anything, from the first to the last. */
  hours: number[];
  /** By weekday from Monday on, one cell per hour. */
  rows: HeatCell[][];
}

export function readHeat(text: string | null): Heat {
  return HEATS.find((heat) => heat === text) ?? "dials";
}

export function heatRows({ cells, weeks }: HeatMap, by: Heat): HeatRows {
  const hours = hoursOf(cells.map(({ hour }) => hour));
  const values = WEEKDAYS.map((weekday) =>
    hours.map((hour) => {
      const cell = cells.find((one) => one.weekday === weekday && one.hour === hour);
      return cell ? valueOfHour(cell.numbers, weeks, by) : null;
    }),
  );
  const most = Math.max(...values.flat().map((value) => value ?? 0));
  const heated = (value: number | null) => ({
    value,
    heat: value && most > 0 ? value / most : 0,
  });
  return { hours, rows: values.map((row) => row.map(heated)) };
}

function valueOfHour(numbers: MetricNumbers, weeks: number, by: Heat): number | null {
  switch (by) {
    case "dials":
      return numbers.dials / weeks;
    case "connect_rate":
      return numbers.dials < ENOUGH ? null : connectRate(numbers);
    case "conversion":
      return numbers.connects < ENOUGH ? null : conversion(numbers);
  }
}

function hoursOf(found: readonly number[]): number[] {
  if (found.length === 0) return [];
  const first = Math.min(...found);
  return Array.from({ length: Math.max(...found) - first + 1 }, (_, place) => first + place);
}
