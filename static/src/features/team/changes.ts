/** What an entry of the audit log changed, as lines to read. Pure. */
import { isoDay } from "../../lib/format";

export interface Line {
  field: string;
  before?: string;
  after?: string;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** A line for every field that is there before or after; instants as days in `timezone`. */
export function changesOf(facts: Record<string, unknown>, timezone: string): Line[] {
  const before = asRecord(facts.before);
  const after = asRecord(facts.after);
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.map((field) => ({
    field,
    ...said("before", before[field], timezone),
    ...said("after", after[field], timezone),
  }));
}

function said(side: "before" | "after", value: unknown, timezone: string): Partial<Line> {
  if (value === null || value === undefined || value === "") return {};
  if (Array.isArray(value) && value.length === 0) return {};
  return { [side]: textOf(value, timezone) };
}

function textOf(value: unknown, timezone: string): string {
  if (typeof value === "string") return INSTANT.test(value) ? isoDay(value, timezone) : value;
  if (Array.isArray(value)) return value.map((one) => textOf(one, timezone)).join(" / ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
