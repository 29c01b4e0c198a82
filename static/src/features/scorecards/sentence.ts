/** Conditions as sentences, in the language that `say` speaks. Pure. */
import type { TFunction } from "i18next";

import { measureUnit, NEEDS_SPEAKER, shownMeasure } from "./measures";
import { qualifiersOf } from "./qualifiers";
import { percent, quoteAll, type Say } from "./say";
import type { Condition, Near, Of, Op, Spoken, Step, Value, Wanted, Within } from "./types";
import { WITHINS, withinKind } from "./withins";

/** Whether a condition is a statement, a duty or a ban. */
export type Mode = "is" | "must" | "never";

type SpokenCondition = Of<"said" | "pattern" | "script_line" | "repeated" | "entity" | "judged">;

const SPOKEN: ReadonlySet<string> = new Set<SpokenCondition["type"]>([
  "said",
  "pattern",
  "script_line",
  "repeated",
  "entity",
  "judged",
]);

/** The whole condition in one sentence, without a full stop. */
export function conditionText(condition: Condition, say: Say, mode: Mode = "is"): string {
  const sentence = tidy(fill(condition, say, mode));
  const qualifiers = qualifiersOf(condition, say);
  if (qualifiers.length === 0) return sentence;
  const joined = qualifiers.join(say.t("conditions.between"));
  return tidy(say.t("conditions.qualified", { sentence, qualifiers: joined }));
}

/** Which sentence of the translations a condition is told with. */
export function templateOf(condition: Condition) {
  if (condition.type === "sound" && NEEDS_SPEAKER.has(condition.measure)) return "sound_of";
  return condition.type;
}

/** What one writes before the first word of a paragraph. */
export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function fill(condition: Condition, say: Say, mode: Mode): string {
  const verb = say.t(`conditions.verb.${condition.type}.${mode}`);
  const parts = { verb, ...partsOf(condition, say), ...placeOf(condition, say, mode) };
  return tell(say.t, `conditions.sentence.${templateOf(condition)}`, parts);
}

/** A sentence whose gaps are only known when it is told. */
export function tell(t: TFunction, key: string, parts: Record<string, string>): string {
  return (t as (key: string, parts: Record<string, string>) => string)(key, parts);
}

function partsOf(condition: Condition, say: Say): Record<string, string> {
  const { t } = say;
  switch (condition.type) {
    case "said":
      return { ...spoken(condition, say), ...saidParts(condition, say) };
    case "pattern":
      return { ...spoken(condition, say), regex: `/${condition.regex}/` };
    case "script_line":
      return {
        ...spoken(condition, say),
        similarity: percent(condition.similarity, say),
        lines: quoteAll(condition.lines, say),
      };
    case "repeated":
      return {
        ...spoken(condition, say),
        times: say.decimal(condition.times),
        similarity: percent(condition.similarity, say),
      };
    case "entity":
      return {
        ...spoken(condition, say),
        kind: t(`conditions.kind.${condition.kind}`),
        wanted: condition.wanted
          ? t("conditions.entity_wanted", { wanted: wantedText(condition.wanted, "", say) })
          : "",
      };
    case "sound":
      return soundParts(condition, say);
    case "fact":
      return {
        name: factName(condition.name, say),
        wanted: wantedText(condition.wanted, condition.name, say),
      };
    case "language":
      return {
        speaker: t(`conditions.speaker.${condition.speaker}`),
        languages: say.list(condition.languages.map(say.language)),
        share: percent(condition.share * 100, say),
      };
    case "judged":
      return { ...spoken(condition, say), question: condition.question };
    case "rule":
      return { rule: say.rule(condition.rule) };
    default:
      return nestedParts(condition, say);
  }
}

type Nested = Of<"sequence" | "near" | "earlier_call" | "not" | "all_of" | "any_of">;

function nestedParts(condition: Nested, say: Say): Record<string, string> {
  const { t } = say;
  switch (condition.type) {
    case "sequence":
      return { steps: condition.steps.map((step, at) => stepText(step, at, say)).join(joint(say)) };
    case "near":
      return {
        anchor: conditionText(condition.anchor, say),
        condition: conditionText(condition.condition, say),
        direction: t(`conditions.direction.${condition.direction}`),
        occurrence: occurrenceText(condition.occurrence, say),
        distance: distanceText(condition, say) || t("conditions.distance.none"),
      };
    case "earlier_call":
      return {
        days: say.decimal(condition.within_days),
        campaign: t(
          condition.same_campaign ? "conditions.same_campaign" : "conditions.any_campaign",
        ),
        condition: conditionText(condition.condition, say),
      };
    case "not":
      return { condition: inner(condition.condition, say) };
    case "all_of":
      return { conditions: condition.conditions.map((one) => inner(one, say)).join(joint(say)) };
    case "any_of":
      return {
        at_least: say.decimal(condition.at_least),
        conditions: condition.conditions.map((one) => inner(one, say)).join(joint(say)),
      };
  }
}

