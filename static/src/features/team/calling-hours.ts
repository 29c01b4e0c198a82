/** Calling hours as the form holds them, and as the server does. Pure. */
import type { CallingHours } from "./queries";

export const DAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
export type Day = (typeof DAYS)[number];

export interface HoursForm {
  limited: boolean;
  clock: "number" | "unit";
  /** As people write them: `09:00-12:00, 13:30-18:00`. */
  days: Partial<Record<Day, string>>;
  holidays: string[];
}

const WEEKDAY = "09:00-18:00";
const SPAN = /^(\d{1,2}:\d{2})\s*[-–—~～]\s*(\d{1,2}:\d{2})$/;
const HOLIDAY = /^\d{4}-\d{2}-\d{2}$/;

export function toForm(hours: CallingHours | null | undefined): HoursForm {
  if (!hours) {
    const days = Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, WEEKDAY]));
    return { limited: false, clock: "number", days, holidays: [] };
  }
  const days = Object.fromEntries(
    Object.entries(hours.days).map(([day, spans]) => [
      day,
      spans.map(({ from, to }) => `${from.slice(0, 5)}-${to.slice(0, 5)}`).join(", "),
    ]),
  );
  return {
    limited: true,
    clock: hours.clock ?? "number",
    days,
    holidays: [...(hours.holidays ?? [])],
  };
}

/** Null for always. Text that cannot be read must have been refused before. */
export function fromForm({ limited, clock, days, holidays }: HoursForm): CallingHours | null {
  if (!limited) return null;
  const read = DAYS.flatMap((day) => {
    const spans = spansOf(days[day] ?? "");
    return spans && spans.length > 0 ? [[day, spans] as const] : [];
  });
  return { clock, days: Object.fromEntries(read), holidays };
}

/** Empty for a day off, null for what cannot be read. */
export function spansOf(text: string): { from: string; to: string }[] | null {
  const parts = text.split(/[,，;；]/).map((one) => one.trim());
  const spans = parts.filter(Boolean).map((part) => {
    const [, from, to] = SPAN.exec(part) ?? [];
    return from && to ? { from: padded(from), to: padded(to) } : null;
  });
  return spans.every((one) => one !== null) ? spans : null;
}

export function isHoliday(text: string): boolean {
  return HOLIDAY.test(text) && !Number.isNaN(Date.parse(text));
}

function padded(time: string): string {
  return time.padStart(5, "0");
}
