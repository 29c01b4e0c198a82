/** The hits of a review with what was said of them, and the way from one to the next. Pure. */
import type { HitState } from "../../components/call/marking";
import type { Hit, ScoreLine } from "../../lib/api";
import type { AddedHit, JudgedHit, Review } from "./types";

export interface MarkedHit {
  hit: Hit;
  state: HitState | null;
  verdict: JudgedHit | null;
  /** What a reviewer wrote to a hit of their own. */
  note: string | null;
}

/** Where the sound starts before a hit, so that the sentence is heard from its beginning. */
export const LEAD_S = 2;

/** By time; those of the reviewer among those of the machine. */
export function markHits(review: Review): MarkedHit[] {
  const verdicts = new Map(review.verdicts.map((one) => [one.hit_id, one]));
  const answered = new Set(review.answers.map(({ rule_key }) => rule_key));
  const found = review.hits.map((hit) =>
    marked(hit, verdicts.get(hit.id) ?? null, answered.has(hit.rule_key)),
  );
  const added = review.added_hits.map((one) => ({
    hit: asHit(one, lineOf(review, one.rule_key)),
    state: "added" as const,
    verdict: null,
    note: one.note,
  }));
  return [...found, ...added].toSorted(
    (a, b) => a.hit.start_s - b.hit.start_s || compareText(a.hit.id, b.hit.id),
  );
}

/** The first that waits for a verdict after the one in hand, from the start again at the end. */
export function nextOpen(
  hits: readonly MarkedHit[],
  current: string | null,
): MarkedHit | undefined {
  const place = placeOf(hits, current);
  const round = [...hits.slice(place + 1), ...hits.slice(0, Math.max(0, place))];
  return round.find(({ state }) => state === "open");
}

/** The neighbour of the one in hand, which stays in hand at either end. */
export function neighbour(
  hits: readonly MarkedHit[],
  current: string | null,
  step: 1 | -1,
): MarkedHit | undefined {
  const place = placeOf(hits, current);
  if (place < 0) return step > 0 ? hits[0] : hits.at(-1);
  return hits[place + step] ?? hits[place];
}

export function placeOf(hits: readonly MarkedHit[], id: string | null): number {
  return hits.findIndex(({ hit }) => hit.id === id);
}

export function countStates(hits: readonly MarkedHit[]): Record<HitState, number> {
  const counts = { open: 0, confirmed: 0, rejected: 0, unsure: 0, added: 0 };
  for (const { state } of hits) if (state) counts[state] += 1;
  return counts;
}

/** A rule that is answered as a whole asks nothing more of its hits. */
function marked(hit: Hit, verdict: JudgedHit | null, answered: boolean): MarkedHit {
  const waits = hit.needs_review && !answered ? "open" : null;
  return { hit, verdict, state: verdict?.verdict ?? waits, note: verdict?.note ?? null };
}

function lineOf({ machine, score }: Review, rule_key: string): ScoreLine | undefined {
  return [...machine.lines, ...score.lines].find((line) => line.rule_key === rule_key);
}

/** A hit of the reviewer's own, shown as those of the machine are. */
function asHit(added: AddedHit, line: ScoreLine | undefined): Hit {
  const { note: _, at: __, ...place } = added;
  return {
    ...place,
    rule_name: line?.rule_name ?? added.rule_key,
    violation: line?.forbids ?? true,
    fatal: line?.fatal === "card",
    severity: line?.severity ?? "major",
    needs_review: false,
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
