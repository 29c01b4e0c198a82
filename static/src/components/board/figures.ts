/** Numbers and orders made from cards. Pure. */
import type { AgentCard, Tally, VolumeCard } from "../../lib/api";
import { ratio } from "../../lib/format";
import type { Period } from "./periods";

export type Sort = "attention" | "name";

export interface Bucket {
  at_ms: number;
  dials: number;
  connects: number;
  effective_talks: number;
}

const BUCKET_MS = 5 * 60_000;

export const NOTHING: Tally = {
  dials: 0,
  connects: 0,
  effective_talks: 0,
  sales: 0,
  talk_s: 0,
  hold_s: 0,
  scored: 0,
  score_sum: 0,
  fatal_hits: 0,
  ready_s: 0,
  wrap_s: 0,
  break_s: 0,
  meeting_s: 0,
  training_s: 0,
  logged_s: 0,
  live_answers: 0,
  abandoned: 0,
  queued: 0,
  in_time: 0,
  gave_up: 0,
  wait_s: 0,
};

export function total<Window extends Period = "today">(
  cards: Iterable<Record<Window, Tally>>,
  period = "today" as Window,
): Tally {
  const sum = { ...NOTHING };
  for (const card of cards)
    for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += card[period][name];
  return sum;
}

export function averageScore({ score_sum, scored }: Tally): number | null {
  return ratio(score_sum, scored);
}

export function connectRate({ connects, dials }: Tally): number | null {
  return ratio(connects, dials);
}

export function conversion({ sales, connects }: Tally): number | null {
  return ratio(sales, connects);
}

/** Of calls that a person answered, those that no agent joined in time. */
export function abandonRate({ abandoned, live_answers }: Tally): number | null {
  return ratio(abandoned, live_answers);
}

/** `attention`: fatal hits today, then the longest in its state; who is offline comes last. */
export function sortAgents(agents: readonly AgentCard[], sort: Sort, language: string) {
  const byName = new Intl.Collator(language).compare;
  const compare = sort === "name" ? () => 0 : byAttention;
  return agents.toSorted((a, b) => compare(a, b) || byName(a.name, b.name));
}

function byAttention(a: AgentCard, b: AgentCard): number {
  return (
    b.today.fatal_hits - a.today.fatal_hits ||
    Number(a.state === "offline") - Number(b.state === "offline") ||
    since(a) - since(b)
  );
}

function since({ state_since }: AgentCard): number {
  return state_since ? Date.parse(state_since) : Number.POSITIVE_INFINITY;
}

/** One bucket per five minutes from the first call to the last, summed over teams, none missing. */
export function sumVolumes(cards: Iterable<VolumeCard>): Bucket[] {
  const sums = new Map<number, Bucket>();
  for (const card of cards) {
    const at_ms = Date.parse(card.bucket_at);
    const sum = sums.get(at_ms) ?? emptyBucket(at_ms);
    sum.dials += card.dials;
    sum.connects += card.connects;
    sum.effective_talks += card.effective_talks;
    sums.set(at_ms, sum);
  }
  return fillGaps(sums);
}

function fillGaps(sums: Map<number, Bucket>): Bucket[] {
  if (sums.size === 0) return [];
  const first = Math.min(...sums.keys());
  const last = Math.max(...sums.keys());
  const length = Math.round((last - first) / BUCKET_MS) + 1;
  return Array.from({ length }, (_, place) => {
    const at_ms = first + place * BUCKET_MS;
    return sums.get(at_ms) ?? emptyBucket(at_ms);
  });
}

function emptyBucket(at_ms: number): Bucket {
  return { at_ms, dials: 0, connects: 0, effective_talks: 0 };
}