function stepText(step: Step, at: number, say: Say): string {
  const notes = [distanceText(step, say), step.optional && say.t("conditions.step_optional")];
  const said = notes.filter(Boolean).join(joint(say));
  const condition = inner(step.condition, say);
  const sentence = say.t("conditions.step", {
    number: say.decimal(at + 1),
    name: step.name,
    condition,
  });
  return said ? say.t("conditions.qualified", { sentence, qualifiers: said }) : sentence;
}

/** One inside another is kept together by brackets where it has several parts of its own. */
function inner(condition: Condition, say: Say): string {
  const text = conditionText(condition, say);
  const compound = ["sequence", "near", "earlier_call", "not", "all_of", "any_of"];
  return compound.includes(condition.type) ? say.t("conditions.grouped", { text }) : text;
}

function saidParts({ phrases, packs, at_least }: Of<"said">, say: Say): Record<string, string> {
  const { t } = say;
  const named = packs.map((key) => t("conditions.pack", { name: say.pack(key) }));
  const quoted = phrases.length > 0 ? [quoteAll(phrases, say)] : [];
  const onlyOne = packs.length === 0 && phrases.length === 1;
  const count = onlyOne ? "" : countText(at_least, say);
  return { count, phrases: [...named, ...quoted].join(t("conditions.joint")) };
}

function countText(n: Of<"said">["at_least"], { t, decimal }: Say): string {
  if (n === "all") return t("conditions.count_all");
  return n === 1 ? t("conditions.count_one") : t("conditions.count_some", { n: decimal(n) });
}

function soundParts(condition: Of<"sound">, say: Say): Record<string, string> {
  const { t } = say;
  const value = say.decimal(shownMeasure(condition.measure, condition.value));
  return {
    measure: t(`conditions.measure.${condition.measure}`),
    speaker: t(`conditions.speaker.${condition.speaker}`),
    op: t(`conditions.op.${condition.op}`),
    value: t(`conditions.unit.${measureUnit(condition.measure)}`, { value }),
  };
}

function spoken({ speaker }: Spoken, say: Say): Record<string, string> {
  return { speaker: say.t(`conditions.speaker.${speaker}`) };
}

/** Inside another sentence "anywhere" goes without saying. */
function placeOf(condition: Condition, say: Say, mode: Mode): Record<string, string> {
  if (!isSpoken(condition)) return {};
  const goesWithout = mode === "is" && withinKind(condition.within) === "anywhere";
  return { where: goesWithout ? "" : whereText(condition.within, say) };
}

function isSpoken(condition: Condition): condition is SpokenCondition {
  return SPOKEN.has(condition.type);
}

function whereText(within: Within | null | undefined, { t, decimal }: Say): string {
  const kind = WITHINS.find((one) => within?.[one] != null);
  if (!kind) return t("conditions.where.anywhere");
  return t(`conditions.where.${kind}`, { n: decimal(within?.[kind] ?? 0) });
}

export function wantedText({ op, value, fact }: Wanted, of: string, say: Say): string {
  if (typeof value === "boolean" && op === "eq" && fact == null)
    return say.t("conditions.wanted_yes_no", {
      value: say.t(value ? "conditions.yes" : "conditions.no"),
    });
  const shown = fact != null ? factName(fact, say) : valueText(value, of, say);
  return say.t("conditions.wanted", { op: opText(op, say), value: shown });
}

export function opText(op: Op, { t }: Say): string {
  return t(`conditions.op.${op}`);
}

function valueText(value: Wanted["value"], of: string, say: Say): string {
  if (Array.isArray(value)) {
    const each = value.map((one) => valueText(one as Value, of, say));
    return each.join(say.t("conditions.joint"));
  }
  if (typeof value === "boolean") return say.t(value ? "conditions.yes" : "conditions.no");
  if (typeof value === "number") return say.decimal(value);
  return say.t("conditions.quoted", { text: say.value(of, String(value ?? "")) });
}

export function factName(name: string, { t }: Say): string {
  if (name.startsWith("extra.")) return t("conditions.fact_extra", { name: name.slice(6) });
  if (name.startsWith("campaign.")) return t("conditions.fact_campaign", { name: name.slice(9) });
  return t(`conditions.fact.${name}` as "conditions.fact.outcome");
}

export function occurrenceText(occurrence: Near["occurrence"], { t, decimal }: Say): string {
  if (typeof occurrence === "number")
    return t("conditions.occurrence.nth", { n: decimal(occurrence) });
  return t(`conditions.occurrence.${occurrence}`);
}

/** "" where no distance is asked for. */
export function distanceText(
  { within_s, within_turns }: Pick<Near, "within_s" | "within_turns">,
  { t, decimal }: Say,
): string {
  const s = within_s == null ? "" : decimal(within_s);
  const turns = within_turns == null ? "" : decimal(within_turns);
  if (s && turns) return t("conditions.distance.both", { s, turns });
  if (s) return t("conditions.distance.s", { s });
  return turns ? t("conditions.distance.turns", { turns }) : "";
}

function joint({ t }: Say): string {
  return t("conditions.between");
}

/** Templates leave gaps where a part has no words. */
function tidy(sentence: string): string {
  return sentence
    .replaceAll(/ {2,}/g, " ")
    .replaceAll(/([\u4e00-\u9fff”：）]) (?=[\u4e00-\u9fff“，])/g, "$1")
    .trim();
}
