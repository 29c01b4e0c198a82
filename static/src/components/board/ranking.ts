/** Who leads, by what. Pure. */
import type { AgentCard, Tally } from "../../lib/api";
import { averageScore, conversion } from "./figures";
import type { Period } from "./periods";

export const RANKED_BY = ["sales", "conversion", "effective_talks", "talk", "score"] as const;
export type RankedBy = (typeof RANKED_BY)[number];

/** A rate of fewer connects says nothing yet. */
export const ENOUGH_CONNECTS = 10;
const PRAISED = 3;
const RATES: readonly RankedBy[] = ["conversion", "score"];

/** Why somebody has no place, or no praise. */
export type Why = "fatal" | "few_connects" | "no_calls" | "not_scored";

export interface Place {
  card: AgentCard;
  value: number;
  /** From 1; equal values share one, and the next is counted on: 1, 2, 2, 4. */
  rank: number;
  praised: boolean;
  /** Would be praised, had no fatal rule been broken today. */
  passed_over: boolean;
}

export interface Waiting {
  card: AgentCard;
  value: number | null;
  why: Exclude<Why, "fatal">;
}

export interface Ranking {
  places: Place[];
  /** Below the line: too few calls to compare. */
  waiting: Waiting[];
}

export function readRankedBy(text: string | null): RankedBy {
  return RANKED_BY.find((by) => by === text) ?? "sales";
}

/**
 * Agents by `by` over `period`, the best first.
 *
 * Praised are the first three who made something and broke no fatal rule today,
 * whatever the period: who did keeps the place, and is passed over.
 */
export function rank(
  cards: Iterable<AgentCard>,
  by: RankedBy,
  period: Period,
  language: string,
): Ranking {
  const { compare } = new Intl.Collator(language);
  const places: { card: AgentCard; value: number }[] = [];
  const waiting: Waiting[] = [];
  for (const card of cards) {
    const value = rankedValue(card[period], by);
    const why = whyWaiting(card[period], by, value);
    if (why) waiting.push({ card, value, why });
    else places.push({ card, value: value ?? 0 });
  }
  places.sort((a, b) => b.value - a.value || compare(a.card.name, b.card.name));
  waiting.sort((a, b) => compare(a.card.name, b.card.name));
  return { places: praise(numbered(places)), waiting };
}

export function rankedValue(tally: Tally, by: RankedBy): number | null {
  switch (by) {
    case "sales":
      return tally.sales;
    case "conversion":
      return conversion(tally);
    case "effective_talks":
      return tally.effective_talks;
    case "talk":
      return tally.talk_s;
    case "score":
      return averageScore(tally);
  }
}

function whyWaiting(tally: Tally, by: RankedBy, value: number | null): Waiting["why"] | null {
  if (tally.dials === 0 && tally.connects === 0) return "no_calls";
  if (RATES.includes(by) && tally.connects < ENOUGH_CONNECTS) return "few_connects";
  return value === null ? "not_scored" : null;
}

function numbered(sorted: readonly { card: AgentCard; value: number }[]): Place[] {
  let rank = 0;
  return sorted.map(({ card, value }, place) => {
    if (sorted[place - 1]?.value !== value) rank = place + 1;
    return { card, value, rank, praised: false, passed_over: false };
  });
}

/** Who ties with the third is praised too; a place is never decided by the alphabet. */
function praise(places: readonly Place[]): Place[] {
  const made = places.filter(({ value }) => value > 0);
  const clean = made.filter(({ card }) => card.today.fatal_hits === 0);
  const last = clean[Math.min(PRAISED, clean.length) - 1]?.value ?? Number.POSITIVE_INFINITY;
  return places.map((place) => {
    const isUp = place.value > 0 && place.value >= last;
    const isClean = place.card.today.fatal_hits === 0;
    return { ...place, praised: isUp && isClean, passed_over: isUp && !isClean };
  });
}
