/** What a reader chose for this browser: language, theme, folded rail, how text is shown. */
import { useSyncExternalStore } from "react";

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
/** Each in its own words. */
export const LANGUAGE_NAMES: Record<Language, string> = { "zh-CN": "简体中文", en: "English" };
const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
/** Of which alerts the browser tells outside its window: of none, or from a severity on. */
export const ALERT_NOTICES = ["off", "critical", "warning"] as const;
export type AlertNotices = (typeof ALERT_NOTICES)[number];
/** How much of an agent a tile shows; `auto` goes by how many there are. */
export const TILE_SIZES = ["auto", "roomy", "middle", "dense"] as const;
export type TileSize = (typeof TILE_SIZES)[number];

interface Preferences {
  language: Language;
  theme: Theme;
  rail_folded: boolean;
  /** Mark what was heard with little confidence. */
  show_doubtful: boolean;
  /** Numbers as one writes them, not as they were spoken. */
  written_numbers: boolean;
  /** Silences, interruptions and tones on the waveform. */
  show_marks: boolean;
  /** Play over silence. */
  skip_silence: boolean;
  alert_notices: AlertNotices;
  tile_size: TileSize;
  /** Agents kept in front, in this order, by the board's id. */
  pinned_agents: Readonly<Record<string, readonly string[]>>;
}

const SWITCHES = [
  "rail_folded",
  "show_doubtful",
  "written_numbers",
  "show_marks",
  "skip_silence",
] as const;

const KEY = "earshot.preferences";
const listeners = new Set<() => void>();
let current: Preferences = { ...defaults(), ...stored() };

export function readPreferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing still works; the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** For as long as this page is open, and kept nowhere: a wall has a language and theme of its own. */
export function overridePreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  for (const listener of listeners) listener();
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, readPreferences);
}

function defaults(): Preferences {
  const wanted = globalThis.navigator?.language ?? "zh-CN";
  const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false;
  return {
    language: wanted.toLowerCase().startsWith("zh") ? "zh-CN" : "en",
    theme: dark ? "dark" : "light",
    rail_folded: false,
    show_doubtful: true,
    written_numbers: false,
    show_marks: true,
    skip_silence: false,
    alert_notices: "off",
    tile_size: "auto",
    pinned_agents: {},
  };
}

function stored(): Partial<Preferences> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? onlyKnown(kept) : {};
  } catch {
    return {};
  }
}

function onlyKnown(kept: object): Partial<Preferences> {
  const said = new Map<string, unknown>(Object.entries(kept));
  const known: Partial<Preferences> = {
    ...chosen(said, "language", LANGUAGES),
    ...chosen(said, "theme", THEMES),
    ...chosen(said, "alert_notices", ALERT_NOTICES),
    ...chosen(said, "tile_size", TILE_SIZES),
    pinned_agents: onlyLists(said.get("pinned_agents")),
  };
  for (const name of SWITCHES) {
    const on = said.get(name);
    if (typeof on === "boolean") known[name] = on;
  }
  return known;
}

function chosen<Name extends keyof Preferences>(
  said: ReadonlyMap<string, unknown>,
  name: Name,
  choices: readonly Preferences[Name][],
): Partial<Preferences> {
  const found = choices.find((one) => one === said.get(name));
  return found === undefined ? {} : { [name]: found };
}

function onlyLists(kept: unknown): Record<string, string[]> {
  if (typeof kept !== "object" || kept === null) return {};
  const lists = Object.entries(kept).filter((entry): entry is [string, string[]] => {
    const [, list] = entry;
    return Array.isArray(list) && list.every((one) => typeof one === "string");
  });
  return Object.fromEntries(lists);
}
