/** Where in a call to look. */
import type { Within } from "./types";

export const WITHINS = ["first_s", "last_s", "first_turns", "last_turns"] as const;

export type WithinKind = (typeof WITHINS)[number];

/** A `Within` has exactly one of them. */
export function within(kind: WithinKind, n: number): Within {
  return { [kind]: n };
}

export function withinKind(where: Within | null | undefined): WithinKind | "anywhere" {
  return WITHINS.find((kind) => where?.[kind] != null) ?? "anywhere";
}
