/** A campaign's facts as lines to write, and back. Pure. */

export interface Fact {
  name: string;
  value: string;
}

type Value = string | number | boolean;
type Kept = Readonly<Record<string, Value>>;

export function listOf(facts: Kept): Fact[] {
  return Object.entries(facts).map(([name, value]) => ({ name, value: String(value) }));
}

/** What to send: those that are gone are null. What was not touched keeps its type. */
export function factsOf(written: readonly Fact[], before: Kept): Record<string, Value | null> {
  const gone = Object.keys(before).map((name): [string, null] => [name, null]);
  const stay = written
    .filter(({ name }) => name.trim() !== "")
    .map(({ name, value }): [string, Value] => [
      name.trim(),
      String(before[name]) === value ? (before[name] ?? value) : read(value.trim()),
    ]);
  return Object.fromEntries([...gone, ...stay]);
}

/** What looks like a number or a yes is one. */
function read(value: string): Value {
  if (value === "true" || value === "false") return value === "true";
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value) ? Number(value) : value;
}
