/** Who tells conditions: a language, and the names of what a sentence may mention. */
import type { TFunction } from "i18next";

/** The language to speak, and the names of what a sentence may mention. */
export interface Say {
  t: TFunction;
  decimal(value: number): string;
  list(items: readonly string[]): string;
  pack(key: string): string;
  rule(key: string): string;
  /** A language's name by its ISO 639-1 code. */
  language(code: string): string;
  /** The reader's word for a fact's value: an outcome, who hung up. */
  value(fact: string, value: string): string;
}

const LISTED = 8;

export function quoteAll(phrases: readonly string[], { t, decimal }: Say): string {
  const shown = phrases.slice(0, LISTED).map((text) => t("conditions.quoted", { text }));
  const joined = shown.join(t("conditions.joint"));
  if (phrases.length <= LISTED) return joined;
  return `${joined} ${t("conditions.and_more", { n: decimal(phrases.length) })}`;
}

export function percent(value: number, { decimal }: Say): string {
  return `${decimal(value)}%`;
}
