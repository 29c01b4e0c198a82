/** The first rows of a file as a table. Pure. */
import type { Field, Mapping, Preview } from "../../lib/api";

export type Row = Preview["rows"][number];

const ORDER = [
  "type",
  "at",
  "call_id",
  "started_at",
  "agent",
  "customer_number",
  "direction",
  "outcome",
  "answered_at",
  "ended_at",
  "talk_s",
];

/** Said under another name, or not at all. */
const JOINED: readonly Field[] = ["date", "time", "extra", "ignore"];

/** What the rows say and what is mapped, what matters first; the rest as it comes. */
export function previewFields({ rows, mapping }: Preview): string[] {
  const mapped = mapping.columns.map(({ field }) => field).filter((one) => !JOINED.includes(one));
  const said = new Set([...mapped, ...rows.flatMap((row) => Object.keys(valuesOf(row)))]);
  const known = ORDER.filter((field) => said.has(field));
  return [...known, ...[...said].filter((field) => !ORDER.includes(field))];
}

/** A row is a call; or an event, where the table is of events or the format has no columns. */
function valuesOf(row: Row): Record<string, unknown> {
  if (row.call) return flat(row.call);
  const [first] = row.events;
  return first ? flat({ type: first.type, at: first.at, ...first.data }) : {};
}

/** What is kept beside the fields stands beside them. */
function flat({ extra, ...fields }: Record<string, unknown>): Record<string, unknown> {
  return isRecord(extra) ? { ...fields, ...extra } : { ...fields };
}

export function shownValue(row: Row, field: string): string | null {
  const value = valuesOf(row)[field];
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What is wrong with this field of a row: notes name columns of the file, or fields. */
export function noteOf(row: Row, field: string, { columns }: Mapping) {
  const names = columns.filter((one) => one.field === field).map(({ column }) => column);
  return row.notes.find((note) => note.field != null && [field, ...names].includes(note.field));
}

/** Whether nothing of it is imported. */
export function isBad({ notes }: Row): boolean {
  return notes.some(({ refuses }) => refuses);
}

/** Whether the mapping itself keeps the import from starting. */
export function isRefused({ problems }: Preview): boolean {
  return problems.some(({ refuses }) => refuses);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
