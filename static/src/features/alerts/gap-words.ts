/** What stands in the gaps of a rule that is only read. Pure. */
import type { TFunction } from "i18next";

import type { Rule } from "./rule-queries";
import type { Gap } from "./sentence";

export interface Say {
  t: TFunction;
  decimal: (value: number) => string;
  list: (values: readonly string[]) => string;
  outcome: (value: string) => string;
  reason: (value: string) => string;
  channel: (id: string) => string;
  source: (id: string) => string;
  rule: (key: string) => string;
  /** 1 is Monday. */
  weekday: (day: number) => string;
}

const WHOLE_WEEK = 7;

/** Empty for what the rule has not. Severities have a look of their own, and no word here. */
export function wordsIn(rule: Rule, gap: Gap, say: Say): string {
  const { t, decimal } = say;
  const { condition, quiet } = rule;
  const named = (values: unknown, nameOf: (value: string) => string, none: string) =>
    Array.isArray(values) && values.length > 0 ? say.list(values.map(nameOf)) : none;
  const asked: Record<string, unknown> = { ...condition };
  const words: Partial<Record<Gap, () => string>> = {
    unit: () => rule.unit_name ?? t("alert_rules.any.unit"),
    campaign: () => rule.campaign_name ?? t("alert_rules.any.campaign"),
    lasting: () => decimal(rule.lasting_s / 60),
    cooldown: () => decimal(rule.cooldown_s / 60),
    channels: () => named(rule.channel_ids, say.channel, t("alert_rules.any.channels")),
    reasons: () => named(asked.reasons, say.reason, t("alert_rules.any.reasons")),
    outcomes: () => named(asked.outcomes, say.outcome, t("alert_rules.any.outcomes")),
    sources: () => named(asked.source_ids, say.source, t("alert_rules.any.sources")),
    rules: () => named(asked.rule_keys, say.rule, anyRule(rule, t)),
    quiet_days: () => daysOf(quiet?.days ?? [], say),
    from: () => quiet?.from ?? "",
    to: () => quiet?.to ?? "",
  };
  const value = asked[gap];
  if (typeof value === "number") return decimal(value);
  return words[gap]?.() ?? t("alert_rules.any.points");
}

function anyRule({ kind }: Rule, t: TFunction): string {
  return kind === "fatal_hit" ? t("alert_rules.any.rules") : t("alert_rules.any.refusal_rules");
}

/** Days that follow each other are told by the first and the last. */
export function daysOf(days: readonly number[], { t, list, weekday }: Say): string {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined || days.length >= WHOLE_WEEK)
    return t("alert_rules.any.days");
  const running = days.length > 2 && last - first === days.length - 1;
  return running ? `${weekday(first)}–${weekday(last)}` : list(days.map(weekday));
}
