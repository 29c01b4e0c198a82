/** A turn cut into the pieces that are shown: words, cut again where a hit begins or ends. Pure. */
import type { Hit, Utterance } from "../../lib/api";

export interface Piece {
  text: string;
  start_s: number;
  end_s: number;
  confidence: number;
  hit: Hit | null;
}

/** Pieces of the same hit that stand together, or a single piece outside of hits. */
export interface Run {
  hit: Hit | null;
  pieces: Piece[];
}

/** Below this a word is shown as doubtful. */
export const DOUBTFUL = 0.6;

interface Span {
  from: number;
  to: number;
  start_s: number;
  end_s: number;
  confidence: number;
}

/** Offsets of hits count Unicode characters, as the server's do, not UTF-16 units. */
export function cutIntoPieces(utterance: Utterance, hits: readonly Hit[]): Piece[] {
  const characters = Array.from(utterance.text);
  const byWeight = hits.toSorted((a, b) => weight(b) - weight(a));
  const hitAt = (place: number) =>
    byWeight.find((hit) => hit.char_start <= place && place < hit.char_end) ?? null;
  return spansOf(utterance, characters).flatMap((span) => cutSpan(span, characters, hitAt));
}

export function joinRuns(pieces: readonly Piece[]): Run[] {
  const runs: Run[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last && piece.hit && last.hit === piece.hit) last.pieces.push(piece);
    else runs.push({ hit: piece.hit, pieces: [piece] });
  }
  return runs;
}

export function hasDoubtful(utterances: readonly Utterance[]): boolean {
  return utterances.some(({ words, confidence }) =>
    words.length > 0 ? words.some((word) => word.confidence < DOUBTFUL) : confidence < DOUBTFUL,
  );
}

/** Index of the piece heard at `second`: the last one begun and not over; -1 for none. */
export function pieceAt(pieces: readonly Piece[], second: number): number {
  return pieces.findLastIndex(({ start_s, end_s }) => start_s <= second && second < end_s);
}

/** Of two hits at one place the graver one is shown. */
function weight({ fatal, violation }: Hit): number {
  return Number(fatal && violation) * 2 + Number(violation);
}

/** Words as stretches of the text without gaps: what stands between two belongs to the first. */
function spansOf(utterance: Utterance, characters: string[]): Span[] {
  const { start_s, end_s, confidence } = utterance;
  const found: Span[] = [];
  let cursor = 0;
  for (const word of utterance.words) {
    const letters = Array.from(word.text.trim());
    const from = locate(characters, letters, cursor);
    if (from < 0) continue;
    cursor = from + letters.length;
    found.push({ ...word, from, to: cursor });
  }
  if (found.length === 0) return [{ from: 0, to: characters.length, start_s, end_s, confidence }];
  return found.map((span, place) => ({
    ...span,
    from: place === 0 ? 0 : span.from,
    to: found[place + 1]?.from ?? characters.length,
  }));
}

function locate(characters: string[], letters: string[], from: number): number {
  if (letters.length === 0) return -1;
  const last = characters.length - letters.length;
  for (let place = from; place <= last; place++)
    if (letters.every((letter, offset) => characters[place + offset] === letter)) return place;
  return -1;
}

function cutSpan(span: Span, characters: string[], hitAt: (place: number) => Hit | null): Piece[] {
  const pieces: Piece[] = [];
  const perCharacter = (span.end_s - span.start_s) / Math.max(1, span.to - span.from);
  for (let place = span.from; place < span.to; place++) {
    const hit = hitAt(place);
    const last = pieces.at(-1);
    const end_s = span.start_s + (place + 1 - span.from) * perCharacter;
    const text = characters[place] ?? "";
    if (last && last.hit === hit) Object.assign(last, { text: last.text + text, end_s });
    else
      pieces.push({ text, start_s: end_s - perCharacter, end_s, confidence: span.confidence, hit });
  }
  return pieces;
}
