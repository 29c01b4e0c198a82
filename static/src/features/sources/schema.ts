/** An adapter's settings, from their JSON Schema to a form's fields and back. Pure. */

export type Kind = "text" | "number" | "flag" | "choice" | "texts" | "choices" | "pairs" | "json";

export interface SettingField {
  name: string;
  kind: Kind;
  /** Of choices; of pairs, what may stand on the right. */
  options: string[];
  description: string;
  default: unknown;
}

export interface Pair {
  from: string;
  to: string;
}

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  properties?: Record<string, Schema>;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

/** Those that have a page of their own. */
const ELSEWHERE: readonly string[] = ["file_patterns"];

export function fieldsOf(schema: Schema): SettingField[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !ELSEWHERE.includes(name))
    .map(([name, written]) => {
      const meant = resolve(written, schema);
      return {
        name,
        ...kindOf(meant, schema),
        description: (written.description ?? "").replace(/\s+/g, " "),
        default: written.default ?? null,
      };
    });
}

function kindOf(schema: Schema, root: Schema): Pick<SettingField, "kind" | "options"> {
  const options = choices(schema);
  if (options.length > 0) return { kind: "choice", options };
  switch (schema.type) {
    case "string":
      return { kind: "text", options };
    case "number":
    case "integer":
      return { kind: "number", options };
    case "boolean":
      return { kind: "flag", options };
    case "array":
      return listOf(schema.items, root);
    case "object":
      return mapOf(schema.additionalProperties, root);
    default:
      return { kind: "json", options };
  }
}

function listOf(items: Schema | undefined, root: Schema): Pick<SettingField, "kind" | "options"> {
  const meant = items && resolve(items, root);
  if (meant?.type !== "string") return { kind: "json", options: [] };
  const options = choices(meant);
  return { kind: options.length > 0 ? "choices" : "texts", options };
}

function mapOf(
  values: Schema | boolean | undefined,
  root: Schema,
): Pick<SettingField, "kind" | "options"> {
  const meant = typeof values === "object" ? resolve(values, root) : undefined;
  if (meant?.type !== "string") return { kind: "json", options: [] };
  return { kind: "pairs", options: choices(meant) };
}

/** What may be null is what it is otherwise; names lead to what they stand for. */
function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace("#/$defs/", "");
  if (name) return root.$defs?.[name] ?? {};
  const other = schema.anyOf?.find(({ type }) => type !== "null");
  return other ? resolve(other, root) : schema;
}

function choices({ enum: listed, const: only }: Schema): string[] {
  const values = listed ?? (only === undefined ? [] : [only]);
  return values.filter((value) => typeof value === "string");
}

/** A stored value as its field edits it. */
export function toField(kind: Kind, stored: unknown): unknown {
  if (stored === undefined || stored === null) return kind === "pairs" ? [] : undefined;
  if (kind === "pairs")
    return Object.entries(stored).map(([from, to]): Pair => ({ from, to: String(to) }));
  return kind === "json" ? JSON.stringify(stored) : stored;
}

/** What a field holds as it is stored; null for nothing, which takes it out. Throws SyntaxError. */
export function fromField(kind: Kind, value: unknown): unknown {
  if (value === undefined || value === null || value === "") return null;
  if (kind === "json") return typeof value === "string" ? JSON.parse(value) : value;
  if (!Array.isArray(value)) return typeof value === "string" ? value.trim() || null : value;
  if (value.length === 0) return null;
  if (kind !== "pairs") return value;
  return Object.fromEntries((value as Pair[]).map(({ from, to }) => [from.trim(), to.trim()]));
}

/** What differs from `before`; null takes a value out. */
export function changed<Values extends object>(before: Values, after: Values): Partial<Values> {
  const differing = Object.entries(after).filter(
    ([name, value]) => !same(before[name as keyof Values], value),
  );
  return Object.fromEntries(differing) as Partial<Values>;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
