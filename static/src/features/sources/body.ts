/** What a dialer sent, laid out for reading. Pure. */
import type { Note } from "../../lib/api";

const SHOWN = 200_000;
const INDENT = 2;

export interface Body {
  lines: string[];
  /** Whether not all of it is in `lines`. */
  cut: boolean;
}

export function rawBody(text: string): Body {
  return { lines: text.slice(0, SHOWN).split(/\r\n|\n|\r/), cut: text.length > SHOWN };
}

/** Indented JSON, or one line per field of a form; null when it is neither. */
export function prettyBody(text: string): Body | null {
  const pretty = text.length <= SHOWN ? (prettyJson(text) ?? prettyForm(text)) : null;
  return pretty === null ? null : rawBody(pretty);
}

function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, INDENT);
  } catch {
    return prettyJsonLines(text);
  }
}

/** One JSON value per line, each indented. */
function prettyJsonLines(text: string): string | null {
  try {
    const values = text.split("\n").filter((line) => line.trim());
    return values.map((line) => JSON.stringify(JSON.parse(line), null, INDENT)).join("\n");
  } catch {
    return null;
  }
}

const FORM = /^[\w.[\]%+-]+=[^&\s]*(?:&[\w.[\]%+-]+=[^&\s]*)*$/;

function prettyForm(text: string): string | null {
  const form = text.trim();
  if (!FORM.test(form)) return null;
  return [...new URLSearchParams(form)].map(([name, value]) => `${name} = ${value}`).join("\n");
}

/** The lines, counted from 1, of which something was said; whether anything was refused. */
export function markedLines(notes: readonly Note[]): Map<number, boolean> {
  const marked = new Map<number, boolean>();
  for (const { line, refuses } of notes)
    if (line != null) marked.set(line, Boolean(refuses) || (marked.get(line) ?? false));
  return marked;
}
