/** Numbers, durations and instants as people read them. */
import { useMemo } from "react";

import { type Language, usePreferences } from "./preferences";
import { useTimezone } from "./session";

const MIB = 1_048_576;

export const NO_VALUE = "–";

/** 3:07, and 1:02:05 from one hour on. Seconds in, whole seconds out. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

/** `part / whole`, or null when there is nothing to divide by. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

export interface Format {
  count(value: number): string;
  /** Up to one decimal: 12, 12.5. */
  decimal(value: number): string;
  /** With its sign: +3, −10; a dash for none. */
  change(value: number): string;
  /** Always one decimal: scores line up in a column. */
  score(value: number | null | undefined): string;
  /** 0.123 -> 12.3 %. */
  percent(value: number | null): string;
  /** For progress, where a decimal would only flicker. */
  wholePercent(value: number): string;
  money(value: number, currency: string | null): string;
  bytes(value: number): string;
  /** Two decimals: 0.08. */
  factor(value: number): string;
  /** Sums of many recordings: 1,512.5. */
  hours(seconds: number): string;
  list(items: readonly string[]): string;
  /** To the second within this year; of other years with the year, to the minute. */
  dateTime(instant: string): string;
  time(instant: string | number): string;
  minute(instant: string | number): string;
  /** What people call the clocks of a zone: 北京时间, Eastern Time. */
  zone(timezone: string): string;
}

export function makeFormat(language: Language, timezone: string): Format {
  const zone = { timeZone: timezone, hourCycle: "h23" } as const;
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const factor = new Intl.NumberFormat(language, fixed(2));
  const score = new Intl.NumberFormat(language, fixed(1));
  const change = new Intl.NumberFormat(language, {
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  const percent = new Intl.NumberFormat(language, { style: "percent", ...fixed(1) });
  const wholePercent = new Intl.NumberFormat(language, { style: "percent", ...fixed(0) });
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  const seconds = { ...clock, second: "2-digit" } as const;
  const day = { month: "2-digit", day: "2-digit" } as const;
  const dateTime = new Intl.DateTimeFormat(language, { ...zone, ...day, ...seconds });
  const dated = new Intl.DateTimeFormat(language, {
    ...{ ...zone, ...day, ...clock },
    year: "numeric",
  });
  const yearOf = (instant: Date | number) => isoDay(+instant, timezone).slice(0, 4);
  const time = new Intl.DateTimeFormat(language, { ...zone, ...seconds });
  const minute = new Intl.DateTimeFormat(language, { ...zone, ...clock });
  return {
    count: (value) => count.format(value),
    decimal: (value) => decimal.format(value),
    change: (value) => (value === 0 ? NO_VALUE : change.format(value)),
    score: (value) => (value == null ? NO_VALUE : score.format(value)),
    percent: (value) => (value == null ? NO_VALUE : percent.format(value)),
    wholePercent: (value) => wholePercent.format(value),
    money: (value, currency) =>
      new Intl.NumberFormat(language, currency ? { style: "currency", currency } : fixed(2)).format(
        value,
      ),
    bytes: (value) => {
      if (value < MIB) return `${decimal.format(value / 1024)} KB`;
      if (value < 1024 * MIB) return `${decimal.format(value / MIB)} MB`;
      return `${decimal.format(value / (1024 * MIB))} GB`;
    },
    factor: (value) => factor.format(value),
    hours: (seconds) => decimal.format(seconds / 3600),
    list: (items) => list.format(items),
    dateTime: (instant) => {
      const at = new Date(instant);
      return (yearOf(at) === yearOf(Date.now()) ? dateTime : dated).format(at);
    },
    time: (instant) => time.format(new Date(instant)),
    minute: (instant) => minute.format(new Date(instant)),
    zone: (timezone) => zoneName(language, timezone),
  };
}

/** Formats in the reader's language and the zone of their unit, or of `timezone`. */
export function useFormat(timezone?: string): Format {
  const { language } = usePreferences();
  const own = useTimezone();
  const zone = timezone ?? own;
  return useMemo(() => makeFormat(language, zone), [language, zone]);
}

/** Times of the whole year are told by it: no summer in its name. */
function zoneName(language: Language, timezone: string): string {
  if (timezone === "UTC") return timezone;
  const parts = new Intl.DateTimeFormat(language, {
    timeZone: timezone,
    timeZoneName: "longGeneric",
  }).formatToParts();
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? timezone;
  // Nobody in China says the name that the tables have.
  return name === "中国标准时间" || name === "中国时间" ? "北京时间" : name;
}

function fixed(digits: number) {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/** The calendar day of an instant in `timezone`: 2026-11-21. */
export function isoDay(instant: string | number, timezone: string): string {
  // Swedish writes days as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }).format(new Date(instant));
}
