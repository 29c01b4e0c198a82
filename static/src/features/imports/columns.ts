/** The mapping of a file's columns, as somebody edits it. Pure. */
import type { Column, Field, Mapping } from "../../lib/api";

interface Group {
  name: "who" | "when" | "what" | "recording" | "event" | "rest";
  fields: readonly Field[];
}

const REST: Group = { name: "rest", fields: ["extra", "ignore"] };
const WHO: readonly Field[] = [
  "call_id",
  "direction",
  "agent",
  "agent_name",
  "campaign",
  "customer_number",
  "caller_number",
  "queue",
];
const WHAT: readonly Field[] = ["outcome", "hangup_by", "amount", "currency", "satisfaction"];
const RECORDING: Group = { name: "recording", fields: ["recording_url", "recording_file"] };

const GROUPS: Record<Mapping["one_row_is"], readonly Group[]> = {
  call: [
    { name: "who", fields: WHO },
    {
      name: "when",
      fields: [
        "started_at",
        "ringing_at",
        "answered_at",
        "ended_at",
        "date",
        "time",
        "duration_s",
        "talk_s",
        "wait_s",
        "sale_at",
      ],
    },
    { name: "what", fields: WHAT },
    RECORDING,
    REST,
  ],
  event: [
    { name: "event", fields: ["event_id", "type", "at", "state", "reason", "left_by"] },
    { name: "who", fields: WHO },
    { name: "what", fields: WHAT },
    RECORDING,
    REST,
  ],
};

export function fieldGroups(one_row_is: Mapping["one_row_is"]): readonly Group[] {
  return GROUPS[one_row_is];
}

const MANY: readonly Field[] = ["extra", "ignore"];

const INSTANTS: readonly Field[] = [
  "started_at",
  "ringing_at",
  "answered_at",
  "ended_at",
  "sale_at",
  "at",
];
const DURATIONS: readonly Field[] = ["duration_s", "talk_s", "wait_s"];

export const TIME_FORMATS = ["excel", "epoch", "epoch_ms"] as const;
export const LENGTH_FORMATS = ["s", "ms", "min", "mm:ss", "days"] as const;

/** How a column of this kind may be written; empty where there is nothing to say. */
export function formatsOf(field: Field): readonly string[] {
  if (INSTANTS.includes(field)) return TIME_FORMATS;
  return DURATIONS.includes(field) ? LENGTH_FORMATS : [];
}

const OUR_WORDS: Partial<Record<Field, readonly string[]>> = {
  direction: ["outbound", "inbound"],
  hangup_by: ["agent", "customer", "system"],
  outcome: [
    "sale",
    "callback",
    "refused",
    "complaint",
    "wrong_number",
    "no_answer",
    "busy",
    "voicemail",
    "rejected",
    "unreachable",
  ],
  state: [
    "offline",
    "ready",
    "ringing",
    "talking",
    "hold",
    "wrap_up",
    "break",
    "meeting",
    "training",
  ],
};

/** Our words for what such a column says; undefined where it may say anything. */
export function wordsOf(field: Field): readonly string[] | undefined {
  return OUR_WORDS[field];
}

/** How `name` is read; what nobody has mapped is left out. */
export function columnOf({ columns }: Mapping, name: string): Column {
  const found = columns.find(({ column }) => column === name);
  return found ?? { column: name, field: "ignore", format: null, values: {} };
}

/**
 * `mapping` with `name` read as said. A field is one column's: another that had it is left
 * out from now on. Words and formats belong to a field, so another field begins without.
 */
export function withColumn(mapping: Mapping, name: string, change: Partial<Column>): Mapping {
  const before = columnOf(mapping, name);
  const fresh = change.field && change.field !== before.field ? { format: null, values: {} } : {};
  const after: Column = { ...before, ...fresh, ...change };
  const isOnly = !MANY.includes(after.field);
  const others = mapping.columns
    .filter(({ column }) => column !== name)
    .map((other) =>
      isOnly && other.field === after.field
        ? { ...other, field: "ignore" as const, format: null, values: {} }
        : other,
    );
  const place = mapping.columns.findIndex(({ column }) => column === name);
  return { ...mapping, columns: others.toSpliced(place < 0 ? others.length : place, 0, after) };
}

/** Fields that only one kind of table has, left out when it is the other. */
export function withRows(mapping: Mapping, one_row_is: Mapping["one_row_is"]): Mapping {
  const known = GROUPS[one_row_is].flatMap(({ fields }) => fields);
  const columns = mapping.columns.map((column) =>
    known.includes(column.field)
      ? column
      : { ...column, field: "ignore" as const, format: null, values: {} },
  );
  return { ...mapping, one_row_is, columns };
}

export function withDefault(mapping: Mapping, field: Field, value: string | null): Mapping {
  const defaults = { ...mapping.defaults };
  if (value) defaults[field] = value;
  else delete defaults[field];
  return { ...mapping, defaults };
}

/** A saved mapping for the columns that are there; those it does not know are left out. */
export function fitTo(saved: Mapping, names: readonly string[]): Mapping {
  return { ...saved, columns: names.map((name) => columnOf(saved, name)) };
}

/** Words of the file, each once: those already translated, then those of the samples. */
export function wordsSeen(samples: readonly string[], { values }: Column): string[] {
  const seen = [...Object.keys(values ?? {}), ...samples.map((one) => one.trim())];
  return [...new Set(seen.filter(Boolean))];
}
