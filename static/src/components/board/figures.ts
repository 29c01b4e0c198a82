/** Numbers and orders made from cards. Pure. */
import type { AgentCard, Tally, VolumeCard } from "../../lib/api";
import { ratio } from "../../lib/format";
import type { Period } from "./periods";
import { dwellLevel, rankOf } from "./thresholds";

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

export function connectRate({ connects, dials }: Pick<Tally, "connects" | "dials">): number | null {
  return ratio(connects, dials);
}

export function conversion({ sales, connects }: Pick<Tally, "sales" | "connects">): number | null {
  return ratio(sales, connects);
}

/** Of calls that a person answered, those that no agent joined in time. */
export function abandonRate({ abandoned, live_answers }: Tally): number | null {
  return ratio(abandoned, live_answers);
}

/** Talk seconds per connect. */
export function averageTalk({ talk_s, connects }: Tally): number | null {
  return ratio(talk_s, connects);
}

/** Seconds an agent is busy with one connect: talk, hold and wrap-up. */
export function handleTime({ talk_s, hold_s, wrap_s, connects }: Tally): number | null {
  return ratio(talk_s + hold_s + wrap_s, connects);
}

/** What rounding may add to a share. */
const ROUNDING = 0.005;

/**
 * Share of the time at work, breaks aside, that calls took. Unknown where calls took more:
 * their times are wrong, or they began before the time that is looked at.
 */
export function occupancy({ talk_s, hold_s, wrap_s, logged_s, break_s }: Tally): number | null {
  const share = ratio(talk_s + hold_s + wrap_s, logged_s - break_s);
  return share !== null && share > 1 + ROUNDING ? null : share;
}

export interface Attention {
  /** By the server's clock. */
  now_ms: number;
  /** Agents of whom an alert wants something that nobody has acknowledged. */
  alarmed: ReadonlySet<string>;
  /** Agents kept in front, in this order, whatever the sort. */
  pinned: readonly string[];
}

const CALM: Attention = { now_ms: 0, alarmed: new Set(), pinned: [] };

/**
 * Pinned agents first, then by `sort`.
 *
 * `attention`: fatal hits today, open alerts, how far over the limit of their state, then
 * the longest in it; who is offline comes last.
 */
export function sortAgents(
  agents: readonly AgentCard[],
  sort: Sort,
  language: string,
  attention: Attention = CALM,
) {
  const byName = new Intl.Collator(language).compare;
  const place = new Map(attention.pinned.map((key, index) => [key, index]));
  const placeOf = ({ key }: AgentCard) => place.get(key) ?? place.size;
  const wanted = new Map(agents.map((card) => [card.key, wants(card, attention)]));
  const compare = (a: AgentCard, b: AgentCard) =>
    sort === "name" ? 0 : compareAll(wanted.get(a.key) ?? [], wanted.get(b.key) ?? []);
  return agents.toSorted(
    (a, b) => placeOf(a) - placeOf(b) || compare(a, b) || byName(a.name, b.name),
  );
}

/** Reasons to look at somebody, the weightiest first; the smaller number comes first. */
function wants(card: AgentCard, { now_ms, alarmed }: Attention): number[] {
  return [
    -card.today.fatal_hits,
    -Number(alarmed.has(card.key)),
    -rankOf(dwellLevel(card, now_ms)),
    Number(card.state === "offline"),
    since(card),
  ];
}

function compareAll(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, index) => value !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

function since({ state_since }: AgentCard): number {
  return state_since ? Date.parse(state_since) : Number.MAX_SAFE_INTEGER;
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
