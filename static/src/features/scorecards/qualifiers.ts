/** What a condition asks besides its sentence: how often, how surely, what does not count. */
import { percent, quoteAll, type Say } from "./say";
import type { Condition } from "./types";

/** What a condition asks besides; each by the field that says so, where it says anything. */
const QUALIFIERS: Record<string, (value: never, say: Say) => string | null> = {
  times: (n: number, { t, decimal }: Say) =>
    n > 1 ? t("conditions.qualifier.times", { n: decimal(n) }) : null,
  one_turn: (wanted: boolean, { t }: Say) => (wanted ? t("conditions.qualifier.one_turn") : null),
  homophones: (wanted: boolean, { t }: Say) =>
    wanted ? t("conditions.qualifier.homophones") : null,
  exclusions: (phrases: string[], say: Say) =>
    phrases.length > 0
      ? say.t("conditions.qualifier.exclusions", { phrases: quoteAll(phrases, say) })
      : null,
  excluding: (regex: string, { t }: Say) =>
    t("conditions.qualifier.excluding", { regex: `/${regex}/` }),
  look_back: (n: number, { t, decimal }: Say) =>
    t("conditions.qualifier.look_back", { n: decimal(n) }),
  min_characters: (n: number, { t, decimal }: Say) =>
    t("conditions.qualifier.min_characters", { n: decimal(n) }),
  ignore: (phrases: string[], say: Say) =>
    phrases.length > 0
      ? say.t("conditions.qualifier.ignore", { phrases: quoteAll(phrases, say) })
      : null,
  min_s: (n: number, { t, decimal }: Say) => t("conditions.qualifier.min_s", { n: decimal(n) }),
  min_confidence: (share: number, say: Say) =>
    say.t("conditions.qualifier.min_confidence", { share: percent(share * 100, say) }),
};

export function qualifiersOf(condition: Condition, say: Say): string[] {
  const values: Record<string, unknown> = { ...condition };
  // How often a thing is repeated stands in the sentence itself.
  if (condition.type === "repeated") delete values.times;
  return Object.entries(QUALIFIERS).flatMap(([name, tellOne]) => {
    const value = values[name];
    const said = value == null ? null : tellOne(value as never, say);
    return said === null ? [] : [said];
  });
}
