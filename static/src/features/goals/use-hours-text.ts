import { useTranslation } from "react-i18next";

import type { Goal } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";

/** 周一至周五 09:00–18:00: on which days and over which hours, in words. */
export function useHoursText(): (hours: Goal["hours"]) => string {
  const { t } = useTranslation();
  const weekdays = useWeekdayNames();
  return ({ weekdays: days, work, pause }) => {
    const on = isRun(days)
      ? t("goals.days_run", { first: weekdays(days[0] ?? 1), last: weekdays(days.at(-1) ?? 7) })
      : days.map(weekdays).join(t("goals.days_between"));
    const clock = `${short(work.from)}–${short(work.to)}`;
    const off = pause
      ? t("goals.pause_text", { clock: `${short(pause.from)}–${short(pause.to)}` })
      : "";
    return `${days.length === 7 ? t("goals.every_day") : on} ${clock}${off}`;
  };
}

/** The name of a weekday, 1 for Monday. */
export function useWeekdayNames(): (day: number) => string {
  const { language } = usePreferences();
  const format = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  // The first of November 2026 was a Sunday.
  return (day) => format.format(Date.UTC(2026, 10, 1 + day));
}

function isRun(days: readonly number[]): boolean {
  return days.length > 2 && days.every((day, place) => day === (days[0] ?? 0) + place);
}

/** 09:00 of 09:00:00. */
export function short(clock: string): string {
  return clock.slice(0, 5);
}
