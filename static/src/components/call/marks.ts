/** Where hits and silences stand on the time line of a call. Pure. */
import type { Hit, Utterance } from "../../lib/api";

export interface Flag {
  hit: Hit;
  /** Flags too close to stand side by side stand above each other. */
  row: number;
}

export interface Stretch {
  start_s: number;
  end_s: number;
}

export type Tone = "act" | "look" | "good";

const FLAG_ROWS = 2;
const FLAG_WIDTH = 0.02;
const SILENCE_S = 3;
const SAME_PLACE_S = 0.2;
const JUST_LEFT_S = 1;

export function toneOf({ fatal, violation }: Hit): Tone {
  if (!violation) return "good";
  return fatal ? "act" : "look";
}

export function byTime(hits: readonly Hit[]): Hit[] {
  return hits.toSorted((a, b) => a.start_s - b.start_s);
}

export function placeFlags(hits: readonly Hit[], duration_s: number): Flag[] {
  const freeFrom = Array.from({ length: FLAG_ROWS }, () => Number.NEGATIVE_INFINITY);
  return byTime(hits).map((hit) => {
    const row = Math.max(
      0,
      freeFrom.findIndex((free_s) => free_s <= hit.start_s),
    );
    freeFrom[row] = hit.start_s + FLAG_WIDTH * duration_s;
    return { hit, row };
  });
}

/** Gaps of three seconds and more between turns of different speakers. */
export function silences(utterances: readonly Utterance[]): Stretch[] {
  const found: Stretch[] = [];
  let before: Utterance | undefined;
  for (const turn of utterances.toSorted((a, b) => a.start_s - b.start_s)) {
    if (before && turn.channel !== before.channel && turn.start_s - before.end_s >= SILENCE_S)
      found.push({ start_s: before.end_s, end_s: turn.start_s });
    if (!before || turn.end_s > before.end_s) before = turn;
  }
  return found;
}

export function nextHit(hits: readonly Hit[], second: number): Hit | undefined {
  return byTime(hits).find(({ start_s }) => start_s > second + SAME_PLACE_S);
}

/** The hit before; a hit that began less than a second ago counts as the one we are at. */
export function previousHit(hits: readonly Hit[], second: number): Hit | undefined {
  return byTime(hits).findLast(({ start_s }) => start_s < second - JUST_LEFT_S);
}
