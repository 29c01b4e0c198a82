/** Choosing words of the transcript with the keyboard. Pure. */
import type { Words } from "../../components/call/marking";
import { cutIntoPieces } from "../../components/call/pieces";
import type { Utterance } from "../../lib/api";

/** A word, and where it is. */
export interface Spot extends Words {
  start_s: number;
  end_s: number;
  text: string;
}

/** From the spot where it began to the one it has reached; both of one turn. */
export interface Pick {
  anchor: number;
  head: number;
}

export type Step = "left" | "right" | "up" | "down";

/** All words in the order in which the turns stand on the screen. */
export function spotsOf(utterances: readonly Utterance[]): Spot[] {
  return utterances
    .map((utterance, number) => ({ utterance, number }))
    .toSorted((a, b) => a.utterance.start_s - b.utterance.start_s)
    .flatMap(({ utterance, number }) =>
      cutIntoPieces(utterance, []).map(({ from, to, start_s, end_s, text }) => ({
        ...{ utterance: number, from, to, start_s, end_s, text },
      })),
    )
    .filter(({ text }) => text.trim() !== "");
}

/** The words asked for, or where they are not known the word heard at `second`. */
export function startPick(
  spots: readonly Spot[],
  words: Words | null,
  second: number,
): Pick | null {
  if (spots.length === 0) return null;
  const wanted = words ? placesOf(spots, words) : [];
  const [anchor, head] = [wanted[0], wanted.at(-1)];
  if (anchor !== undefined && head !== undefined) return { anchor, head };
  const heard = spots.findLastIndex(({ start_s }) => start_s <= second);
  const place = Math.max(0, heard);
  return { anchor: place, head: place };
}

export function movePick(spots: readonly Spot[], pick: Pick, step: Step, extending: boolean): Pick {
  const head = stepFrom(spots, pick.head, step);
  if (!extending) return { anchor: head, head };
  const sameTurn = spots[head]?.utterance === spots[pick.anchor]?.utterance;
  return sameTurn ? { anchor: pick.anchor, head } : pick;
}

/** The characters from the first to the last word, with what stands between them. */
export function wordsOf(spots: readonly Spot[], { anchor, head }: Pick): Words | null {
  const first = spots[Math.min(anchor, head)];
  const last = spots[Math.max(anchor, head)];
  return first && last ? { utterance: first.utterance, from: first.from, to: last.to } : null;
}

/** The words without the punctuation and spaces around them: that nobody says. */
export function trimmed(text: string, words: Words): Words {
  const said = Array.from(text).slice(words.from, words.to);
  const isSaid = (letter: string) => /[\p{L}\p{N}]/u.test(letter);
  const first = said.findIndex(isSaid);
  const last = said.findLastIndex(isSaid);
  if (first < 0) return words;
  return { ...words, from: words.from + first, to: words.from + last + 1 };
}

export function textOf(utterances: readonly Utterance[], { utterance, from, to }: Words): string {
  return Array.from(utterances[utterance]?.text ?? "")
    .slice(from, to)
    .join("");
}

/** When the words are said: from the start of the first to the end of the last. */
export function secondsOf(
  spots: readonly Spot[],
  words: Words,
): { start_s: number; end_s: number } | null {
  const places = placesOf(spots, words).flatMap((place) => spots[place] ?? []);
  const [first, last] = [places[0], places.at(-1)];
  return first && last ? { start_s: first.start_s, end_s: last.end_s } : null;
}

function placesOf(spots: readonly Spot[], { utterance, from, to }: Words): number[] {
  return spots.flatMap((spot, place) =>
    spot.utterance === utterance && spot.from < to && from < spot.to ? [place] : [],
  );
}

function stepFrom(spots: readonly Spot[], place: number, step: Step): number {
  const own = spots[place]?.utterance;
  const last = spots.length - 1;
  switch (step) {
    case "left":
      return Math.max(0, place - 1);
    case "right":
      return Math.min(last, place + 1);
    case "down": {
      const next = spots.findIndex((spot, at) => at > place && spot.utterance !== own);
      return next < 0 ? place : next;
    }
    case "up": {
      const before = spots.findLastIndex((spot, at) => at < place && spot.utterance !== own);
      const turn = spots[before]?.utterance;
      return before < 0 ? place : spots.findIndex((spot) => spot.utterance === turn);
    }
  }
}
