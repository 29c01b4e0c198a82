/**
 * A turn cut into the pieces that are shown: words, cut again where a hit, a number or a
 * correction begins. Pure.
 */
import type { Entity, Hit, Utterance } from "../../lib/api";

/** What a person heard where the model wrote characters `char_start:char_end`. */
export interface Correction {
  char_start: number;
  char_end: number;
  said: string;
}

export interface Piece {
  text: string;
  /** Its characters within the turn: `from:to`. */
  from: number;
  to: number;
  start_s: number;
  end_s: number;
  confidence: number;
  hit: Hit | null;
  entity: Entity | null;
  correction: Correction | null;
  /** What the model wrote before a hot word took its place. */
  heard: string | null;
  /** What was spoken, where `text` is how one writes it. */
  verbatim: string | null;
}

/** Pieces of the same hit that stand together, or a single piece outside of hits. */
export interface Run {
  hit: Hit | null;
  pieces: Piece[];
}

/** Below this a word is shown as doubtful. */
export const DOUBTFUL = 0.5;

interface Span {
  from: number;
  to: number;
  start_s: number;
  end_s: number;
  confidence: number;
  heard: string | null;
}

/** What stands at a character besides the character itself. */
interface Marks {
  hit: Hit | null;
  entity: Entity | null;
  correction: Correction | null;
}

/** Offsets count Unicode characters, as the server's do, not UTF-16 units. */
export function cutIntoPieces(
  utterance: Utterance,
  hits: readonly Hit[],
  corrections: readonly Correction[] = [],
): Piece[] {
  const characters = Array.from(utterance.text);
  const byWeight = hits.toSorted((a, b) => weight(b) - weight(a));
  const marksAt = (place: number): Marks => ({
    hit: byWeight.find((hit) => covers(hit, place)) ?? null,
    entity: utterance.entities.find((entity) => covers(entity, place)) ?? null,
    correction: corrections.find((one) => covers(one, place)) ?? null,
  });
  return spansOf(utterance, characters).flatMap((span) => cutSpan(span, characters, marksAt));
}

/** The same pieces with every number as one writes it, each a single piece. */
export function asWritten(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (!piece.entity || piece.correction) found.push(piece);
    else if (last && last.entity === piece.entity) found[found.length - 1] = joined(last, piece);
    else found.push({ ...piece, text: piece.entity.written, verbatim: piece.text });
  }
  return found;
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

interface Marked {
  char_start: number | null;
  char_end: number | null;
}

function covers({ char_start, char_end }: Marked, place: number): boolean {
  return char_start !== null && char_end !== null && char_start <= place && place < char_end;
}

function joined(last: Piece, piece: Piece): Piece {
  return {
    ...last,
    to: piece.to,
    end_s: piece.end_s,
    confidence: Math.min(last.confidence, piece.confidence),
    hit: last.hit ?? piece.hit,
    heard: last.heard ?? piece.heard,
    verbatim: `${last.verbatim ?? ""}${piece.text}`,
  };
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
    found.push({ ...word, from, to: cursor, heard: word.heard ?? null });
  }
  if (found.length === 0)
    return [{ from: 0, to: characters.length, start_s, end_s, confidence, heard: null }];
  return found.map((span, place) => ({
    ...span,
    from: place === 0 ? 0 : span.from,
    to: found[place + 1]?.from ?? characters.length,
  }));
}

function isAlike(one: Marks, other: Marks): boolean {
  return (
    one.hit === other.hit && one.entity === other.entity && one.correction === other.correction
  );
}

function locate(characters: string[], letters: string[], from: number): number {
  if (letters.length === 0) return -1;
  const last = characters.length - letters.length;
  for (let place = from; place <= last; place++)
    if (letters.every((letter, offset) => characters[place + offset] === letter)) return place;
  return -1;
}

function cutSpan(span: Span, characters: string[], marksAt: (place: number) => Marks): Piece[] {
  const pieces: Piece[] = [];
  const { confidence, heard } = span;
  const perCharacter = (span.end_s - span.start_s) / Math.max(1, span.to - span.from);
  for (let place = span.from; place < span.to; place++) {
    const marks = marksAt(place);
    const last = pieces.at(-1);
    const end_s = span.start_s + (place + 1 - span.from) * perCharacter;
    const start_s = end_s - perCharacter;
    const text = characters[place] ?? "";
    const to = place + 1;
    if (last && isAlike(last, marks)) Object.assign(last, { text: last.text + text, to, end_s });
    else
      pieces.push({
        ...{ text, from: place, to, start_s, end_s, confidence, heard },
        verbatim: null,
        ...marks,
      });
  }
  return pieces;
}
