/** Calendar days of a time zone, as ISO text: 2026-11-21. */
import dayjs, { type Dayjs } from "dayjs";
import timezonePlugin from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";

dayjs.extend(utc);
dayjs.extend(timezonePlugin);

const DAY = "YYYY-MM-DD";

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && dayjs(text).format(DAY) === text;
}

/** The instant `day` begins in `timezone`. */
export function dayStart(day: string, timezone: string): string {
  return dayjs.tz(`${day}T00:00:00`, timezone).toISOString();
}

export function dayAfter(day: string): string {
  return dayjs(day).add(1, "day").format(DAY);
}

/** Lets date pickers ring the day that is today in `timezone`, whatever the browser's zone. */
export function setPickerZone(timezone: string): void {
  dayjs.tz.setDefault(timezone);
}

/** Today in `timezone`, as the date pickers want it: that calendar day, in the browser's zone. */
export function pickerToday(timezone: string): Dayjs {
  return dayjs(dayjs().tz(timezone).format(DAY));
}

export function toPicker(day: string): Dayjs {
  return dayjs(day);
}

export function fromPicker(picked: Dayjs): string {
  return picked.format(DAY);
}

/** The instant at which clocks in `timezone` show `time`, such as 09:05, on `day`. */
export function instantAt(day: string, time: string, timezone: string): string {
  return dayjs.tz(`${day}T${time}:00`, timezone).toISOString();
}

/** A time of day as time pickers want it. */
export function toTimePicker(time: string): Dayjs {
  return dayjs(`2000-01-01T${time}:00`);
}
