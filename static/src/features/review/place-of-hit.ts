/** Where a hit of the reviewer's own is: words, or a stretch of seconds. Pure. */
import type { Words } from "../../components/call/marking";
import type { AddedHit } from "./types";

export interface Stretch {
  from_s: number;
  to_s: number;
}

type Place = Pick<
  AddedHit,
  "utterance" | "char_start" | "char_end" | "start_s" | "end_s" | "quote"
>;

/** How long a stretch is at first. */
const STRETCH_S = 3;

export function placeOfWords(words: Words, quote: string, { from_s, to_s }: Stretch): Place {
  const { utterance, from: char_start, to: char_end } = words;
  return { utterance, char_start, char_end, start_s: from_s, end_s: to_s, quote };
}

export function placeOfSeconds({ from_s, to_s }: Stretch): Place {
  const none = { utterance: null, char_start: null, char_end: null };
  return { ...none, start_s: from_s, end_s: to_s, quote: "" };
}

/** From `start_s` on, within the recording, to tenths of a second. */
export function firstStretch(start_s: number, end_s: number | null, duration_s: number): Stretch {
  return {
    from_s: tenth(start_s),
    to_s: tenth(end_s ?? Math.min(start_s + STRETCH_S, duration_s)),
  };
}

export function isStretch({ from_s, to_s }: Stretch, duration_s: number): boolean {
  return from_s < to_s && to_s <= Math.ceil(duration_s * 10) / 10;
}

function tenth(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
